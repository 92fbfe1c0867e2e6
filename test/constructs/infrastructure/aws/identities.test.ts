import { Cilium } from 'tenon/network';
import type { AwsGrant, ItemOf } from 'tenon/spi';
import { asking, before, from, resources, type Resources } from './synthesized';

const identity = (aws: AwsGrant): ItemOf<'identity'> => ({
  ...from,
  kind: 'identity',
  id: 'backup',
  spec: { namespace: 'velero', serviceAccount: 'server', grants: { aws } },
});
const given = (aws: AwsGrant, region = 'eu-central-1'): Resources =>
  resources({ mesh: asking(identity(aws)), eks: { region } });

describe('an identity', () => {
  it('has a role that nobody but its service account in this cluster can assume', () => {
    const all = given({ managed: ['AmazonS3ReadOnlyAccess'] });
    const trust = JSON.parse(all['aws_iam_role.role-backup']?.assume_role_policy as string) as { Statement: object[] };
    expect(trust.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:RequestTag/eks-cluster-name': 'test',
            'aws:RequestTag/kubernetes-namespace': 'velero',
            'aws:RequestTag/kubernetes-service-account': 'server',
          },
        },
      },
    ]);
    expect(all['aws_eks_pod_identity_association.identity-backup']).toMatchObject({
      namespace: 'velero',
      service_account: 'server',
      role_arn: '${aws_iam_role.role-backup.arn}',
      depends_on: ['aws_iam_role_policy_attachment.attachment-backup-AmazonS3ReadOnlyAccess'],
    });
    expect(Object.keys(all)).not.toContain('aws_iam_role_policy.policy-backup');
  });

  it("may do what its statements say, with the cluster's own place filled in, and IAM's variables left to IAM", () => {
    const resource = 'arn:{partition}:s3:{region}:{account}:{cluster}/${aws:PrincipalTag/team}';
    const conditions = [
      { test: 'StringLike', variable: 'aws:RequestTag/kubernetes.io/cluster/{cluster}', values: ['owned'] },
    ];
    const all = given(
      { statements: [{ sid: 'Read', actions: ['s3:GetObject'], resources: [resource], conditions }] },
      'cn-north-1',
    );
    const policy = JSON.parse(all['aws_iam_role_policy.policy-backup']?.policy as string) as { Statement: object[] };
    expect(policy.Statement).toEqual([
      {
        Sid: 'Read',
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: [
          'arn:aws-cn:s3:cn-north-1:${data.aws_caller_identity.account.account_id}:test/$${aws:PrincipalTag/team}',
        ],
        Condition: { StringLike: { 'aws:RequestTag/kubernetes.io/cluster/test': ['owned'] } },
      },
    ]);
  });

  it('belongs to the stage that needs it: the operator of a network has it before there are nodes', () => {
    const all = resources({ network: new Cilium() });
    expect(Object.keys(all)).toContain('aws_eks_pod_identity_association.identity-cilium-operator');
  });
});

describe('the role of nodes', () => {
  const trusts = (region: string, eks = {}) => {
    const pools = [{ name: 'general', cpu: 2, min: 2, max: 2 }];
    const { assume_role_policy } = resources({ eks: { region, ...eks }, pools })['aws_iam_role.role-node'] ?? {};
    return (JSON.parse(assume_role_policy as string) as { Statement: { Principal: object }[] }).Statement[0]?.Principal;
  };

  it.each([
    ['eu-central-1', 'ec2.amazonaws.com'],
    ['us-gov-west-1', 'ec2.amazonaws.com'],
    ['cn-north-1', 'ec2.amazonaws.com.cn'],
  ])('is for machines in %s', (region, Service) => {
    expect(trusts(region)).toEqual({ Service });
    expect(trusts(region, { autoMode: true })).toEqual({ Service });
  });

  it('has the policies that the user gives it, before nodes start', () => {
    const [known, later] = ['arn:aws:iam::123456789012:policy/team/pull', '${aws_iam_policy.mine.arn}'];
    const all = resources({ eks: { nodePolicies: [known, later, known] } });
    const attached = ['123456789012-policy-team-pull', '1'].map(
      id => `aws_iam_role_policy_attachment.attachment-node-${id}`,
    );
    expect(attached.map(each => all[each]?.policy_arn)).toEqual([known, later]);
    expect([...before(all, 'aws_eks_node_group.node-group-general')]).toEqual(expect.arrayContaining(attached));
  });
});

test('only nodes have a principal of their own in China', () => {
  const text = JSON.stringify(resources({ eks: { region: 'cn-north-1', flowLogs: {} } }));
  const principals = [...text.matchAll(/\\"Service\\":\\"([^\\]+)/g)].map(([, name]) => name);
  expect([...new Set(principals)].sort()).toEqual([
    'ec2.amazonaws.com.cn',
    'eks.amazonaws.com',
    'pods.eks.amazonaws.com',
    'vpc-flow-logs.amazonaws.com',
  ]);
});

test('nodes may do no more than be nodes', () => {
  const attached = Object.keys(resources()).filter(each => each.includes('attachment-node-'));
  expect(attached.map(each => each.split('-').at(-1))).toEqual([
    'AmazonEC2ContainerRegistryPullOnly',
    'AmazonEKSWorkerNodePolicy',
    'AmazonSSMManagedInstanceCore',
  ]);
});
