import type { Data, Finding, Minor, Pool } from '../../../lib/spi';

/**
 * The pool inside the cluster resource itself: the first without GPUs, because the service's own pods (DNS, network) live there and
 * GPU nodes are tainted.
 */
export function defaultPool(pools: readonly Pool[]): Pool | undefined {
  return pools.find(pool => pool.answer.gpu === 0) ?? pools[0];
}

/** The cluster's own pool takes another name in place, and keeps its nodes, while its machines are the same. */
export function heirOf(pool: Pool, before: readonly Pool[], now: readonly Pool[]): Pool | undefined {
  const heir = defaultPool(now);
  return pool.name === defaultPool(before)?.name && heir?.answer.type === pool.answer.type ? heir : undefined;
}

/** Nodes that a surge upgrade adds to a pool. */
const SURGE = 10;

export interface PoolQuestion {
  readonly pool: Pool;
  readonly kubernetes: Minor;
  readonly surgeUpgrade: boolean;
}

/** What a pool asks for that the service does not have. */
export function poolFindings({ pool, kubernetes, surgeUpgrade }: PoolQuestion): readonly Finding[] {
  const at = `pools/${pool.name}`;
  const surge = surgeUpgrade ? SURGE : 0;
  const refuse = (setting: string, value: Data, because: string, fix: string): Finding => ({
    at: `${at}/${setting}`,
    value,
    because,
    fix,
  });
  const { spot, maxSurge, maxUnavailable } = pool;
  return [
    ...(spot ? [refuse('spot', true, 'DigitalOcean has no spot machines', "remove 'spot'")] : []),
    ...(maxSurge === undefined || maxSurge === surge
      ? []
      : [refuse('maxSurge', maxSurge, surgeOf(surgeUpgrade), `remove 'maxSurge', or say ${surge}`)]),
    ...(maxUnavailable === undefined
      ? []
      : [refuse('maxUnavailable', maxUnavailable, drains, "remove 'maxUnavailable', and use PodDisruptionBudgets")]),
    ...(pool.kubernetes === kubernetes
      ? []
      : [refuse('kubernetes', pool.kubernetes, oneVersion(kubernetes), "remove the pool's 'kubernetes'")]),
    ...ownLabels(pool).map(key => refuse(`labels/${key}`, key, reservedLabel(key), 'choose another prefix')),
  ];
}

const ownLabels = (pool: Pool) => Object.keys(pool.labels).filter(key => key.startsWith('doks.digitalocean.com/'));

const surgeOf = (enabled: boolean) =>
  enabled
    ? `'doks' adds up to ${SURGE} nodes to any pool that it upgrades, and no other number`
    : "'doks' adds no nodes while 'surgeUpgrade' is false";
const drains = "'doks' itself decides how many nodes it drains at once";
const oneVersion = (kubernetes: Minor) => `'doks' keeps nodes at the control plane's version, ${kubernetes}`;
const reservedLabel = (key: string) => `'doks' sets labels like '${key}' itself`;

/** A cluster whose own pods have nowhere to run. */
export function homelessFindings(pools: readonly Pool[]): readonly Finding[] {
  if (pools.length === 0 || pools.some(pool => pool.answer.gpu === 0 && pool.min > 0 && !keepsOff(pool))) return [];
  const because =
    "'doks' runs its own pods (DNS, network) on nodes without GPUs and taints, and no pool always has one";
  return [{ at: 'pools', because, fix: "add a pool without GPUs and taints, and with a 'min' of at least 1" }];
}

/** Whether pods that tolerate nothing stay off a pool. */
function keepsOff({ taints }: Pool): boolean {
  return taints.some(({ effect }) => effect !== 'PreferNoSchedule');
}
