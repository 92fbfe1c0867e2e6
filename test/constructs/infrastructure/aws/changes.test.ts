import { Token } from 'cdktf';
import { Eks, type EksProps } from 'tenon/aws';
import { planOf, type PlanOf } from 'tenon/testing';

const publicAccess = ['203.0.113.0/24'];
const eks = (props: Partial<EksProps> = {}) => new Eks({ region: 'eu-central-1', publicAccess, ...props });
const problemsOf = (props: Partial<EksProps>, spec: Partial<PlanOf>) =>
  planOf({ infrastructure: eks(props), ...spec }).problems.map(({ code, path }) => `${code} ${path}`);

describe('eks asks for consent', () => {
  it('to changes that replace the cluster', () => {
    const { plan } = planOf({ infrastructure: eks() });
    const found = problemsOf(
      {
        region: 'eu-west-1',
        creatorAccess: false,
        access: [{ principalArn: 'arn:aws:iam::1:role/a', policy: 'cluster-admin' }],
      },
      { before: plan, addresses: { services: '172.21.0.0/16' } },
    );
    expect(found).toEqual([
      'EKS-REPLACE test/infrastructure/region',
      'EKS-REPLACE test/infrastructure/creatorAccess',
      'EKS-REPLACE test/addresses/services',
    ]);
    expect(problemsOf({}, { before: plan })).toEqual([]);
  });
});

describe('eks refuses what a live cluster cannot become', () => {
  const network = { vpcId: 'vpc-1', cidr: '10.0.0.0/16', privateSubnetIds: ['a', 'b'] };
  const key = 'arn:aws:kms:eu-central-1:111122223333:key/a';
  const token = () => Token.asString({ resolve: () => key });

  it.each<[string, Partial<EksProps>, Partial<EksProps>, string[]]>([
    ['Secrets under a key that is given', {}, { secretsKeyArn: key }, ['secretsKeyArn']],
    ['Secrets under another key', { secretsKeyArn: key }, { secretsKeyArn: `${key}b` }, ['secretsKeyArn']],
    ['Secrets under a key of its own', { secretsKeyArn: token() }, {}, ['secretsKeyArn']],
    ['but not a key that may be the same', { secretsKeyArn: token() }, { secretsKeyArn: key }, []],
    ['one in another VPC', { network }, { network: { ...network, vpcId: 'vpc-2' } }, ['network/vpcId']],
    ["one in somebody else's VPC", {}, { network }, ['network/vpcId']],
    ['one with other zones', { zones: 2 }, { zones: 3 }, ['zones']],
    ['but not zones in another order', { zones: 2 }, { zones: ['eu-central-1b', 'eu-central-1a'] }, []],
    ['but not other subnets', { network }, { network: { ...network, privateSubnetIds: ['a', 'c'] } }, []],
  ])('%s', (_, from, to, paths) => {
    const { plan } = planOf({ infrastructure: eks(from) });
    expect(plan).toBeDefined();
    const found = problemsOf(to, { before: plan });
    expect(found).toEqual(paths.map(path => `EKS-KEEP test/infrastructure/${path}`));
  });

  it('a network with another range', () => {
    const { plan } = planOf({ infrastructure: eks() });
    expect(problemsOf({}, { before: plan, addresses: { network: '10.1.0.0/16' } })).toEqual([
      'EKS-KEEP test/addresses/network',
    ]);
  });
});
