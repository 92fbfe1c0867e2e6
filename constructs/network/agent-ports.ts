import type { Decisions, Item, Peer, Port } from '../../lib/spi';

/** A connection between the agents of a network, of which every node runs one. */
export interface AgentConnection extends Omit<Port, 'from' | 'to'> {
  /** Unique within the network. */
  readonly id: string;
  readonly because: string;
}

/** The ports of a connection: between nodes, and the machines of a control plane that is the user's own, where agents run too. */
export function agentPorts(
  by: string,
  { id, because, ...connection }: AgentConnection,
  decisions: Pick<Decisions, 'has'>,
): readonly Item[] {
  const ends: readonly (readonly [Peer, Peer])[] = decisions.has('nodes/managed')
    ? [['node', 'node']]
    : [
        ['node', 'node'],
        ['node', 'control-plane'],
        ['control-plane', 'node'],
        ['control-plane', 'control-plane'],
      ];
  return ends.map(([from, to]) => {
    const way = from === 'node' && to === 'node' ? '' : `-${String(from)}-to-${String(to)}`;
    return {
      kind: 'port',
      id: `${by}-${id}${way}`,
      by,
      because,
      stage: 'control-plane',
      spec: { from, to, ...connection },
    };
  });
}
