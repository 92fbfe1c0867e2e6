/** Values that a chart reads although neither its defaults nor its schema name them, and free-form maps; by chart, with the reason. */
export const FREE_VALUES: { readonly [chart: string]: { readonly [path: string]: string } } = {
  cilium: {
    'eni.eniTags': 'tags of network interfaces: whatever the user puts on everything',
    'socketLB.hostNamespaceOnly': 'commented out in the defaults: unset is not the same as false',
  },
};
