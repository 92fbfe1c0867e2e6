import type { Finding, Pool } from '../../../lib/spi';
import type { EksProps } from './props';

/** EKS updates so many nodes of a group at once at most. */
const MOST_AT_ONCE = 100;

/** What a pool asks for that a managed node group cannot do. */
export function poolFindings(pool: Pool, { network, autoMode }: EksProps, zones: readonly string[]): Finding[] {
  if (autoMode) return [];
  const at = `pools/${pool.name}`;
  const { maxSurge, maxUnavailable, max, labels } = pool;
  const findings: Finding[] = [];
  if (maxSurge !== undefined) {
    const because = 'a managed node group decides itself how many machines it adds while it is updated';
    findings.push({
      at: `${at}/maxSurge`,
      value: maxSurge,
      because,
      fix: "remove 'maxSurge', and set 'maxUnavailable' to update faster",
    });
  }
  if (maxUnavailable !== undefined && (maxUnavailable < 1 || maxUnavailable > MOST_AT_ONCE)) {
    const because = `a managed node group updates 1 to ${MOST_AT_ONCE} nodes at once`;
    findings.push({
      at: `${at}/maxUnavailable`,
      value: maxUnavailable,
      because,
      fix: "choose another number, or remove 'maxUnavailable'",
    });
  }
  if (max < 1)
    findings.push({
      at: `${at}/max`,
      value: max,
      because: 'a managed node group has room for one node at least',
      fix: "raise 'max'",
    });
  if (network && Array.isArray(network.privateSubnetIds) && pool.zones.length < zones.length) {
    const because = 'it is not known which of the existing subnets is in which zone';
    findings.push({
      at: `${at}/zones`,
      value: [...pool.zones],
      because,
      fix: "give 'network.privateSubnetIds' by zone, or remove 'zones'",
    });
  }
  for (const key of Object.keys(labels).filter(key => key.startsWith('eks.amazonaws.com/'))) {
    findings.push({
      at: `${at}/labels`,
      value: key,
      because: `EKS sets labels like '${key}' itself`,
      fix: 'choose another prefix',
    });
  }
  return findings;
}

/** Add-ons that run on nodes count as installed only once their pods do, and Terraform waits for that. */
export function homeFindings(pools: readonly Pool[], bringsDns: boolean): Finding[] {
  const isHome = ({ desired, taints }: Pool) =>
    desired > 0 && taints.every(({ effect }) => effect === 'PreferNoSchedule');
  if (!bringsDns || pools.length === 0 || pools.some(isHome)) return [];
  const because = 'cluster DNS has nowhere to run: every pool begins without nodes, or has a taint';
  return [{ at: 'pools', because, fix: "add a pool without taints, with a 'min' of 1 at least" }];
}
