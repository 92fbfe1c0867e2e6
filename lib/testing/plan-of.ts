import { plan, type Planned } from '../plan';
import type { ClusterSpec } from '../plan/props';
import { CONTRACT, type Delivery, type Infrastructure } from '../spi';

/** A cluster's spec; what is left out is filled with something small. */
export interface PlanOf extends Partial<Omit<ClusterSpec, 'infrastructure'>> {
  readonly infrastructure: Infrastructure;
  /** @default 'test' */
  readonly name?: string;
}

/**
 * Plans a cluster of Kubernetes 1.36 with one small pool, without constructs. Releases and objects go to a delivery that takes
 * everything, unless `deliveries` says otherwise.
 */
export function planOf({ name = 'test', ...given }: PlanOf): Planned {
  const spec: ClusterSpec = {
    kubernetes: '1.36',
    pools: [{ name: 'general', cpu: 2, memoryGiB: 8, min: 1, max: 3 }],
    ...given,
  };
  return plan({ name, path: name, spec, deliveries: spec.deliveries ?? [takesEverything] });
}

const takesEverything: Delivery = {
  contract: CONTRACT,
  socket: 'delivery',
  name: 'test-delivery',
  settings: {},
  reach: 'operator',
  provides: () => [],
  contribute: () => [],
  consumes: item => (item.kind === 'helm-release' || item.kind === 'object' ? true : undefined),
  deliver: () => undefined,
};
