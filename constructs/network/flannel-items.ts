import { routablePodPorts } from '../../lib/routable-pods';
import type { Decisions, Item, ItemOf } from '../../lib/spi';
import { agentPorts } from './agent-ports';
import type { FlannelProps } from './flannel-props';

const NAME = 'flannel';

/**
 * What firewalls must let through.
 *
 * @see https://github.com/flannel-io/flannel/blob/v0.28.9/Documentation/backends.md
 */
export function ports(props: FlannelProps, decisions: Decisions): readonly Item[] {
  const { backend = 'vxlan', directRouting } = props;
  return [
    ...(backend === 'host-gw' ? [] : tunnels(backend, props, decisions)),
    ...(backend === 'host-gw' || directRouting ? routablePodPorts(NAME) : []),
  ];
}

function tunnels(backend: 'vxlan' | 'wireguard', props: FlannelProps, decisions: Decisions): readonly Item[] {
  // WireGuard listens on another port, 51821, for pods with IPv6 addresses only.
  const { port = backend === 'vxlan' ? 8472 : 51820 } = props;
  const because = `packets between pods travel in ${backend === 'wireguard' ? 'encrypted ' : ''}tunnels between nodes`;
  return agentPorts(NAME, { id: backend, protocol: 'udp', range: [port, port], because }, decisions);
}

/** The chart leaves the namespace to others, because Helm cannot label it. */
export const NAMESPACE: ItemOf<'object'> = {
  kind: 'object',
  id: 'namespace-kube-flannel',
  by: NAME,
  because: "its agents use the host's network and files, which Pod Security forbids elsewhere",
  stage: 'network',
  spec: {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'kube-flannel', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  },
};

const MODULE = {
  id: 'flannel-modules',
  by: NAME,
  because: 'its agents stop where the kernel does not show iptables what crosses a bridge',
  stage: 'control-plane',
} as const;

/** The command loads the module now, and the file whenever the machine starts again. */
export const BRIDGE_FILTER: readonly Item[] = [
  {
    kind: 'node-file',
    ...MODULE,
    spec: { path: '/etc/modules-load.d/flannel.conf', content: 'br_netfilter\n' },
  },
  {
    kind: 'node-command',
    ...MODULE,
    spec: { run: ['modprobe', 'br_netfilter'] },
  },
];
