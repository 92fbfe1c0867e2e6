import type { EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';
import type { Data, ItemOf, Pool, Taint } from '../../../lib/spi';
import { attachNodePolicies, machineRole } from './iam';
import type { Site } from './site';

/** What the cluster's role may do besides, so that EKS runs machines, disks, load balancers and addresses with it. */
export const AUTO_MODE_POLICIES = [
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

/** The three switches of EKS Auto Mode, which are thrown together, and the role of its nodes. */
export function autoMode(site: Site): Pick<EksClusterConfig, 'computeConfig' | 'storageConfig'> & {
  balancing: { elasticLoadBalancing: { enabled: boolean } };
  attachments: ReturnType<typeof attachNodePolicies>;
} {
  const node = machineRole(site, site.main);
  const policies = ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'];
  return {
    // The pool for the cluster's own pods is EKS's, and brings the NodeClass that other pools refer to.
    computeConfig: { enabled: true, nodePools: ['system'], nodeRoleArn: node.arn },
    storageConfig: { blockStorage: { enabled: true } },
    balancing: { elasticLoadBalancing: { enabled: true } },
    attachments: attachNodePolicies(site, node, policies),
  };
}

/**
 * A pool as EKS Auto Mode knows it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 */
export function nodePool(by: string, pool: Pool): ItemOf<'object'> {
  const taints = pool.taints.map(taint);
  const startupTaints = pool.startupTaints.map(taint);
  return {
    kind: 'object',
    id: `node-pool-${pool.name}`,
    by,
    because: 'EKS Auto Mode starts machines for pods as its node pools allow',
    stage: 'platform',
    spec: {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: pool.name },
      spec: {
        ...size(pool),
        template: {
          ...(Object.keys(pool.labels).length > 0 && { metadata: { labels: pool.labels } }),
          spec: {
            nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'default' },
            requirements: requirements(pool),
            ...(taints.length > 0 && { taints }),
            ...(startupTaints.length > 0 && { startupTaints }),
          },
        },
      },
    },
  };
}

/** A fixed number of nodes, or as many as pods need up to a limit. */
function size(pool: Pool): { readonly [field: string]: Data } {
  const { min, max, maxUnavailable, answer } = pool;
  const budgets = [{ nodes: String(maxUnavailable ?? 1) }];
  if (min === max)
    return { replicas: max, limits: { nodes: max + 1 }, disruption: { consolidateAfter: 'Never', budgets } };
  return {
    limits: { cpu: String(max * answer.cpu), memory: `${max * answer.memoryGiB}Gi` },
    disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '30s', budgets },
  };
}

function requirements(pool: Pool): readonly Data[] {
  const oneOf = (key: string, ...values: string[]) => ({ key, operator: 'In', values });
  return [
    oneOf('node.kubernetes.io/instance-type', pool.answer.type),
    oneOf('kubernetes.io/arch', pool.arch),
    oneOf('karpenter.sh/capacity-type', pool.spot ? 'spot' : 'on-demand'),
    // Of subnets in zones that nobody tells, any will do.
    ...(pool.zones.length > 0 ? [oneOf('topology.kubernetes.io/zone', ...pool.zones)] : []),
  ];
}

function taint({ key, value, effect }: Taint): Data {
  return { key, ...(value !== undefined && { value }), effect };
}
