import { Token } from 'cdktf';
import { Eks, type EksProps } from 'tenon/aws';
import { Manifests, TerraformHelm } from 'tenon/delivery';
import { AwsVpcCni, Cilium } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import { CONTRACT, type Capability, type Plugin } from 'tenon/spi';
import { assertInfrastructure, planOf, type PlanOf } from 'tenon/testing';

const publicAccess = ['203.0.113.0/24'];
const eks = (props: Partial<EksProps> = {}) => new Eks({ region: 'eu-central-1', publicAccess, ...props });
const problemsOf = (props: Partial<EksProps>, spec: Partial<PlanOf> = {}) =>
  planOf({ infrastructure: eks(props), ...spec }).problems.map(({ code, path }) => `${code} ${path}`);
const warningsOf = (props: Partial<EksProps>, spec: Partial<PlanOf> = {}) =>
  planOf({ infrastructure: eks(props), ...spec }).warnings.map(({ code }) => code);

const plugin = (socket: Plugin['socket'], name: string, provides: Capability[] = []): Plugin<never> => ({
  contract: CONTRACT,
  socket: socket as never,
  name,
  settings: {},
  provides: () => provides.map(capability => ({ capability })),
  contribute: () => [],
});

describe('eks', () => {
  it('holds to the contract', () => {
    assertInfrastructure(eks());
    assertInfrastructure(eks({ autoMode: true }));
  });

  it('brings network, Services and DNS itself unless somebody else does', () => {
    const addons = (spec: Partial<PlanOf>) =>
      planOf({ infrastructure: eks(), ...spec }).plan?.items.flatMap(item =>
        item.kind === 'addon' ? [item.spec.name] : [],
      );
    expect(addons({})).toEqual(['eks-pod-identity-agent', 'kube-proxy', 'vpc-cni', 'coredns']);
    expect(addons({ network: new Cilium() })).toEqual(['eks-pod-identity-agent', 'coredns']);
    expect(addons({ network: new Cilium({ ipam: 'chained' }) })).toContain('vpc-cni');
  });

  it('supplies network policies where its add-on is told to enforce them, and somebody needs that', () => {
    const needs = {
      ...plugin('mesh', 'strict'),
      needs: () => [{ capability: 'network/policy', because: 'b', fix: 'f' }],
    };
    const addons = { 'vpc-cni': { configuration: { enableNetworkPolicy: 'true' } } };
    const mesh = needs as Plugin<never>;
    expect(problemsOf({}, { mesh })).toEqual(['MISSING test/mesh']);
    const { plan } = planOf({ infrastructure: eks({ addons }), mesh });
    expect(plan?.capabilities['network/policy']).toEqual([{ by: 'eks' }]);
    const other = planOf({ infrastructure: eks(), mesh, network: new AwsVpcCni() }).plan;
    expect(other?.capabilities['network/policy']).toEqual([{ by: 'aws-vpc-cni' }]);
  });

  it('carries a domain of its own to kubelets and to DNS', () => {
    const { plan } = planOf({ infrastructure: eks(), addresses: { domain: 'corp.internal' } });
    expect(plan?.items.find(item => item.kind === 'kubelet')?.spec).toEqual({ clusterDomain: 'corp.internal' });
    const dns = plan?.items.find(item => item.id === 'coredns')?.spec as { configuration: { corefile: string } };
    expect(dns.configuration.corefile).toContain('kubernetes corp.internal in-addr.arpa');
  });

  it('has containerd on its nodes already', () => {
    const { plan } = planOf({ infrastructure: eks(), runtime: new Containerd() });
    expect(plan?.plugins.find(({ name }) => name === 'containerd')?.as).toBe('native');
  });

  it('takes the dates of new minors from the user', () => {
    const versions = [{ minor: '1.99', standardUntil: '2099-01-01' }] as const;
    expect(problemsOf({ versions }, { kubernetes: '1.99' })).toEqual([]);
    expect(problemsOf({}, { kubernetes: '1.99' })).toEqual(['VERSION test/kubernetes']);
  });
});

describe('machines that are newer than this release', () => {
  const machine = { type: 'm10g.large', arch: 'arm64', cpu: 2, memoryGiB: 8, interfaces: 3, addresses: 10 } as const;
  const pools = [{ name: 'general', machine: 'm10g.large', arch: 'arm64', min: 1 }] as const;

  it('are taken by name once the user has described them', () => {
    expect(problemsOf({}, { pools })).toEqual(['MACHINE test/pools/general']);
    const [pool] = planOf({ infrastructure: eks({ machines: [machine] }), pools }).plan?.pools ?? [];
    expect(pool?.answer).toMatchObject({ type: 'm10g.large', maxPods: 29, image: 'AL2023_ARM_64_STANDARD' });
  });
});

describe('eks refuses', () => {
  it.each<[string, Partial<EksProps>, string]>([
    ['a region that is none', { region: 'frankfurt' }, 'infrastructure/region'],
    ['one zone', { zones: 1 }, 'infrastructure/zones'],
    ['five zones', { zones: ['a', 'b', 'c', 'd', 'e'] }, 'infrastructure/zones'],
    ['a range that is none', { publicAccess: ['203.0.113.7/24'] }, 'infrastructure/publicAccess/0'],
    [
      'a principal that is no ARN',
      { access: [{ principalArn: 'ops', policy: 'view' }] },
      'infrastructure/access/0/principalArn',
    ],
    ['a period that CloudWatch does not know', { logs: { retentionDays: 42 } }, 'infrastructure/logs/retentionDays'],
    ['a misspelt prop', { publicAcess: [] } as object, 'infrastructure/publicAcess'],
    ['a private range as public', { publicAccess: ['10.1.0.0/16'] }, 'infrastructure/publicAccess/0'],
    [
      "a NAT in somebody else's network",
      { nat: 'single', network: { vpcId: 'vpc-1', cidr: '10.0.0.0/16', privateSubnetIds: ['a', 'b'] } },
      'infrastructure/nat',
    ],
    [
      'one subnet for the control plane',
      { network: { vpcId: 'vpc-1', cidr: '10.0.0.0/16', privateSubnetIds: ['a'] } },
      'infrastructure/network/privateSubnetIds',
    ],
    [
      'zones that its subnets tell already',
      { zones: 2, network: { vpcId: 'vpc-1', cidr: '10.0.0.0/16', privateSubnetIds: { a: '1', b: '2' } } },
      'infrastructure/zones',
    ],
    [
      'zones that its subnets cannot tell',
      { zones: 2, network: { vpcId: 'vpc-1', cidr: '10.0.0.0/16', privateSubnetIds: ['a', 'b'] } },
      'infrastructure/zones',
    ],
    ['more zones than there are', { zones: 4 }, 'infrastructure/zones'],
    ['a zone twice', { zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1a'] }, 'infrastructure/zones'],
    [
      'a subnet twice',
      { network: { vpcId: 'vpc-1', cidr: '10.0.0.0/16', privateSubnetIds: ['a', 'b', 'a'] } },
      'infrastructure/network/privateSubnetIds/2',
    ],
    [
      'a zone that only Terraform knows',
      {
        network: {
          vpcId: 'vpc-1',
          cidr: '10.0.0.0/16',
          privateSubnetIds: { 'eu-central-1a': 'a', [Token.asString({ resolve: () => 'b' })]: 'b' },
        },
      },
      'infrastructure/network/privateSubnetIds',
    ],
  ])('%s', (_, props, at) => {
    expect(problemsOf(props)).toEqual([`PROPS test/${at}`]);
  });

  it('props that are no object, without a stack trace of its own', () => {
    const { problems } = planOf({ infrastructure: new Eks(undefined as unknown as EksProps) });
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['PROPS test/infrastructure']);
  });

  it('Services outside of private ranges, or in a range of the wrong size', () => {
    for (const services of ['100.64.0.0/16', '172.20.0.0/25', '10.0.0.0/8']) {
      const found = problemsOf({}, { addresses: { services, network: '192.168.0.0/16', pods: '11.0.0.0/16' } });
      expect(found).toEqual(['CNI-18 test/addresses/services']);
    }
  });

  it('a network that has no room for its subnets', () => {
    expect(problemsOf({}, { addresses: { network: '10.0.0.0/24' } })).toEqual(['ADDRESSES test/addresses/network']);
    expect(problemsOf({}, { addresses: { network: '10.0.0.0/15' } })).toEqual(['ADDRESSES test/addresses/network']);
  });

  it('a runtime that its nodes do not come with', () => {
    const { problems } = planOf({ infrastructure: eks(), runtime: plugin('runtime', 'cri-o') });
    expect(problems[0]?.because).toContain("runtime 'cri-o' cannot be used on 'eks'");
  });

  it('webhooks behind an overlay, which the control plane cannot reach', () => {
    const mesh = plugin('mesh', 'istio', ['webhooks']);
    const overlay = new Cilium({ ipam: 'cluster-pool' });
    expect(problemsOf({}, { mesh, network: overlay })).toContain('EKS-06 test/infrastructure');
    expect(problemsOf({}, { mesh, network: new Cilium() })).toEqual([]);
  });

  it('add-ons behind an overlay, unless they are in the network of nodes', () => {
    const network = new Cilium({ ipam: 'cluster-pool' });
    const found = (addons: EksProps['addons']) => problemsOf({ addons }, { network });
    expect(found({ adot: {}, 'metrics-server': {} })).toEqual([
      'EKS-06 test/infrastructure/addons/adot',
      'EKS-06 test/infrastructure/addons/metrics-server',
    ]);
    const metrics = (enabled: boolean) => ({ 'metrics-server': { configuration: { hostNetwork: { enabled } } } });
    expect(found(metrics(false))).toEqual(['EKS-06 test/infrastructure/addons/metrics-server']);
    expect(found(metrics(true))).toEqual([]);
    expect(found({ 'cert-manager': { configuration: { webhook: { hostNetwork: true } } } })).toEqual([]);
    expect(problemsOf({ addons: { 'metrics-server': {} } })).toEqual([]);
  });

  it('raw disks, which its machines have none of', () => {
    const ceph = {
      ...plugin('storage', 'ceph'),
      demands: () => ({ by: 'ceph', because: 'it stores on them', disks: 1 }),
    };
    const { problems } = planOf({ infrastructure: eks(), storage: [ceph] });
    expect(problems.map(({ code, because }) => `${code} ${because}`)).toEqual([
      "MACHINE 'ceph' asks for raw disks (it stores on them), and nodes of 'eks' have none",
    ]);
  });

  it('a minor past its standard support, unless extended support is paid for', () => {
    expect(problemsOf({}, { kubernetes: '1.33' })).toEqual(['EKS-22 test/infrastructure/support']);
    expect(problemsOf({ support: 'extended' }, { kubernetes: '1.33' })).toEqual([]);
  });

  it('what a managed node group cannot do', () => {
    const pool = { name: 'general', cpu: 2, min: 1, max: 3 };
    const found = problemsOf(
      {},
      { pools: [{ ...pool, maxSurge: 2, maxUnavailable: 0, labels: { 'eks.amazonaws.com/nodegroup': 'x' } }] },
    );
    expect(found).toEqual([
      'EKS-POOL test/pools/general/maxSurge',
      'EKS-POOL test/pools/general/maxUnavailable',
      'EKS-POOL test/pools/general/labels',
    ]);
    expect(problemsOf({}, { pools: [{ ...pool, min: 0, max: 0 }] })).toContain('EKS-POOL test/pools/general/max');
    expect(problemsOf({}, { pools: [{ ...pool, diskGiB: 19 }] })).toEqual(['EKS-POOL test/pools/general/diskGiB']);
    expect(problemsOf({ os: 'bottlerocket' }, { pools: [{ ...pool, diskGiB: 19 }] })).toEqual([]);
    const taints = Array.from({ length: 51 }, (_, n) => ({ key: `t${n}`, effect: 'PreferNoSchedule' as const }));
    expect(problemsOf({}, { pools: [{ ...pool, taints }] })).toEqual(['EKS-POOL test/pools/general/taints']);
    expect(problemsOf({}, { pools: [{ ...pool, taints: taints.slice(1) }] })).toEqual([]);
  });

  it.each([
    ['node-role.kubernetes.io/web', 1],
    ['k8s.io/team', 1],
    ['kubernetes.io/arch', 1],
    ['eks.amazonaws.com/nodegroup', 1],
    ['node.kubernetes.io/team', 0],
    ['mykubernetes.io/team', 0],
    ['team', 0],
  ])('or takes, labels by their prefix: %s', (label, count) => {
    const pools = [{ name: 'general', cpu: 2, min: 1, labels: { [label]: 'x' } }];
    expect(problemsOf({}, { pools })).toEqual(Array(count).fill('EKS-POOL test/pools/general/labels'));
  });

  it('names that EKS Auto Mode has pools of its own for', () => {
    const named = (name: string) => problemsOf({ autoMode: true }, { pools: [{ name, cpu: 2, min: 0, max: 2 }] });
    for (const name of ['system', 'general-purpose']) expect(named(name)[0]).toMatch(/^NAME /);
    expect(named('system-2')).toEqual([]);
  });

  it('a choice of zones among subnets whose zones nobody tells', () => {
    const pools = [{ name: 'general', cpu: 2, min: 1, zones: ['eu-central-1a'] }];
    const network = { vpcId: 'vpc-1', cidr: '10.0.0.0/16', privateSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'] };
    const byZone = { 'eu-central-1a': 'subnet-1', 'eu-central-1b': 'subnet-2' };
    expect(problemsOf({ network }, { pools })).toEqual(['ZONE test/pools/general/zones']);
    const zones = ['eu-central-1a', 'eu-central-1b'];
    expect(problemsOf({ network, zones }, { pools })).toEqual(['EKS-POOL test/pools/general/zones']);
    expect(problemsOf({ network: { ...network, privateSubnetIds: byZone } }, { pools })).toEqual([]);
  });

  it('an add-on whose work somebody else does', () => {
    const addons = { 'vpc-cni': {}, 'kube-proxy': {} };
    expect(problemsOf({ addons }, { network: new Cilium() })).toEqual([
      'EKS-26 test/infrastructure/addons/vpc-cni',
      'EKS-26 test/infrastructure/addons/kube-proxy',
    ]);
  });

  it('a cluster that nobody administers, and the same grant twice', () => {
    const principalArn = 'arn:aws:iam::123456789012:role/ops';
    expect(problemsOf({ creatorAccess: false })).toEqual(['EKS-ACCESS test/infrastructure/access']);
    expect(problemsOf({ creatorAccess: false, access: [{ principalArn, policy: 'cluster-admin' }] })).toEqual([]);
    const view = { principalArn, policy: 'view', namespaces: ['a'] } as const;
    expect(problemsOf({ access: [view, { ...view, namespaces: ['b'] }] })).toEqual([
      'EKS-ACCESS test/infrastructure/access',
    ]);
  });

  it('tags that AWS would refuse', () => {
    const tags = { 'aws:owner': 'me', team: 'a;b', ['k'.repeat(129)]: 'v', fine: 'Zoë & co'.replace(' &', '') };
    expect(problemsOf({}, { tags }).map(each => each.slice(0, 8))).toEqual(['EKS-TAGS', 'EKS-TAGS', 'EKS-TAGS']);
  });

  it('names that are too long or illegal', () => {
    expect(problemsOf({}, { name: 'a'.repeat(101) })[0]).toMatch(/^NAME /);
    expect(problemsOf({}, { pools: [{ name: 'general purpose', cpu: 2, min: 1 }] })[0]).toMatch(/^NAME /);
    expect(problemsOf({}, { pools: [{ name: 'p'.repeat(64), cpu: 2, min: 1 }] })[0]).toMatch(/^NAME /);
  });

  it("identities that say nothing of AWS, and files on machines that are not the user's", () => {
    const refusal = (item: object) =>
      JSON.stringify(eks().consumes({ id: 'x', by: 'p', because: 'b', stage: 'nodes', ...item } as never));
    expect(
      refusal({ kind: 'identity', spec: { namespace: 'n', serviceAccount: 's', grants: { google: { roles: [] } } } }),
    ).toContain('in AWS');
    expect(refusal({ kind: 'node-file', on: { role: 'control-plane' }, spec: { path: '/a', content: '' } })).toContain(
      'AWS runs the control plane',
    );
    expect(refusal({ kind: 'port', spec: { from: 'node', to: { service: 'dns' }, protocol: 'tcp' } })).toContain(
      "no service 'dns'",
    );
    expect(refusal({ kind: 'port', spec: { from: 'operator', to: 'node', protocol: 'tcp' } })).toContain(
      'privateAccess',
    );
    expect(refusal({ kind: 'port', spec: { from: 'node', to: 'operator', protocol: 'tcp' } })).toContain(
      'privateAccess',
    );
    expect(refusal({ kind: 'port', spec: { from: 'internet', to: 'load-balancer', protocol: 'tcp' } })).toContain(
      'passes none of them',
    );
    const toApiServer = { kind: 'port', spec: { from: 'operator', to: 'control-plane', protocol: 'tcp' } } as never;
    expect(eks({ publicAccess: [] }).consumes(toApiServer)).toMatchObject({
      fix: expect.stringContaining('publicAccess'),
    });
    expect(eks().consumes(toApiServer)).toBe(true);
    expect(eks().consumes({ kind: 'helm-release', id: 'x' } as never)).toBeUndefined();
  });
});

describe('eks asks for consent', () => {
  it('to a region or zone that opened after this release', () => {
    expect(problemsOf({ region: 'eu-center-1' })).toEqual(['EKS-REGION test/infrastructure/region']);
    expect(problemsOf({ zones: ['eu-central-1a', 'eu-central-1x'] })).toEqual(['EKS-ZONE test/infrastructure/zones']);
    const privateSubnetIds = { 'eu-central-1a': 'subnet-1', 'eu-west-1a': 'subnet-2' };
    const network = { vpcId: 'vpc-1', cidr: '10.0.0.0/16', privateSubnetIds };
    expect(problemsOf({ network })).toEqual(['EKS-ZONE test/infrastructure/network/privateSubnetIds/eu-west-1a']);
    const acknowledge = [{ code: 'EKS-REGION', because: 'it opened last week' }];
    expect(problemsOf({ region: 'eu-center-1' }, { acknowledge })).toEqual([]);
  });

  it('to an API server that answers the whole internet', () => {
    const asked = ['EKS-PUBLIC test/infrastructure/publicAccess'];
    expect(problemsOf({ publicAccess: ['0.0.0.0/0'] })).toEqual(asked);
    expect(problemsOf({ publicAccess: ['0.0.0.0/1', '128.0.0.0/1'] })).toEqual(asked);
    expect(problemsOf({ publicAccess: ['203.0.113.0/24', '198.51.100.0/24'] })).toEqual([]);
    expect(problemsOf({ publicAccess: [], privateAccess: ['0.0.0.0/0'] })).toEqual([]);
  });

  it('to cluster DNS without a home', () => {
    const pool = { name: 'general', cpu: 2, min: 0, max: 3 };
    const tainted = { ...pool, min: 1, taints: [{ key: 'a', effect: 'NoSchedule' }] } as const;
    expect(problemsOf({}, { pools: [pool] })).toEqual(['EKS-HOME test/pools']);
    expect(problemsOf({}, { pools: [tainted] })).toEqual(['EKS-HOME test/pools']);
    const home = { ...pool, name: 'home', min: 1 };
    expect(problemsOf({}, { pools: [{ ...home, gpu: 1 }] })).toEqual(['EKS-HOME test/pools']);
    expect(problemsOf({}, { pools: [tainted, home] })).toEqual([]);
    expect(problemsOf({ autoMode: true }, { pools: [pool] })).toEqual([]);
  });

  it('to two that enforce network policies', () => {
    const addons = { 'vpc-cni': { configuration: { enableNetworkPolicy: 'true' } } };
    const chained = { network: new Cilium({ ipam: 'chained' }) };
    expect(problemsOf({ addons }, chained)).toEqual(['EKS-08 test/infrastructure/addons/vpc-cni']);
    expect(problemsOf({}, chained)).toEqual([]);
    expect(problemsOf({ addons })).toEqual([]);
  });
});

describe('eks warns', () => {
  const pools = [{ name: 'general', cpu: 2, min: 1 }];

  it('that pools do not grow by themselves', () => {
    const elastic = { pools: [{ name: 'general', cpu: 2, min: 1, max: 3 }] };
    expect(warningsOf({}, elastic)).toEqual(['EKS-SCALE']);
    const fixes = (pool: object) =>
      planOf({
        infrastructure: eks(),
        pools: [...pools, { name: 'batch', cpu: 2, min: 0, max: 3, ...pool }],
      }).warnings.map(({ fix }) => fix.replace(/.* or /, ''));
    expect(fixes({})).toEqual(["raise 'min' to the nodes it needs, and set 'max' to the same"]);
    expect(fixes({ desired: 2 })).toEqual(["set 'min' and 'max' to 2"]);
    expect(fixes({ min: 2, max: 2 })).toEqual([]);
    expect(warningsOf({}, { pools })).toEqual([]);
    expect(warningsOf({}, { ...elastic, mesh: plugin('mesh', 'karpenter', ['nodes/autoscaling']) })).toEqual([]);
    expect(warningsOf({ autoMode: true }, { pools: [{ name: 'general', cpu: 2, min: 0, max: 3 }] })).toEqual([]);
  });

  it('that nobody tells Kubernetes of GPUs', () => {
    const learning = { pools: [...pools, { name: 'learning', gpu: 1, min: 1 }] };
    expect(warningsOf({}, learning)).toEqual(['EKS-GPU']);
    expect(warningsOf({ os: 'bottlerocket' }, learning)).toEqual([]);
    expect(warningsOf({ autoMode: true }, learning)).toEqual([]);
    expect(warningsOf({}, { ...learning, mesh: plugin('mesh', 'gpus', ['devices/gpu']) })).toEqual([]);
  });

  it('of a mode of kube-proxy that goes away', () => {
    const addons = { 'kube-proxy': { configuration: { mode: 'ipvs' } } };
    expect(warningsOf({ addons }, { pools })).toEqual(['KP-08']);
    expect(warningsOf({ addons }, { pools, kubernetes: '1.34' })).toEqual([]);
    expect(warningsOf({ addons: { 'kube-proxy': { configuration: { mode: 'nftables' } } } }, { pools })).toEqual([]);
  });

  it('of a private endpoint that deliveries must reach', () => {
    const warned = (props: Partial<EksProps>, deliveries?: PlanOf['deliveries']) =>
      warningsOf(props, { pools, ...(deliveries && { deliveries }) });
    expect(warned({ publicAccess: [] }, [new TerraformHelm()])).toEqual(['EKS-PRIVATE']);
    expect(warned({ publicAccess: [] }, [new Manifests()])).toEqual(['EKS-PRIVATE']);
    expect(warned({ publicAccess: [] })).toEqual([]);
    expect(warned({}, [new TerraformHelm()])).toEqual([]);
  });

  it('that AWS supports its own pod network only', () => {
    expect(warningsOf({}, { network: new Cilium() })).toContain('EKS-05');
    expect(warningsOf({}, { network: new AwsVpcCni() })).not.toContain('EKS-05');
  });
});
