import { Cilium } from 'tenon/network';
import { CloudDisk } from 'tenon/storage';
import { before, cluster, resources, resourcesIn } from './synthesized';

describe('what EKS makes comes in an order that real clouds need', () => {
  const all = resources({ storage: [new CloudDisk({ name: 'fast', snapshots: true })] });
  const nodes = 'aws_eks_node_group.node-group-general';

  it('makes a cluster after its log group, its permissions and the rules of its firewall', () => {
    const needed = [...before(all, 'aws_eks_cluster.cluster')];
    expect(needed).toContain('aws_cloudwatch_log_group.log-group');
    expect(needed).toContain('aws_iam_role_policy_attachment.attachment-cluster-AmazonEKSClusterPolicy');
    expect(needed).toEqual(expect.arrayContaining(Object.keys(all).filter(each => each.includes('_rule.'))));
  });

  it('starts nodes after everything that they need to become Ready', () => {
    const needed = [...before(all, nodes)];
    const wanted = [
      ...Object.keys(all).filter(each =>
        /attachment-node-|aws_route|aws_nat_gateway|aws_vpc_endpoint|_rule\./.test(each),
      ),
      'aws_eks_addon.addon-vpc-cni',
      'aws_eks_addon.addon-kube-proxy',
      'aws_eks_addon.addon-eks-pod-identity-agent',
      'aws_eks_pod_identity_association.identity-aws-node',
    ];
    expect(wanted.filter(each => !needed.includes(each))).toEqual([]);
  });

  it('installs what runs on nodes after the nodes', () => {
    for (const addon of ['coredns', 'aws-ebs-csi-driver', 'snapshot-controller']) {
      expect([...before(all, `aws_eks_addon.addon-${addon}`)]).toContain(nodes);
    }
  });

  it('gives an add-on its permissions before its pods start', () => {
    expect([...before(all, 'aws_eks_addon.addon-vpc-cni')]).toContain(
      'aws_eks_pod_identity_association.identity-aws-node',
    );
    expect([...before(all, 'aws_eks_addon.addon-aws-ebs-csi-driver')]).toContain(
      'aws_iam_role_policy_attachment.attachment-ebs-csi-AmazonEBSCSIDriverPolicy',
    );
  });

  it('gives the address of a gateway back before its way out is gone', () => {
    expect([...before(all, 'aws_nat_gateway.nat-a')]).toContain('aws_route.route-public');
  });

  it('leaves nothing that waits in a circle', () => {
    expect(Object.keys(all).filter(each => before(all, each).has(each))).toEqual([]);
  });
});

describe('a network from outside stands between the control plane and the nodes', () => {
  const built = cluster({ network: new Cilium() });
  const main = resourcesIn(built.stack('control-plane'));
  const nodes = resourcesIn(built.stack('nodes'));

  it('makes nodes and what runs on them in a later stack', () => {
    expect(built.plan.stacks.map(({ name }) => name)).toEqual(['test', 'test-network', 'test-nodes']);
    expect(Object.keys(main).filter(each => /node_group|launch_template|coredns/.test(each))).toEqual([]);
    expect(Object.keys(nodes)).toContain('aws_eks_node_group.node-group-general');
    expect(nodes['aws_eks_addon.addon-coredns']?.depends_on).toEqual(['aws_eks_node_group.node-group-general']);
  });

  it('gives nodes their permissions before they start there too', () => {
    const needed = [...before(nodes, 'aws_eks_node_group.node-group-general')];
    const attached = Object.keys(nodes).filter(each => each.includes('attachment-node-'));
    expect(attached).toHaveLength(3);
    expect(needed).toEqual(expect.arrayContaining(attached));
  });

  it('installs neither the VPC CNI nor kube-proxy', () => {
    const addons = Object.keys({ ...main, ...nodes }).filter(each => each.startsWith('aws_eks_addon.'));
    expect(addons).toEqual(['aws_eks_addon.addon-eks-pod-identity-agent', 'aws_eks_addon.addon-coredns']);
    expect(main['aws_eks_cluster.cluster']?.bootstrap_self_managed_addons).toBe(false);
  });
});
