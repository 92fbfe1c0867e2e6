/** Values that a chart reads although neither its defaults nor its schema name them, and free-form maps; by chart, with the reason. */
export const FREE_VALUES: { readonly [chart: string]: { readonly [path: string]: string } } = {
  cilium: {
    'eni.eniTags': 'tags of network interfaces: whatever the user puts on everything',
    'nodeinit.reconfigureKubelet': "read by the nodes' script alone, which GKE's nodes need",
    'nodeinit.removeCbrBridge': "read by the nodes' script alone, which GKE's nodes need",
    'socketLB.hostNamespaceOnly': 'commented out in the defaults: unset is not the same as false',
  },
  'tigera-operator': {
    defaultFelixConfiguration: 'the spec of a FelixConfiguration, which an API server judges',
    dnsPolicy: "read by the operator's template alone, whose own policy asks cluster DNS",
    installation: 'the spec of an Installation, which an API server judges',
    resources: 'whatever a container takes',
    'whisker.notifications': 'part of the spec of a Whisker, which an API server judges',
  },
  flannel: {
    'flannel.backendPort': 'commented out in the defaults, as whatever is for one backend only',
    'flannel.directRouting': 'commented out in the defaults, as whatever is for one backend only',
    'flannel.keepaliveInterval': 'commented out in the defaults, as whatever is for one backend only',
    'flannel.mtu': 'commented out in the defaults, as whatever is for one backend only',
    'flannel.vni': 'commented out in the defaults, as whatever is for one backend only',
  },
};
