import { AwsVpcCni, Calico, Cilium, type AwsVpcCniProps } from 'tenon/network';
import { CONTRACT, type Plugin } from 'tenon/spi';
import { assertPlugin } from 'tenon/testing';
import { elsewhere, machines } from './places';
import { codesOf, itemsOf, planned } from './planned';

const subnets = { 'eu-central-1a': 'subnet-a', 'eu-central-1b': 'subnet-b' };

const addon = (props: AwsVpcCniProps = {}, given = {}) =>
  itemsOf('addon', { network: new AwsVpcCni(props), ...given })[0]?.spec;

const policies: Plugin<'mesh'> = {
  contract: CONTRACT,
  socket: 'mesh',
  name: 'some-mesh',
  settings: {},
  provides: () => [],
  needs: () => [
    { capability: 'network/policy', because: 'it closes its ports', fix: 'use a network that enforces policies' },
  ],
  contribute: () => [],
};

test('keeps the contract', () => {
  assertPlugin(new AwsVpcCni());
  assertPlugin(new AwsVpcCni({ customNetworking: { subnets }, warmAddresses: 2 }));
});

test('is an add-on with an identity of its own, in the stack of the control plane', () => {
  const given = { network: new AwsVpcCni() };
  expect(addon()).toEqual({ name: 'vpc-cni', identities: ['aws-node'] });
  expect(itemsOf('identity', given)[0]?.spec).toEqual({
    namespace: 'kube-system',
    serviceAccount: 'aws-node',
    grants: { aws: { managed: ['AmazonEKS_CNI_Policy'] } },
  });
  expect(planned(given).plan?.stacks.map(stack => stack.name)).toEqual(['test']);
  expect(planned(given).plan?.capabilities['network/pods']).toEqual([{ by: 'aws-vpc-cni', value: 'routable' }]);
});

test('opens everything among pods, which are behind the firewalls of nodes', () => {
  expect(itemsOf('port', { network: new AwsVpcCni() }).map(({ spec }) => spec)).toEqual([
    { from: 'node', to: 'pod', protocol: 'all' },
    { from: 'pod', to: 'node', protocol: 'all' },
    { from: 'pod', to: 'pod', protocol: 'all' },
  ]);
});

test('configures the add-on in text', () => {
  expect(
    addon({ version: 'v1.23.0-eksbuild.1', prefixDelegation: true, warmPrefixes: 2, networkPolicy: true }),
  ).toEqual({
    name: 'vpc-cni',
    version: 'v1.23.0-eksbuild.1',
    configuration: { env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '2' }, enableNetworkPolicy: 'true' },
    identities: ['aws-node'],
  });
  expect(addon({ warmAddresses: 2, minimumAddresses: 10 })?.configuration).toEqual({
    env: { MINIMUM_IP_TARGET: '10', WARM_IP_TARGET: '2' },
  });
  expect(addon({ warmInterfaces: 0 })?.configuration).toEqual({ env: { WARM_ENI_TARGET: '0' } });
});

test('puts pods into subnets of their own, and leaves the first interface to the node', () => {
  expect(addon({ customNetworking: { subnets, securityGroups: ['sg-pods'] } })?.configuration).toEqual({
    env: { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true', ENI_CONFIG_LABEL_DEF: 'topology.kubernetes.io/zone' },
    eniConfig: {
      create: true,
      region: 'eu-central-1',
      subnets: {
        'eu-central-1a': { id: 'subnet-a', securityGroups: ['sg-pods'] },
        'eu-central-1b': { id: 'subnet-b', securityGroups: ['sg-pods'] },
      },
    },
  });
  expect(new AwsVpcCni({ customNetworking: { subnets } }).demands()).toMatchObject({
    podAddresses: 'interface-addresses',
    reservedInterfaces: 1,
  });
  expect(new AwsVpcCni({ prefixDelegation: true }).demands()).not.toHaveProperty('reservedInterfaces');
});

test('takes Terraform values as subnets', () => {
  const tokens = { 'eu-central-1a': '${TfToken[TOKEN.1]}', 'eu-central-1b': '${TfToken[TOKEN.2]}' };
  expect(addon({ customNetworking: { subnets: tokens } })?.configuration).toMatchObject({
    eniConfig: { subnets: { 'eu-central-1a': { id: { $input: expect.stringContaining('eu-central-1a') } } } },
  });
});

test('gives pods security groups of their own, whose kubelet probes pass', () => {
  expect(addon({ securityGroupsForPods: 'strict' })?.configuration).toEqual({
    env: { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: 'strict' },
    init: { env: { DISABLE_TCP_EARLY_DEMUX: 'true' } },
  });
  expect(addon({ securityGroupsForPods: 'standard' })?.configuration).not.toHaveProperty('init');
});

test('enforces policies where somebody needs it, or is told to', () => {
  expect(addon()).not.toHaveProperty('configuration');
  expect(addon({}, { mesh: policies })?.configuration).toEqual({ enableNetworkPolicy: 'true' });
  expect(addon({ networkPolicy: false })?.configuration).toEqual({ enableNetworkPolicy: 'false' });
  expect(codesOf({ network: new AwsVpcCni({ networkPolicy: false }), mesh: policies })).toEqual(['MISSING']);
  expect(itemsOf('offer', { network: new AwsVpcCni({ networkPolicy: true }) }).map(({ id }) => id)).toEqual([
    'network-policy',
  ]);
});

test('has pods tell their addresses early where an enforcer reads them, and not where it sees them come', () => {
  const beside = (other: Plugin<'network'>) => addon({}, { network: [new AwsVpcCni(), other] })?.configuration;
  expect(beside(new Calico({ policyOnly: true }))).toEqual({ env: { ANNOTATE_POD_IP: 'true' } });
  expect(beside(new Cilium({ ipam: 'chained' }))).toBeUndefined();
});

const refusals: [string, AwsVpcCniProps, object?][] = [
  ['MISSING', {}, { infrastructure: machines }],
  ['VPC-CNI-01', {}, { infrastructure: elsewhere }],
  ['VPC-CNI-02', { customNetworking: { subnets: { 'eu-central-1a': 'subnet-a' } } }],
  ['VPC-CNI-02', { customNetworking: { subnets: { ...subnets, 'eu-central-1c': 'subnet-c' } } }],
  ['VPC-CNI-03', { warmPrefixes: 1 }],
  ['VPC-CNI-03', { warmInterfaces: 1, warmAddresses: 2 }],
  ['VPC-CNI-03', { warmPrefixes: 1, prefixDelegation: true, minimumAddresses: 2, warmAddresses: 1 }],
  ['EKS-18', { version: 'v1.13.4-eksbuild.1', networkPolicy: true }],
];

test.each(refusals.map(([code, props, given = {}]) => [code, props, given] as const))(
  'refuses with %s: %j',
  (code, props, given) => {
    expect(codesOf({ network: new AwsVpcCni(props), ...given })).toEqual([code]);
  },
);

test.each([
  ['VPC-CNI-04', { minimumAddresses: 10 }, {}],
  ['VPC-CNI-05', { securityGroupsForPods: 'strict' }, { pools: [{ name: 'small', machine: 't3.large', min: 1 }] }],
] as const)('warns with %s: %j', (code, props, given) => {
  const { plan, warnings } = planned({ network: new AwsVpcCni(props), ...given });
  expect(plan).toBeDefined();
  expect(warnings.map(warning => warning.code)).toEqual([code]);
});

test('needs a subnet only where there are nodes', () => {
  const customNetworking = { subnets: { 'eu-central-1a': 'subnet-a' } };
  const pools = [{ name: 'general', cpu: 2, min: 1, zones: ['eu-central-1a'] }];
  expect(codesOf({ network: new AwsVpcCni({ customNetworking }), pools })).toEqual([]);
});

test('refuses props of a wrong shape', () => {
  const props = { prefixDelegation: 'yes', customNetworking: { subnets: {} } } as unknown as AwsVpcCniProps;
  expect(planned({ network: new AwsVpcCni(props) }).problems.map(({ code, path }) => [code, path])).toEqual([
    ['PROPS', 'test/network/prefixDelegation'],
    ['PROPS', 'test/network/customNetworking/subnets'],
  ]);
});
