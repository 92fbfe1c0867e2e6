import { Eks, type EksProps } from 'tenon/aws';
import { Cilium } from 'tenon/network';
import { CloudDisk, CloudFiles } from 'tenon/storage';
import { planOf, type PlanOf } from 'tenon/testing';
import { before, resources, type Given } from './synthesized';

const pools = [{ name: 'general', cpu: 2, memoryGiB: 8, min: 0, max: 3 }];
const auto = (given: Given = {}) => resources({ pools, ...given, eks: { autoMode: true, ...given.eks } });
const planned = (spec: Partial<PlanOf> = {}, eks: Partial<EksProps> = {}) =>
  planOf({ infrastructure: new Eks({ region: 'eu-central-1', autoMode: true, ...eks }), pools, ...spec });
const problemsOf = (spec: Partial<PlanOf> = {}, eks: Partial<EksProps> = {}) =>
  planned(spec, eks).problems.map(({ path, because }) => `${path}: ${because}`);
const objects = (spec: Partial<PlanOf> = {}) =>
  planned(spec).plan?.items.flatMap(item =>
    item.kind === 'object' && item.spec.kind === 'NodePool' ? [item.spec] : [],
  );

describe('EKS Auto Mode', () => {
  it('throws its three switches together', () => {
    const cluster = auto()['aws_eks_cluster.cluster'];
    expect(cluster).toMatchObject({
      bootstrap_self_managed_addons: false,
      compute_config: { enabled: true, node_pools: ['system'], node_role_arn: '${aws_iam_role.role-node.arn}' },
      kubernetes_network_config: { elastic_load_balancing: { enabled: true } },
      storage_config: { block_storage: { enabled: true } },
    });
  });

  it('has neither node groups nor add-ons for what it does itself', () => {
    const all = auto({ storage: [new CloudDisk({ name: 'fast' })] });
    expect(Object.keys(all).filter(each => /node_group|launch_template|addon/.test(each))).toEqual([]);
  });

  it('starts machines in subnets with a way out, once that is there', () => {
    const all = auto();
    expect(all['aws_eks_cluster.cluster']?.vpc_config).toMatchObject({
      subnet_ids: ['a', 'b', 'c'].map(zone => `\${aws_subnet.private-${zone}.id}`),
    });
    expect(Object.keys(all).filter(each => each.includes('intra'))).toEqual([]);
    const needed = [...before(all, 'aws_eks_cluster.cluster')];
    expect(needed).toEqual(
      expect.arrayContaining([
        'aws_route.route-private-a',
        'aws_iam_role_policy_attachment.attachment-node-AmazonEKSWorkerNodeMinimalPolicy',
      ]),
    );
    expect(needed).toContain('aws_iam_role_policy_attachment.attachment-cluster-AmazonEKSComputePolicy');
  });

  it('opens the group that everything shares only to what is outside of it', () => {
    const all = auto({ eks: { privateAccess: ['192.168.7.0/24'] }, storage: [new CloudFiles({ name: 'shared' })] });
    expect(Object.keys(all).filter(each => each.includes('_rule.'))).toEqual([
      'aws_vpc_security_group_ingress_rule.ingress-cluster-from-192-168-7-0-24-tcp-443-443',
      'aws_vpc_security_group_ingress_rule.ingress-file-system-from-cluster-tcp-2049-2049',
    ]);
  });

  it('has a node pool for each pool', () => {
    const taints = [{ key: 'a', value: 'b', effect: 'NoSchedule' }] as const;
    const [pool] =
      objects({ pools: [{ ...pools[0]!, spot: true, labels: { role: 'web' }, taints, maxUnavailable: 2 }] }) ?? [];
    expect(pool).toEqual({
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'general' },
      spec: {
        limits: { cpu: '6', memory: '24Gi' },
        disruption: {
          consolidationPolicy: 'WhenEmptyOrUnderutilized',
          consolidateAfter: '30s',
          budgets: [{ nodes: '2' }],
        },
        template: {
          metadata: { labels: { role: 'web' } },
          spec: {
            nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'default' },
            requirements: [
              { key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['m7i.large'] },
              { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
              { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot'] },
              {
                key: 'topology.kubernetes.io/zone',
                operator: 'In',
                values: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
              },
            ],
            taints,
          },
        },
      },
    });
  });

  it('keeps a fixed number of nodes where fewest and most are the same', () => {
    const [pool] = objects({ pools: [{ ...pools[0]!, min: 3 }] }) ?? [];
    expect(pool?.spec).toMatchObject({ replicas: 3, limits: { nodes: 4 } });
  });

  it('wants names for pools that Kubernetes takes for objects', () => {
    expect(problemsOf({ pools: [{ ...pools[0]!, name: 'General' }] })[0]).toMatch(/^test\/pools\/General: /);
  });

  it('refuses another network, and what its machines cannot have', () => {
    expect(problemsOf({ network: new Cilium() })).toEqual([
      "test/network: network 'cilium' cannot be used in EKS Auto Mode, which runs a pod network of its own",
    ]);
    expect(problemsOf({}, { os: 'al2023' })).toEqual([
      'test/infrastructure/os: EKS Auto Mode chooses the operating system of its machines, a Bottlerocket',
    ]);
    const pool = { ...pools[0]!, min: 1, desired: 2, diskGiB: 100, maxSurge: 1, kubernetes: '1.35' };
    expect(problemsOf({ pools: [pool] }).map(each => each.split(':')[0])).toEqual(
      ['min', 'desired', 'diskGiB', 'maxSurge', 'kubernetes'].map(prop => `test/pools/general/${prop}`),
    );
  });

  it('warns of add-ons for what it does itself', () => {
    const { warnings } = planned({}, { addons: { 'vpc-cni': {}, 'metrics-server': {} } });
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['EKS-03 test/infrastructure/addons/vpc-cni']);
  });
});
