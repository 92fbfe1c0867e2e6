import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { ITerraformDependable } from 'cdktf';
import { Token } from 'cdktf';
import type { Pool, Taint } from '../../../lib/spi';
import { attachNodePolicies, machineRole } from './iam';
import { launchTemplate } from './launch-template';
import type { Network } from './network';
import type { Firewall } from './security';
import type { Site } from './site';

/** What nodes are made from, and what must be there before them. */
export interface Ground {
  readonly network: Network;
  readonly firewall: Firewall;
  readonly cluster: EksCluster;
  /** What a node needs to become Ready. */
  readonly before: readonly ITerraformDependable[];
}

/** A managed node group a pool. */
export function createNodeGroups(site: Site, ground: Ground): EksNodeGroup[] {
  const stack = site.stack('nodes');
  const { role: own, attachments } = nodeRole(site);
  // A node that starts before its permissions, its network or a way out never becomes Ready, and its group fails with it.
  const before = site.here(
    [...ground.before, ...ground.firewall.rules, ...ground.network.wayOut, ...attachments],
    stack,
  );
  return site.plan.pools.map(pool => createNodeGroup(site, ground, pool, own, before));
}

/** What every node may do. Pods have roles of their own. @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html */
const NODE_POLICIES = [
  'AmazonEKSWorkerNodePolicy',
  'AmazonEC2ContainerRegistryPullOnly',
  // Sessions by Systems Manager instead of SSH.
  'AmazonSSMManagedInstanceCore',
];

function nodeRole(site: Site): { role: IamRole; attachments: ITerraformDependable[] } {
  const own = machineRole(site, site.stack('nodes'));
  return { role: own, attachments: attachNodePolicies(site, own, NODE_POLICIES) };
}

function createNodeGroup(
  site: Site,
  ground: Ground,
  pool: Pool,
  own: IamRole,
  before: ITerraformDependable[],
): EksNodeGroup {
  const stack = site.stack('nodes');
  const template = launchTemplate(site, ground.firewall, pool);
  const taints = [...pool.taints, ...pool.startupTaints];
  return new EksNodeGroup(stack, `node-group-${pool.name}`, {
    clusterName: site.clusterNameIn(stack, ground.cluster),
    // The provider takes 37 characters, and adds 26 that no other group has.
    nodeGroupNamePrefix: `${pool.name.slice(0, 36)}-`,
    nodeRoleArn: own.arn,
    subnetIds: ground.network.nodeSubnetIds(pool.zones, stack),
    version: pool.kubernetes,
    amiType: pool.answer.image,
    capacityType: pool.spot ? 'SPOT' : 'ON_DEMAND',
    launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
    scalingConfig: { minSize: pool.min, maxSize: pool.max, desiredSize: pool.desired },
    updateConfig: { maxUnavailable: pool.maxUnavailable ?? 1 },
    ...(Object.keys(pool.labels).length > 0 && { labels: { ...pool.labels } }),
    ...(taints.length > 0 && { taint: taints.map(toTaint) }),
    lifecycle: {
      // Pods move to the new group when zones, images or spot change what cannot be changed.
      createBeforeDestroy: true,
      // An autoscaler changes it later.
      ignoreChanges: ['scaling_config[0].desired_size'],
    },
    dependsOn: before,
  });
}

const EFFECTS = { NoSchedule: 'NO_SCHEDULE', PreferNoSchedule: 'PREFER_NO_SCHEDULE', NoExecute: 'NO_EXECUTE' };

function toTaint({ key, value, effect }: Taint): { key: string; value?: string; effect: string } {
  return { key, ...(value && { value }), effect: EFFECTS[effect] };
}
