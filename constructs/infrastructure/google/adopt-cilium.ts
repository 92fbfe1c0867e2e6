import type { Adoption, Data, Plugin } from '../../../lib/spi';
import { dataplaneItems, podNetwork } from './datapath-items';
import { carriedOut, only, type NativeSettings } from './native-settings';
import type { GkeProps } from './props';

/** Dataplane V2 is Cilium as Google runs it. */
export function adoptCilium(plugin: Plugin, props: GkeProps): Adoption {
  const { name, settings } = plugin;
  const encrypts = settings.encryption === 'wireguard';
  const configuration = { ...(encrypts && { encryption: true }), ...(showsFlows(settings.hubble) && { relay: true }) };
  return {
    as: 'native',
    provides: [
      ...podNetwork('ebpf'),
      ...(encrypts ? [{ capability: 'network/encryption', value: 'wireguard' } as const] : []),
    ],
    items: dataplaneItems(name, props, configuration),
    ...carriedOut(plugin, SETTINGS),
  };
}

const GOOGLES = 'Google runs it with values of its own';

/** Settings of Cilium, and what Dataplane V2 is. @see https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2 */
const SETTINGS: NativeSettings = {
  ipam: only(
    'kubernetes',
    "pods have addresses of the range that the VPC gives their node, which is ipam: 'kubernetes'",
  ),
  version: { instead: 'Google chooses its release' },
  replaceKubeProxy: only(true, 'Dataplane V2 translates Services itself, and there is no kube-proxy'),
  // https://cloud.google.com/kubernetes-engine/docs/how-to/enable-inter-node-transparent-encryption
  encryption: only('wireguard', "Dataplane V2 encrypts with 'wireguard' alone"),
  // https://cloud.google.com/kubernetes-engine/docs/how-to/configure-dpv2-observability
  hubble: {
    instead:
      "Dataplane V2 has Hubble's relay or none of it, without a web interface and with metrics of Google's choice",
    takes: value => value === false || showsFlows(value),
  },
  gatewayApi: only(false, "GKE's own controller implements the Gateway API, with classes of its own"),
  socketLoadBalancing: { instead: GOOGLES },
  exclusive: { instead: GOOGLES },
  prefixDelegation: only(false, 'nodes have ranges of the VPC'),
  routingMode: only('native', "the VPC knows the way to pods, which is routingMode: 'native'"),
  tunnelProtocol: { instead: 'there are no tunnels' },
  nodeCidrMaskSize: only(24, 'each node has a /24'),
  operatorReplicas: { instead: 'its operator is a part of the control plane' },
  clusterId: { instead: 'Dataplane V2 joins no mesh of clusters' },
  clusterName: { instead: 'Dataplane V2 joins no mesh of clusters' },
  values: { instead: GOOGLES },
};

/** Whether what is asked of Hubble is what the relay shows. */
function showsFlows(hubble: Data | undefined): boolean {
  if (hubble === null || typeof hubble !== 'object' || Array.isArray(hubble)) return hubble === true;
  const { relay = true, ui = false, metrics = [], ...others } = hubble as { readonly [setting: string]: Data };
  const none = Array.isArray(metrics) && metrics.length === 0;
  return relay === true && ui === false && none && Object.keys(others).length === 0;
}
