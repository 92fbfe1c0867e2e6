import type { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { ContainerNodePool, type ContainerNodePoolConfig } from '@cdktf/provider-google/lib/container-node-pool';
import type { Pool } from '../../../lib/spi';
import { usualBootDisk } from './disk-rules';
import type { NodeAccount } from './iam';
import { nodeConfigOf } from './node-config';
import { nodesOf } from './place';
import type { GkeNodes } from './props';
import type { Site } from './site';
import { TerraformData } from './terraform-data';

/** What nodes stand on. The cluster comes after whatever else they need, and goes before it. */
export interface Ground {
  readonly cluster: ContainerCluster;
  readonly account: NodeAccount;
}

/** A node pool a pool. */
export function createNodePools(site: Site, ground: Ground): ContainerNodePool[] {
  return site.plan.pools.map(pool => createNodePool(site, ground, pool));
}

function createNodePool(site: Site, { cluster, account }: Ground, pool: Pool): ContainerNodePool {
  const stack = site.stack('nodes');
  const nodeConfig = nodeConfigOf(site, pool, site.carry('node-account-email', account.email, stack));
  const size = sizeOf(pool);
  return new ContainerNodePool(stack, `node-pool-${pool.name}`, {
    name: uniqueName(site, pool, nodeConfig),
    cluster: site.idIn(stack, cluster),
    location: site.location,
    maxPodsPerNode: pool.answer.maxPods,
    ...size,
    ...versionOf(site),
    upgradeSettings: upgradeSettings(pool, nodesOf(site.props, pool.name)),
    nodeConfig,
    lifecycle: {
      // Pods move to the new pool when what changes cannot be changed.
      createBeforeDestroy: true,
      // The autoscaler changes it later.
      ...(size.autoscaling && { ignoreChanges: ['initial_node_count'] }),
    },
  });
}

/** Arguments of `node_config` whose change makes another pool of it. */
const REPLACE = [
  'advancedMachineFeatures',
  'bootDiskKmsKey',
  'guestAccelerator',
  'localNvmeSsdBlockConfig',
  'shieldedInstanceConfig',
  'spot',
] as const;

/** The pool's name and something of its own, so that a pool and the one that replaces it can be there together. */
function uniqueName(
  site: Site,
  { name, answer }: Pool,
  nodeConfig: NonNullable<ContainerNodePoolConfig['nodeConfig']>,
): string {
  const decisive = REPLACE.flatMap(argument => {
    const value = nodeConfig[argument];
    return value === undefined ? [] : [[argument, value] as const];
  });
  const { arch, maxPods, type } = answer;
  // Google changes neither the processors' kind nor the boot disk's in place.
  const watched = { ...Object.fromEntries(decisive), arch, bootDisk: usualBootDisk(type), maxPods };
  const unique = new TerraformData(site.stack('nodes'), `node-pool-${name}`, watched);
  // Google takes 40 characters.
  return `${name.slice(0, 34).replace(/-+$/, '')}-${unique.suffix(5)}`;
}

type Size = Pick<ContainerNodePoolConfig, 'nodeLocations' | 'nodeCount' | 'initialNodeCount' | 'autoscaling'>;

/**
 * A pool's limits are totals, but Google starts with one number for each zone: as many as make what is desired, if that is not too
 * many. A fixed number that the zones cannot share equally is the autoscaler's to keep.
 */
function sizeOf(pool: Pool): Size {
  const { min, max, desired, spot } = pool;
  const nodeLocations = zonesOfPool(pool);
  const count = Math.max(1, nodeLocations.length);
  if (min === max && min % count === 0) return { nodeLocations, nodeCount: min / count };
  const perZone = Math.ceil(desired / count);
  return {
    nodeLocations,
    initialNodeCount: perZone * count <= max ? perZone : Math.floor(max / count),
    autoscaling: { totalMinNodeCount: min, totalMaxNodeCount: max, locationPolicy: spot ? 'ANY' : 'BALANCED' },
  };
}

/** Fewer machines than zones are in as many zones, one in each. Those of spot pools are wherever there are some. */
function zonesOfPool({ min, max, zones, spot }: Pool): string[] {
  return min === max && !spot ? zones.slice(0, min) : [...zones];
}

/** Nodes begin with the control plane's version and follow it, unless Google is to leave their exact version alone. */
function versionOf({ props }: Site): Pick<ContainerNodePoolConfig, 'version' | 'management'> {
  const exact = props.releaseChannel === 'none' ? props.version : undefined;
  return {
    ...(exact !== undefined && { version: exact }),
    management: { autoRepair: true, autoUpgrade: exact === undefined },
  };
}

/** @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies */
function upgradeSettings(
  { maxSurge = 1, maxUnavailable }: Pool,
  { upgrade }: GkeNodes,
): NonNullable<ContainerNodePoolConfig['upgradeSettings']> {
  if (upgrade?.strategy !== 'blue-green') {
    // One of both must be above 0.
    return { strategy: 'SURGE', maxSurge, maxUnavailable: maxUnavailable ?? (maxSurge === 0 ? 1 : 0) };
  }
  const { batch = 0.25, batchSoakSeconds = 60, soakSeconds = 3600 } = upgrade;
  return {
    strategy: 'BLUE_GREEN',
    blueGreenSettings: {
      nodePoolSoakDuration: `${soakSeconds}s`,
      standardRolloutPolicy: { batchPercentage: batch, batchSoakDuration: `${batchSoakSeconds}s` },
    },
  };
}
