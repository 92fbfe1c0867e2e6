import { routablePodPorts } from '../../lib/routable-pods';
import type { Decisions, Item, ItemOf, Peer } from '../../lib/spi';
import { agentPorts, type AgentConnection } from './agent-ports';
import { encapsulationsOn, isEks, isSeen, speaksBgp } from './calico-place';
import type { CalicoProps } from './calico-props';
import { METRICS } from './calico-values';

const NAME = 'calico';

/**
 * What firewalls must let through.
 *
 * @see https://docs.tigera.io/calico/latest/getting-started/kubernetes/requirements#network-requirements
 */
export function ports(props: CalicoProps, decisions: Decisions): readonly Item[] {
  return [
    ...betweenNodes(props, decisions).flatMap(each => agentPorts(NAME, each, decisions)),
    ...(isSeen(props, decisions) ? routablePodPorts(NAME) : []),
    ...((props.apiServer ?? true) && decisions.has('nodes/managed') ? [apiServerPort(props, decisions)] : []),
  ];
}

function betweenNodes(props: CalicoProps, decisions: Decisions): AgentConnection[] {
  const { dataplane, encryption, metrics } = props;
  const encapsulations = encapsulationsOn(props, decisions);
  const wraps = (by: 'VXLAN' | 'IPIP') => encapsulations.some(each => each.startsWith(by));
  const tcp = (id: string, port: number, because: string): AgentConnection => ({
    id,
    protocol: 'tcp',
    range: [port, port],
    because,
  });
  const udp = (id: string, port: number, because: string): AgentConnection => ({
    ...tcp(id, port, because),
    protocol: 'udp',
  });
  const vxlan = wraps('VXLAN')
    ? 'packets between pods travel in tunnels between nodes'
    : 'nodes pass on to each other what comes in by node ports';
  return [
    tcp('typha', 5473, 'agents learn from Typha, which runs on some of the nodes, what is in the cluster'),
    ...(wraps('VXLAN') || dataplane === 'bpf' ? [udp('vxlan', 4789, vxlan)] : []),
    ...(wraps('IPIP')
      ? [{ id: 'ipip', protocol: 'ipip', because: 'packets between pods travel inside those between nodes' } as const]
      : []),
    ...(speaksBgp(props, decisions) ? [tcp('bgp', 179, 'nodes tell each other the way to pods')] : []),
    ...(encryption ? [udp('wireguard', 51820, 'agents encrypt traffic between nodes with WireGuard')] : []),
    ...(metrics
      ? [
          tcp('metrics', METRICS.node, "Prometheus collects the agents' metrics"),
          tcp('typha-metrics', METRICS.typha, "Prometheus collects Typha's metrics"),
        ]
      : []),
  ];
}

/** The operator gives the API server the network of its node where the control plane would not reach its pod. */
function apiServerPort({ policyOnly }: CalicoProps, decisions: Decisions): ItemOf<'port'> {
  const to: Peer = isEks(decisions) && !policyOnly ? 'node' : 'pod';
  return {
    kind: 'port',
    id: `${NAME}-api-server`,
    by: NAME,
    because: "the Kubernetes API server passes on to Calico's what is asked of projectcalico.org",
    stage: 'control-plane',
    spec: { from: 'control-plane', to, protocol: 'tcp', range: [5443, 5443] },
  };
}

/** The id of the agents' identity. */
export const AGENT = 'calico-node';

/** The identity with which each agent has AWS let through packets with pods' addresses. */
export function agentIdentity(): Item {
  const check = 'its agents tell AWS not to drop packets that are from pods, and not from machines';
  return {
    kind: 'identity',
    id: AGENT,
    by: NAME,
    because: check,
    stage: 'control-plane',
    spec: {
      namespace: 'calico-system',
      serviceAccount: 'calico-node',
      grants: {
        aws: {
          statements: [
            { sid: 'Read', actions: ['ec2:DescribeInstances'] },
            {
              sid: 'Interfaces',
              actions: ['ec2:ModifyNetworkInterfaceAttribute'],
              resources: ['arn:{partition}:ec2:{region}:*:network-interface/*'],
            },
          ],
        },
      },
    },
  };
}

/** Keeps NetworkManager, where a machine has it, from taking over what agents make. */
export function networkManagerFile(): ItemOf<'node-file'> {
  const devices = ['cali*', 'tunl*', 'vxlan.calico', 'vxlan-v6.calico', 'wireguard.cali', 'wg-v6.cali'];
  const content = `[keyfile]\nunmanaged-devices=${devices.map(each => `interface-name:${each}`).join(';')}\n`;
  return {
    kind: 'node-file',
    id: 'calico-network-manager',
    by: NAME,
    because: 'NetworkManager, where there is one, would change the routes of interfaces that agents make',
    stage: 'nodes',
    spec: { path: '/etc/NetworkManager/conf.d/calico.conf', content },
  };
}
