import { awsReview } from '../../../../constructs/infrastructure/aws/review';
import { portsOf } from '../../../../lib/review/reach';
import type { Fields } from '../../../../lib/review/data';
import { resourcesIn } from '../resources';

function reach(resource: Fields): string[] {
  const openings = awsReview.reach?.(resourcesIn(resource)) ?? [];
  return openings.map(each => `${each.from} → ${each.to} ${portsOf(each)}${each.outside ? ' from outside' : ''}`);
}

function grants(resource: Fields): string[] {
  const found = awsReview.grants?.(resourcesIn(resource)) ?? [];
  return found.map(({ who, may, on, when, denied }) =>
    [denied ? 'never' : '', who, may, on ?? '', when ?? ''].filter(Boolean).join(' | '),
  );
}

describe('who gets in', () => {
  const cluster = (vpc_config: Fields) => ({ aws_eks_cluster: { c: { name: 'shop', vpc_config } } });

  test('by the endpoint: nobody, some ranges, or everybody', () => {
    expect(reach(cluster({ endpoint_public_access: false, public_access_cidrs: ['203.0.113.0/24'] }))).toEqual([]);
    expect(reach(cluster({ endpoint_public_access: true, public_access_cidrs: ['203.0.113.0/24'] }))).toEqual([
      '203.0.113.0/24 → the API server of shop tcp 443 from outside',
    ]);
    expect(reach(cluster({}))).toEqual(['0.0.0.0/0 → the API server of shop tcp 443 from outside']);
  });

  test('by rules of their own', () => {
    const rule = { security_group_id: '${aws_security_group.a.id}', ip_protocol: 'tcp', from_port: 80, to_port: 90 };
    const resource = {
      aws_security_group: { a: {}, b: {} },
      aws_vpc_security_group_ingress_rule: {
        range: { ...rule, cidr_ipv4: '203.0.113.0/24' },
        group: { ...rule, referenced_security_group_id: '${aws_security_group.b.id}', ip_protocol: '-1' },
      },
      aws_vpc_security_group_egress_rule: {
        out: { ...rule, cidr_ipv6: '::/0', ip_protocol: 'icmp', from_port: -1, to_port: -1 },
      },
    };
    expect(reach(resource)).toEqual([
      '203.0.113.0/24 → aws_security_group.a tcp 80-90 from outside',
      'aws_security_group.b → aws_security_group.a every port',
      'aws_security_group.a → ::/0 icmp',
    ]);
  });

  test('by older rules, and by rules in groups', () => {
    const ingress = {
      protocol: 'tcp',
      from_port: 22,
      to_port: 22,
      cidr_blocks: ['10.0.0.0/8', '172.16.0.0/12'],
      self: true,
    };
    expect(
      reach({
        aws_security_group: { a: { ingress: [ingress], egress: [{ protocol: '-1', cidr_blocks: ['0.0.0.0/0'] }] } },
      }),
    ).toEqual([
      '10.0.0.0/8 → aws_security_group.a tcp 22 from outside',
      '172.16.0.0/12 → aws_security_group.a tcp 22 from outside',
      'aws_security_group.a → aws_security_group.a tcp 22',
      'aws_security_group.a → 0.0.0.0/0 every port',
    ]);
    const older = {
      type: 'ingress',
      security_group_id: 'sg-1',
      protocol: 'udp',
      from_port: 53,
      to_port: 53,
      source_security_group_id: 'sg-2',
    };
    expect(reach({ aws_security_group_rule: { r: older } })).toEqual(['sg-2 → sg-1 udp 53']);
  });
});

describe('who may do what', () => {
  const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

  test('by policies of roles, one by one', () => {
    const statements = [
      { Effect: 'Allow', Action: 's3:*', Resource: ['a', 'b'] },
      { Effect: 'Deny', NotAction: ['iam:*', 'ec2:*'], Resource: '*', Condition: { Bool: { x: 'y' } } },
    ];
    const resource = {
      aws_iam_role: {
        r: { assume_role_policy: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }) },
      },
      aws_iam_role_policy: { p: { role: '${aws_iam_role.r.name}', policy: policy(...statements) } },
      aws_iam_role_policy_attachment: {
        a: { role: '${aws_iam_role.r.name}', policy_arn: 'arn:aws:iam::aws:policy/service-role/X' },
      },
    };
    expect(grants(resource)).toEqual([
      'everybody | sts:AssumeRole | aws_iam_role.r',
      'aws_iam_role.r | s3:* | a',
      'aws_iam_role.r | s3:* | b',
      'never | aws_iam_role.r | anything but ec2:*, iam:* | * | {"Bool":{"x":"y"}}',
      'aws_iam_role.r | policy X',
    ]);
  });

  test('by access to clusters, and by service accounts', () => {
    const resource = {
      aws_iam_role: { r: {} },
      aws_eks_cluster: { c: { name: 'shop', access_config: { bootstrap_cluster_creator_admin_permissions: true } } },
      aws_eks_access_entry: { e: { principal_arn: 'p', kubernetes_groups: ['viewers'] } },
      aws_eks_access_policy_association: {
        wide: {
          principal_arn: 'p',
          policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
          access_scope: { type: 'cluster' },
        },
        narrow: { principal_arn: 'p', policy_arn: 'q', access_scope: [{ type: 'namespace', namespaces: ['web'] }] },
      },
      aws_eks_pod_identity_association: {
        i: { namespace: 'n', service_account: 's', role_arn: '${aws_iam_role.r.arn}' },
      },
    };
    expect(grants(resource)).toEqual([
      'service account n/s | act as | aws_iam_role.r',
      'p | access policy AmazonEKSViewPolicy',
      'p | access policy q | namespace web',
      'p | member of group viewers',
      'whoever makes the cluster | access policy AmazonEKSClusterAdminPolicy | shop',
    ]);
  });

  test('by a policy that only Terraform knows', () => {
    const resource = { aws_iam_role_policy: { p: { role: 'r', policy: '${data.aws_iam_policy_document.d.json}' } } };
    expect(grants(resource)).toEqual(['r | ${data.aws_iam_policy_document.d.json}']);
  });
});

test('everything that it says is lost or volatile is a type that it knows', () => {
  const known = Object.keys(awsReview.resources);
  const named = [
    awsReview.cluster,
    ...Object.keys(awsReview.volatile ?? {}),
    ...Object.keys(awsReview.documents ?? {}),
  ];
  expect(named.filter(type => !known.includes(type as string))).toEqual([]);
  const view = { type: 'aws_kms_key', address: 'aws_kms_key.k', name: 'k', arguments: {} };
  expect(awsReview.loss?.(view)).toContain('decrypt');
});
