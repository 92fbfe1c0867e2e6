/** Keys that the chart has removed and fails on. @see https://docs.cilium.io/en/stable/operations/upgrade/ */
export const REMOVED = [
  'tunnel',
  'containerRuntime.integration',
  'clustermesh.apiserver.tls.ca.cert',
  'clustermesh.apiserver.tls.ca.key',
  'encryption.keyFile',
  'encryption.mountPath',
  'encryption.secretName',
  'encryption.interface',
  'proxy.prometheus.enabled',
  'proxy.prometheus.port',
  'endpointStatus',
  'remoteNodeIdentity',
  'enableCiliumEndpointSlice',
  'ciliumEndpointSlice.sliceMode',
  'enableK8sEventHandover',
  'enableCnpStatusUpdates',
  'etcd.managed',
];

/** Keys that a prop sets. Whoever turns one on without its prop gets no port, permission, CRD or rule that goes with it. */
export const BY_PROP: { readonly [key: string]: string } = {
  'cluster.id': 'clusterId',
  'encryption.enabled': 'encryption',
  'encryption.type': 'encryption',
  'gatewayAPI.enabled': 'gatewayApi',
  'hubble.metrics.enabled': 'hubble',
  'hubble.relay.enabled': 'hubble',
  'hubble.ui.enabled': 'hubble',
  'socketLB.enabled': 'socketLoadBalancing',
  'socketLB.hostNamespaceOnly': 'socketLoadBalancing',
};
