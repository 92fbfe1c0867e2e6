import { ref, Token } from 'cdktf';
import fc from 'fast-check';
import { AwsVpcCni } from 'tenon/network';
import { CloudFiles } from 'tenon/storage';
import { contains, overlaps, subrange } from '../../../../lib/plan/cidr';
import { divide, zoneSuffix } from '../../../../constructs/infrastructure/aws/subnets';
import { partitionOf } from '../../../../constructs/infrastructure/aws/place';
import type { Subnet } from 'tenon/spi';
import regions from '../../../../constructs/infrastructure/aws/regions.json';
import { before, cluster, resources } from './synthesized';

describe('subnets', () => {
  const ZONES = ['a', 'b', 'c', 'd'].map(letter => `eu-central-1${letter}`);
  const cidrs = (zones: readonly string[]) =>
    Object.fromEntries((divide('10.0.0.0/16', zones) as Subnet[]).map(({ name, cidr }) => [name, cidr]));

  it('are half private, a quarter public and an eighth for the control plane in each zone', () => {
    expect(cidrs(ZONES.slice(0, 2))).toEqual({
      'private-a': '10.0.0.0/19',
      'public-a': '10.0.32.0/20',
      'intra-a': '10.0.48.0/21',
      'private-b': '10.0.64.0/19',
      'public-b': '10.0.96.0/20',
      'intra-b': '10.0.112.0/21',
    });
  });

  it('stay where they are when a zone is appended', () => {
    expect(cidrs(ZONES)).toMatchObject(cidrs(ZONES.slice(0, 3)));
  });

  it('lie inside the network and apart from each other, whatever its size', () => {
    const networks = fc.tuple(
      fc.integer({ min: 16, max: 23 }),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 2, max: 4 }),
    );
    fc.assert(
      fc.property(networks, ([prefix, index, count]) => {
        const network = subrange('10.0.0.0/8', prefix, index);
        const subnets = divide(network, ZONES.slice(0, count)) as Subnet[];
        expect(subnets).toHaveLength(count * 3);
        expect(subnets.every(({ cidr }) => contains(network, cidr) && Number(cidr.split('/')[1]) <= 28)).toBe(true);
        subnets.forEach((one, place) => {
          expect(subnets.slice(place + 1).filter(other => overlaps(one.cidr, other.cidr))).toEqual([]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are called by what tells a zone from others of its region', () => {
    expect(['eu-central-1a', 'us-gov-west-1b', 'us-east-1-bos-1a'].map(zoneSuffix)).toEqual(['a', 'b', 'bos-1a']);
  });
});

test('the partition of every known region follows from its name', () => {
  const derived = regions.regions.map(({ name }) => partitionOf(name));
  expect(derived).toEqual(regions.regions.map(({ partition }) => partition));
});

describe("a network of the cluster's own", () => {
  it("has a gateway in each zone, which that zone's nodes use", () => {
    const all = resources();
    const routes = ['a', 'b', 'c'].map(zone => all[`aws_route.route-private-${zone}`]?.nat_gateway_id);
    expect(routes).toEqual(['a', 'b', 'c'].map(zone => `\${aws_nat_gateway.nat-${zone}.id}`));
    expect(all['aws_nat_gateway.nat-b']?.subnet_id).toBe('${aws_subnet.public-b.id}');
  });

  it('has one gateway in all if asked', () => {
    const all = resources({ eks: { nat: 'single', zones: 2 } });
    expect(Object.keys(all).filter(each => each.startsWith('aws_nat_gateway.'))).toEqual(['aws_nat_gateway.nat-a']);
    expect(all['aws_route.route-private-b']?.nat_gateway_id).toBe('${aws_nat_gateway.nat-a.id}');
  });

  it('leads out of public and private subnets only, and to S3 without a gateway', () => {
    const all = resources();
    const out = Object.keys(all).filter(each => each.startsWith('aws_route.'));
    expect(out).toEqual([
      'aws_route.route-private-a',
      'aws_route.route-private-b',
      'aws_route.route-private-c',
      'aws_route.route-public',
    ]);
    expect(all['aws_route_table_association.association-intra-a']?.route_table_id).toBe(
      '${aws_route_table.routes-intra.id}',
    );
    expect(all['aws_vpc_endpoint.s3']).toMatchObject({
      service_name: 'com.amazonaws.eu-central-1.s3',
      vpc_endpoint_type: 'Gateway',
    });
  });

  it('tells load balancer controllers which subnets are for what', () => {
    const all = resources();
    expect(all['aws_subnet.public-a']?.tags).toMatchObject({
      'kubernetes.io/role/elb': '1',
      'kubernetes.io/cluster/test': 'shared',
    });
    expect(all['aws_subnet.private-a']?.tags).toMatchObject({ 'kubernetes.io/role/internal-elb': '1' });
    expect(Object.keys(all['aws_subnet.intra-a']?.tags as object)).not.toContain('kubernetes.io/role/elb');
  });

  it('lets nothing through its default security group', () => {
    const { vpc_id, ingress, egress } = resources()['aws_default_security_group.default-security-group'] ?? {};
    expect({ vpc_id, ingress, egress }).toEqual({ vpc_id: '${aws_vpc.vpc.id}', ingress: undefined, egress: undefined });
  });

  it('records connections if asked, with a role that may write nothing else', () => {
    expect(Object.keys(resources())).not.toContain('aws_flow_log.flow-log');
    const all = resources({ eks: { flowLogs: { retentionDays: 30, traffic: 'REJECT' } } });
    expect(all['aws_flow_log.flow-log']).toMatchObject({ traffic_type: 'REJECT', vpc_id: '${aws_vpc.vpc.id}' });
    expect(all['aws_cloudwatch_log_group.flow-log-group']?.retention_in_days).toBe(30);
    expect(all['aws_iam_role_policy.policy-flow-logs']?.policy).toContain(
      '"Resource":["${aws_cloudwatch_log_group.flow-log-group.arn}"',
    );
    expect([...before(all, 'aws_flow_log.flow-log')]).toContain('aws_iam_role_policy.policy-flow-logs');
  });
});

describe('a network that exists', () => {
  const network = {
    vpcId: '${aws_vpc.landing.id}',
    cidr: '10.20.0.0/16',
    privateSubnetIds: { 'eu-central-1a': 'subnet-a', 'eu-central-1b': 'subnet-b' },
  };

  it('is used and not changed', () => {
    const all = resources({ eks: { network } });
    expect(
      Object.keys(all).filter(
        each => /^aws_(vpc|subnet|route|nat|internet|eip|default)/.test(each) && !each.includes('_rule.'),
      ),
    ).toEqual([]);
    expect(all['aws_security_group.group-nodes']?.vpc_id).toBe('${aws_vpc.landing.id}');
    expect(all['aws_eks_cluster.cluster']?.vpc_config).toMatchObject({ subnet_ids: ['subnet-a', 'subnet-b'] });
  });

  it('gives a pool the subnets of its zones', () => {
    const pools = [{ name: 'general', cpu: 2, min: 1, zones: ['eu-central-1b'] }];
    const all = resources({ eks: { network }, pools });
    expect(all['aws_eks_node_group.node-group-general']?.subnet_ids).toEqual(['subnet-b']);
  });

  it('may be a list of subnets that only Terraform knows', () => {
    const known = { ...network, privateSubnetIds: Token.asList(ref('data.aws_subnets.private.ids')) };
    const all = resources({ eks: { network: known } });
    expect(all['aws_eks_node_group.node-group-general']?.subnet_ids).toBe('${data.aws_subnets.private.ids}');
    expect(all['aws_eks_cluster.cluster']?.vpc_config).toMatchObject({ subnet_ids: '${data.aws_subnets.private.ids}' });
    expect(() => resources({ eks: { network: known }, storage: [new CloudFiles({ name: 'shared' })] })).toThrow(
      /one by one, or by zone/,
    );
  });

  it('may be a list of subnets whose zones nobody tells, and then belongs to no zone', () => {
    const listed = { eks: { network: { ...network, privateSubnetIds: ['subnet-a', 'subnet-b'] } } };
    const pods = { 'eu-central-1a': 'subnet-x', 'eu-central-1c': 'subnet-y' };
    const { plan, problems } = cluster({
      ...listed,
      network: new AwsVpcCni({ customNetworking: { subnets: pods } }),
    });
    expect(problems).toEqual([]);
    expect(plan?.zones).toEqual([]);
    const auto = cluster({ eks: { ...listed.eks, autoMode: true }, pools: [{ name: 'general', cpu: 2, min: 1 }] });
    const pool = JSON.stringify(auto.plan?.items.find(({ id }) => id === 'node-pool-general'));
    expect(pool).toContain('kubernetes.io/arch');
    expect(pool).not.toContain('topology.kubernetes.io/zone');
  });

  it('may keep the control plane in subnets of its own', () => {
    const controlPlaneSubnetIds = ['subnet-x', 'subnet-y'];
    const all = resources({ eks: { network: { ...network, controlPlaneSubnetIds } } });
    expect(all['aws_eks_cluster.cluster']?.vpc_config).toMatchObject({ subnet_ids: controlPlaneSubnetIds });
    expect(all['aws_eks_node_group.node-group-general']?.subnet_ids).toEqual(['subnet-a', 'subnet-b']);
  });
});
