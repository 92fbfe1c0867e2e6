import type { Adoption, Data, Item, ItemOf, Plugin, Provided } from '../../../lib/spi';
import { dataplaneItems, policyOffer } from './datapath-items';
import { CALICO } from './place';
import type { GkeProps } from './props';

type Settings = { readonly [setting: string]: Data };

/** Which values of a plugin's settings GKE has as well. */
type Honoured = { readonly [setting: string]: (value: Data) => boolean };

function honoured(settings: Settings, values: Honoured): string[] {
  return Object.entries(settings).flatMap(([setting, value]) => (values[setting]?.(value) ? [setting] : []));
}

/** Networks that GKE runs itself under another name, or lets be installed; it runs every pod network itself otherwise. */
export function adoptNetwork(plugin: Plugin, props: GkeProps): Adoption {
  if (plugin.name === 'cilium') return props.datapath === 'legacy' ? { as: 'install' } : adoptCilium(plugin, props);
  if (plugin.name === 'calico') return adoptCalico(plugin, props);
  return {
    as: 'refuse',
    code: 'GKE-02',
    because: `network '${plugin.name}' cannot be used on 'gke', which runs its own pod network`,
    fix: "remove 'network', or use Cilium or Calico as GKE has them",
  };
}

/** Dataplane V2 is Cilium as Google runs it. */
function adoptCilium({ name, settings }: Plugin, props: GkeProps): Adoption {
  const configuration = {
    ...(settings.encryption === 'wireguard' && { encryption: true }),
    ...(showsFlows(settings.hubble) && { relay: true }),
  };
  return {
    as: 'native',
    provides: [
      ...podNetwork('ebpf'),
      ...(settings.encryption === 'wireguard'
        ? [{ capability: 'network/encryption', value: 'wireguard' } as const]
        : []),
    ],
    items: dataplaneItems(name, props, configuration),
    honours: honoured(settings, CILIUM),
  };
}

/**
 * Values of Cilium's settings that Dataplane V2 has as well. It takes nodes' ranges from the control plane, a /24 each, and leaves the
 * way between them to the VPC; it encrypts with WireGuard, and shows flows in Hubble's relay. Its release, its name in a mesh of
 * clusters, where it balances sockets and what its chart would be told are Google's own affair.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2
 */
const CILIUM: Honoured = {
  ipam: value => value === 'kubernetes',
  replaceKubeProxy: value => value === true,
  // https://cloud.google.com/kubernetes-engine/docs/how-to/enable-inter-node-transparent-encryption
  encryption: value => value === 'wireguard',
  // https://cloud.google.com/kubernetes-engine/docs/how-to/configure-dpv2-observability
  hubble: value => value === false || showsFlows(value),
  // Gateways of the class 'cilium' are not those of GKE's own controller.
  gatewayApi: value => value === false,
  prefixDelegation: value => value === false,
  routingMode: value => value === 'native',
  nodeCidrMaskSize: value => value === 24,
};

/** Whether what is asked of Hubble is what the relay shows: no web interface, and no metrics of one's own choice. */
function showsFlows(hubble: Data | undefined): boolean {
  if (hubble === null || typeof hubble !== 'object' || Array.isArray(hubble)) return hubble === true;
  const { relay = true, ui = false, metrics = [], ...others } = hubble as Settings;
  const none = Array.isArray(metrics) && metrics.length === 0;
  return relay === true && ui === false && none && Object.keys(others).length === 0;
}

/** GKE installs and upgrades Calico for its policies, on the legacy datapath. */
function adoptCalico({ name, settings }: Plugin, { datapath }: GkeProps): Adoption {
  if (datapath === 'dataplane-v2') {
    return {
      as: 'refuse',
      code: 'GKE-01',
      because: "GKE enforces policies with Calico on its legacy datapath alone, and 'datapath' says 'dataplane-v2'",
      fix: "remove 'network', for Dataplane V2 enforces policies itself, or set datapath: 'legacy'",
    };
  }
  if (settings.dataplane === 'bpf') {
    return {
      as: 'refuse',
      code: 'GKE-05',
      because: "Calico's BPF dataplane does not run on GKE",
      fix: "drop dataplane: 'bpf', or remove 'network' for the BPF dataplane that GKE has",
    };
  }
  const addon: ItemOf<'addon'> = {
    kind: 'addon',
    id: CALICO,
    by: name,
    because: 'GKE installs Calico, which enforces network policies',
    stage: 'control-plane',
    spec: { name: CALICO },
  };
  const items: readonly Item[] = [addon, policyOffer(name, CALICO, ['NetworkPolicy'])];
  return {
    as: 'native',
    provides: [...podNetwork('iptables'), { capability: 'network/policy' }],
    items,
    honours: honoured(settings, CALICO_POLICY),
  };
}

/** Calico as GKE has it only enforces policies, with iptables: pods have their nodes' ranges, and packets travel as they are. */
const CALICO_POLICY: Honoured = {
  policyOnly: value => value === true,
  dataplane: value => value === 'iptables',
  encapsulation: value => value === 'None',
  ipam: value => value === 'host-local',
  bgp: value => value === false,
  apiServer: value => value === false,
  flowLogs: value => value === false,
  metrics: value => value === false,
};

/** Pods have the addresses of their nodes' alias ranges, which the VPC knows the way to. */
function podNetwork(services: 'ebpf' | 'iptables'): readonly Provided[] {
  return [
    { capability: 'network/pods', value: 'routed', exclusive: true },
    { capability: 'network/services', value: services, exclusive: true },
  ];
}
