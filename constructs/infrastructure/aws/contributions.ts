import type { Decisions, Item } from '../../../lib/spi';
import { addonItems } from './addon-items';
import { nodePool } from './auto-mode';
import { basePorts, operatorPort } from './ports';
import type { EksProps } from './props';

/** What an EKS cluster has of its own: ports, add-ons and their identities, node pools of Auto Mode. */
export function contributions(by: string, decisions: Decisions, props: EksProps): readonly Item[] {
  const { addons = {}, autoMode = false, privateAccess = [] } = props;
  return [
    ...(autoMode ? decisions.pools.map(pool => nodePool(by, pool)) : basePorts(by, decisions)),
    ...(privateAccess.length > 0 ? [operatorPort(by)] : []),
    ...addonItems(by, decisions, { options: addons, autoMode }),
    ...(decisions.addresses.domain === 'cluster.local' || autoMode ? [] : [domain(by, decisions)]),
  ];
}

/** Kubelets tell pods which domain to search. */
function domain(by: string, { addresses }: Decisions): Item {
  return {
    kind: 'kubelet',
    id: 'cluster-domain',
    by,
    because: "pods find Services by short names in the cluster's own domain",
    stage: 'nodes',
    spec: { clusterDomain: addresses.domain },
  };
}
