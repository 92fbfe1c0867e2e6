import type { ItemOf, Peer } from './spi';

/** Ports of pods whose addresses are in the nodes' network, where the nodes' firewalls guard them too. */
export function routablePodPorts(by: string): readonly ItemOf<'port'>[] {
  const port = (id: string, from: Peer, to: Peer, because: string): ItemOf<'port'> => ({
    kind: 'port',
    id,
    by,
    because,
    stage: 'control-plane',
    spec: { from, to, protocol: 'all' },
  });
  return [
    port('pods-to-pods', 'pod', 'pod', 'pods talk to each other on any port, and network policies narrow it'),
    port('nodes-to-pods', 'node', 'pod', "nodes forward Services to pods, and the host network's pods are clients too"),
    port(
      'pods-to-nodes',
      'pod',
      'node',
      'pods reach node ports and the pods of the host network, on ports of their own choice',
    ),
  ];
}
