import type { Adoption, ItemOf, Plugin, Provided } from '../../../lib/spi';
import { podNetwork, policyOffer } from './datapath-items';
import { carriedOut, only, type NativeSettings } from './native-settings';
import { CALICO } from './place';
import type { GkeProps } from './props';

/** GKE installs and upgrades Calico for its policies, on the legacy datapath. */
export function adoptCalico(plugin: Plugin, { datapath }: GkeProps): Adoption {
  if (datapath === 'dataplane-v2') {
    return {
      as: 'refuse',
      code: 'GKE-01',
      because: "GKE enforces policies with Calico on its legacy datapath alone, and 'datapath' says 'dataplane-v2'",
      fix: "remove 'network', for Dataplane V2 enforces policies itself, or set datapath: 'legacy'",
    };
  }
  if (plugin.settings.dataplane === 'bpf') {
    return {
      as: 'refuse',
      code: 'GKE-05',
      because: "Calico's BPF dataplane does not run on GKE",
      fix: "drop dataplane: 'bpf', or remove 'network' for the eBPF that GKE has, Dataplane V2",
    };
  }
  const addon: ItemOf<'addon'> = {
    kind: 'addon',
    id: CALICO,
    by: plugin.name,
    because:
      'GKE installs Calico, which enforces policies on the legacy datapath, and a cluster keeps the datapath it was made with',
    stage: 'control-plane',
    spec: { name: CALICO },
  };
  return {
    as: 'native',
    provides: [...supplied(datapath), { capability: 'network/policy' }],
    items: [addon, policyOffer(plugin.name, CALICO, ['NetworkPolicy'])],
    ...carriedOut(plugin, SETTINGS),
  };
}

/** On a datapath that was said to be the legacy one, kube-proxy is there already. */
function supplied(datapath: GkeProps['datapath']): readonly Provided[] {
  return podNetwork('iptables').filter(({ capability }) => !datapath || capability !== 'network/services');
}

const GOOGLES = 'Google installs it with values of its own';
const RANGES = 'pods have addresses of the range that the VPC gives their node';

/** Settings of Calico, and what GKE has of it. @see https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy */
const SETTINGS: NativeSettings = {
  policyOnly: only(true, 'it only enforces policies'),
  version: { instead: 'Google chooses its release' },
  dataplane: only('iptables', "it programs rules of 'iptables'"),
  encapsulation: only('None', "the VPC knows the way to pods, which is encapsulation: 'None'"),
  pools: { instead: RANGES },
  ipam: only('host-local', `${RANGES}, which is ipam: 'host-local'`),
  bgp: only(false, 'nodes speak no BGP'),
  encryption: { instead: 'only Dataplane V2 encrypts, which Cilium asks for' },
  mtu: { instead: 'packets are as large as those of the VPC' },
  apiServer: only(false, "Calico's API server is not installed"),
  flowLogs: only(false, 'Goldmane and Whisker are not installed'),
  metrics: only(false, GOOGLES),
  controlPlaneReplicas: { instead: "Calico's API server is not installed" },
  values: { instead: GOOGLES },
};
