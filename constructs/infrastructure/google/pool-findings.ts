import type { Data, Decisions, Finding, Pool } from '../../../lib/spi';
import { nodesOf } from './place';
import type { GkeNodes, GkeProps } from './props';

/** GKE upgrades so many nodes of a pool at once at most. @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies */
const MOST_AT_ONCE = 20;

/** The least root disk of a node, in GiB. */
const LEAST_DISK_GIB = 10;

/** What a pool asks for that a node pool of GKE's cannot do. */
export function poolFindings(pool: Pool, { cluster }: Pick<Decisions, 'cluster'>, props: GkeProps): Finding[] {
  const nodes = nodesOf(props, pool.name);
  const at = `pools/${pool.name}`;
  const findings: Finding[] = [];
  const refuse = (prop: string, value: Data, because: string, fix: string) =>
    findings.push({ at: `${at}/${prop}`, value, because, fix });
  if (pool.kubernetes !== cluster.kubernetes) {
    const because = `GKE brings nodes to the control plane's minor, ${cluster.kubernetes}, itself`;
    refuse('kubernetes', pool.kubernetes, because, "remove the pool's 'kubernetes'");
  }
  if (pool.max < 1) refuse('max', pool.max, 'a node pool has room for one node at least', "raise 'max'");
  if (pool.diskGiB !== undefined && pool.diskGiB < LEAST_DISK_GIB) {
    const because = `nodes have a root disk of ${LEAST_DISK_GIB} GiB at least`;
    refuse('diskGiB', pool.diskGiB, because, "raise 'diskGiB', or remove it");
  }
  return [...findings, ...upgradeFindings(pool, nodes), ...markFindings(pool), ...hugepageFindings(pool, nodes)];
}

function upgradeFindings({ name, maxSurge, maxUnavailable }: Pool, { upgrade }: GkeNodes): Finding[] {
  const at = `pools/${name}`;
  if (upgrade?.strategy === 'blue-green') {
    return Object.entries({ maxSurge, maxUnavailable })
      .filter(([, value]) => value !== undefined)
      .map(([prop, value]) => ({
        at: `${at}/${prop}`,
        value,
        because: `'${prop}' is about surge upgrades, and its nodes are replaced blue-green`,
        fix: `remove '${prop}', or set 'batch' of 'upgrade'`,
      }));
  }
  if (maxSurge === 0 && maxUnavailable === 0) {
    const because = 'nodes could neither be added nor taken away while the pool is upgraded';
    return [{ at: `${at}/maxSurge`, value: 0, because, fix: "raise 'maxSurge' or 'maxUnavailable'" }];
  }
  const together = (maxSurge ?? 1) + (maxUnavailable ?? 0);
  if (together <= MOST_AT_ONCE) return [];
  const because = `GKE upgrades ${MOST_AT_ONCE} nodes of a pool at once at most, 'maxSurge' and 'maxUnavailable' together`;
  const prop = maxSurge === undefined ? 'maxUnavailable' : 'maxSurge';
  return [{ at: `${at}/${prop}`, value: together, because, fix: 'lower one of the two' }];
}

function markFindings({ name, labels }: Pool): Finding[] {
  return Object.keys(labels)
    .filter(isReserved)
    .map(key => ({
      at: `pools/${name}/labels`,
      value: key,
      because: `GKE takes no label '${key}' for nodes: its prefix is reserved`,
      fix: 'choose another prefix',
    }));
}

/**
 * Whether Kubernetes keeps a label's prefix to itself. Two of its own are for everybody.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
 */
function isReserved(label: string): boolean {
  const [prefix = '', key] = label.split('/');
  if (key === undefined || /(^|\.)(node|kubelet)\.kubernetes\.io$/.test(prefix)) return false;
  return /(^|\.)(kubernetes|k8s)\.io$/.test(prefix);
}

/** The part of a machine's memory that huge pages may take: less of small machines. */
const partOf = (memoryGiB: number) => (memoryGiB < 30 ? 0.6 : 0.8);

/** @see https://cloud.google.com/kubernetes-engine/docs/how-to/node-system-config#huge-page-options */
function hugepageFindings({ name, answer }: Pool, { hugepages = {} }: GkeNodes): Finding[] {
  const asked = (hugepages['2Mi'] ?? 0) / 512 + (hugepages['1Gi'] ?? 0);
  const most = answer.memoryGiB * partOf(answer.memoryGiB);
  if (asked <= most) return [];
  return [
    {
      at: `pools/${name}`,
      value: asked,
      because: `GKE sets ${partOf(answer.memoryGiB) * 100} % of the memory of '${answer.type}' aside for huge pages at most, and ${asked} of ${answer.memoryGiB} GiB are asked for`,
      fix: "ask for fewer 'hugepages', or for more 'memoryGiB'",
    },
  ];
}

/** Pools that `pools` of the infrastructure speaks of, and that there are not. */
export function strangerFindings({ pools = {} }: GkeProps, names: readonly string[]): Finding[] {
  return Object.keys(pools)
    .filter(name => !names.includes(name))
    .map(name => ({
      at: `infrastructure/pools/${name}`,
      value: name,
      because: `the cluster has no pool '${name}'`,
      fix: `name one of ${names.join(', ')}`,
    }));
}

/** Add-ons run on nodes like other pods, and wait where none lets them. */
export function homeFindings(pools: readonly Pool[]): Finding[] {
  if (pools.length === 0 || pools.some(isHome)) return [];
  const because = "'gke' runs its own pods (DNS, metrics) on nodes without GPUs and taints, and no pool always has one";
  return [{ at: 'pools', because, fix: "add a pool without GPUs and taints, and with a 'min' of at least 1" }];
}

function isHome({ answer, min, taints }: Pool): boolean {
  return answer.gpu === 0 && min > 0 && taints.every(({ effect }) => effect === 'PreferNoSchedule');
}

/** GKE keeps pods off nodes with Arm processors that do not say that they can run there. */
export function armFindings(pools: readonly Pool[]): Finding[] {
  return pools
    .filter(({ answer }) => answer.arch === 'arm64')
    .map(({ name, answer }) => ({
      at: `pools/${name}`,
      value: answer.type,
      because: 'GKE itself puts the taint kubernetes.io/arch=arm64:NoSchedule on nodes with Arm processors',
      fix: 'select kubernetes.io/arch: arm64 and tolerate the taint in pods for it, then acknowledge GKE-ARM',
    }));
}
