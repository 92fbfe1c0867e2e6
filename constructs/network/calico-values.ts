import type { Data, Decisions } from '../../lib/spi';
import {
  dataplaneOn,
  fewestNodes,
  isEks,
  needsForeignPackets,
  poolsOn,
  speaksBgp,
  type FullPool,
} from './calico-place';
import type { CalicoProps } from './calico-props';
import { merge, valueAt, type Values } from './chart-values';

/** What Tenon sets in the chart; the user's own values come over it. */
export function tenonValues(props: CalicoProps, decisions: Decisions): Values {
  const { apiServer = true, flowLogs = false, dataplane } = props;
  const felix = felixConfiguration(props, decisions);
  return {
    // Its own release brings them, and two who write them would undo each other's work.
    manageCRDs: false,
    apiServer: { enabled: apiServer },
    goldmane: { enabled: flowLogs },
    // Its page would ask the makers' servers for news.
    whisker: { enabled: flowLogs, ...(flowLogs && { notifications: 'Disabled' }) },
    installation: installation(props, decisions),
    ...(felix && { defaultFelixConfiguration: { enabled: true, ...felix } }),
    // Agents that stand in for kube-proxy reach the API server by its own name, before there is a cluster DNS to ask for it.
    ...(dataplane === 'bpf' && {
      kubernetesServiceEndpoint: { host: { $fact: 'endpoint/host' }, port: { $fact: 'endpoint/port' } },
      dnsPolicy: 'Default',
    }),
  };
}

/** What the release is installed with. */
export function chartValues(props: CalicoProps, decisions: Decisions): Values {
  return merge(tenonValues(props, decisions), props.values ?? {});
}

const DATAPLANES = { iptables: 'Iptables', nftables: 'Nftables', bpf: 'BPF' };

/** The spec of the `Installation`, below the key that has the chart make it. */
function installation(props: CalicoProps, decisions: Decisions): Values {
  const dataplane = dataplaneOn(props, decisions);
  return {
    enabled: true,
    ...(isEks(decisions) && { kubernetesProvider: 'EKS' }),
    cni: cni(props),
    calicoNetwork: {
      linuxDataplane: DATAPLANES[dataplane],
      bgp: speaksBgp(props, decisions) ? 'Enabled' : 'Disabled',
      ...(!props.policyOnly && { ipPools: poolsOn(props, decisions, decisions.addresses.pods).map(toPool) }),
      ...(props.mtu !== undefined && { mtu: props.mtu }),
    },
    controlPlaneReplicas: props.controlPlaneReplicas ?? (fewestNodes(decisions) <= 1 ? 1 : 2),
    // Its place is read-only on some systems, and only a sidecar of Calico's own needs it.
    flexVolumePath: 'None',
    ...(props.metrics && { nodeMetricsPort: METRICS.node, typhaMetricsPort: METRICS.typha }),
  };
}

/** Ports of nodes that serve metrics. */
export const METRICS = { node: 9091, typha: 9093 };

function cni({ policyOnly, ipam }: CalicoProps): Values {
  if (policyOnly) return { type: 'AmazonVPC', ipam: { type: 'AmazonVPC' } };
  return { type: 'Calico', ipam: { type: ipam === 'host-local' ? 'HostLocal' : 'Calico' } };
}

function toPool({ name, natOutgoing, ...pool }: FullPool): Data {
  return { ...(name && { name }), ...pool, natOutgoing: natOutgoing ? 'Enabled' : 'Disabled' };
}

/** The spec of the `FelixConfiguration` named `default`; `undefined` where it is left to the operator. */
function felixConfiguration(props: CalicoProps, decisions: Decisions): Values | undefined {
  const spec: Values = {
    ...(props.encryption && { wireguardEnabled: true }),
    ...(needsForeignPackets(props, decisions) && { awsSrcDstCheck: 'Disable' }),
    ...(props.dataplane === 'bpf' && isRedirected(decisions) && { bpfConnectTimeLoadBalancing: 'Disabled' }),
  };
  // Without 'enabled' the chart says nothing of what the user gives for it.
  const given = valueAt(props.values ?? {}, 'defaultFelixConfiguration');
  return Object.keys(spec).length > 0 || given !== undefined ? spec : undefined;
}

/** Whether sidecars or sandboxes must see a Service's address, and not that of the pod that was chosen for it. */
function isRedirected({ plugins }: Decisions): boolean {
  return plugins.some(({ socket }) => socket === 'mesh' || socket === 'sandbox');
}
