/** Values below which a chart takes any key, by chart, with the reason. */
export const FREE_VALUES: { readonly [chart: string]: { readonly [path: string]: string } } = {
  cilium: {
    'serviceAccounts.operator.annotations': 'annotations of a ServiceAccount: what ties it to an identity of the cloud',
  },
};
