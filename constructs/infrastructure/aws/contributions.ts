import type { Decisions, Item } from '../../../lib/spi';
import { addonItems } from './addon-items';
import { nodePool } from './auto-mode';
import { basePorts, metricsPort, operatorPort } from './ports';
import type { EksProps } from './props';

/** What an EKS cluster has of its own: ports, add-ons and their identities, what nodes are told, node pools of Auto Mode. */
export function contributions(by: string, decisions: Decisions, props: EksProps): readonly Item[] {
  const { addons = {}, autoMode = false, privateAccess = [] } = props;
  return [
    ...(autoMode ? decisions.pools.map(pool => nodePool(by, pool)) : basePorts(by, decisions)),
    ...(privateAccess.length > 0 ? [operatorPort(by)] : []),
    ...('metrics-server' in addons && !autoMode ? [metricsPort(by)] : []),
    ...addonItems(by, decisions, { options: addons, autoMode }),
    ...nodeItems(by, decisions, props),
  ];
}

/** What nodes are told: the cluster's domain, where kubelets would tell pods another, and what the user has to say. */
function nodeItems(by: string, { addresses: { domain } }: Decisions, props: EksProps): Item[] {
  const common = { by, stage: 'nodes' } as const;
  const own = { ...(domain !== 'cluster.local' && !props.autoMode && { clusterDomain: domain }), ...props.kubelet };
  const because = 'kubelets are told what is set for all of them';
  return [
    ...(Object.keys(own).length > 0 ? [{ ...common, kind: 'kubelet', id: 'eks', because, spec: own } as const] : []),
    ...(props.nodeCommands ?? []).map(
      (run, place) =>
        ({
          ...common,
          kind: 'node-command',
          id: `eks-${place}`,
          because: "'nodeCommands' says so",
          spec: { run },
        }) as const,
    ),
  ];
}
