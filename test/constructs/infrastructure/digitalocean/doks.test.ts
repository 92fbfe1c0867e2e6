import { Token } from 'cdktf';
import { Doks } from 'tenon/digitalocean';
import type { Item, Port } from 'tenon/spi';
import { assertInfrastructure } from 'tenon/testing';
import { doks, planned, problems, publicAccess, refusals } from './shop';

const pool = { name: 'general', cpu: 2, memoryGiB: 4, min: 1, max: 3 };

test('is an infrastructure', () => {
  assertInfrastructure(doks());
});

test('brings its network, runtime, DNS and volume driver', () => {
  const { capabilities } = planned();
  const by = (name: string) => capabilities[name]?.map(each => each.by);
  expect(capabilities['network/pods']).toEqual([{ by: 'doks', value: 'routed' }]);
  expect(capabilities['network/services']).toEqual([{ by: 'doks', value: 'ebpf' }]);
  expect(by('runtime/containers')).toEqual(['doks']);
  expect(by('dns/cluster')).toEqual(['doks']);
  expect(by('driver/dobs.csi.digitalocean.com')).toEqual(['doks']);
  expect(by('crd/snapshot.storage.k8s.io')).toEqual(['doks']);
  expect(by('crd/gateway.networking.k8s.io')).toEqual(['doks']);
});

test('has the Gateway API from 1.33 on', () => {
  const infrastructure = doks({ versions: [{ minor: '1.32' }] });
  const { capabilities, items } = planned({ infrastructure, kubernetes: '1.32' });
  expect(capabilities['crd/gateway.networking.k8s.io']).toBeUndefined();
  expect(items.map(item => item.id)).toEqual(['network-policy']);
});

describe('props', () => {
  const wrong = (props: object) => new Doks(props as never).findings.map(({ at, fix }) => `${at}: ${fix}`);

  test('of JavaScript callers are checked', () => {
    expect(wrong({ region: 'fra1' })).toEqual([
      "infrastructure/publicAccess: give the ranges that may reach the API endpoint, such as ['203.0.113.0/24']",
    ]);
    expect(wrong({ region: 'Frankfurt', publicAccess: [] })).toEqual([
      "infrastructure/region: give a region's slug, such as fra1",
      "infrastructure/publicAccess: give at least one range, such as '203.0.113.0/24'",
    ]);
    expect(wrong({ region: 'fra1', publicAccess: ['203.0.113.7'], vpc: 'x' })).toEqual([
      "infrastructure/publicAccess/0: give an IPv4 range such as '203.0.113.0/24'",
      "infrastructure/vpc: remove 'vpc', or correct its name",
    ]);
    expect(wrong({ region: 'fra1', publicAccess, maintenanceWindow: { day: 'sunday', startTime: '4 am' } })).toEqual([
      "infrastructure/maintenanceWindow/startTime: give a time such as '04:00'",
    ]);
    expect(new Doks(undefined as never).findings[0]).toMatchObject({
      because: "'region' is missing",
      fix: "give a region's slug, such as fra1",
    });
  });

  test('refuses a region that nobody has heard of, until it is vouched for', () => {
    const infrastructure = doks({ region: 'fra2' });
    const [problem] = problems({ infrastructure });
    expect(problem).toMatchObject({ code: 'DO-14', path: 'test/infrastructure/region', value: 'fra2' });
    expect(problem?.fix).toMatch(/^did you mean 'fra1'\?/);
    expect(refusals({ infrastructure, acknowledge: [{ code: 'DO-14', because: 'opened last week' }] })).toEqual([]);
  });
});

test.each([[['0.0.0.0/0']], [['0.0.0.0/1', '128.0.0.0/1']]])('asks before %j may reach the API endpoint', ranges => {
  const infrastructure = doks({ publicAccess: ranges });
  expect(refusals({ infrastructure })).toEqual(['DO-PUBLIC test/infrastructure/publicAccess']);
  expect(refusals({ infrastructure, acknowledge: [{ code: 'DO-PUBLIC', because: 'a demonstration' }] })).toEqual([]);
});

describe('addresses', () => {
  test('refuses ranges that DigitalOcean keeps, or that are not private', () => {
    expect(refusals({ addresses: { network: '10.19.0.0/20' } })).toEqual(['DO-05 test/addresses/network']);
    expect(refusals({ addresses: { pods: '10.244.0.0/16' } })).toEqual(['DO-05 test/addresses/pods']);
    expect(refusals({ addresses: { services: '100.64.0.0/19' } })).toEqual(['DO-05 test/addresses/services']);
    expect(refusals({ infrastructure: doks({ region: 'ams3' }), addresses: { network: '10.19.0.0/20' } })).toEqual([]);
  });

  test('refuses a VPC of a size that there is not', () => {
    expect(refusals({ addresses: { network: '10.128.0.0/15' } })).toEqual(['DO-05 test/addresses/network']);
  });

  test('gives each node a /25 of the pods, and refuses more nodes than there are', () => {
    const pools = [{ ...pool, max: 33 }];
    expect(refusals({ pools, addresses: { pods: '10.201.0.0/20' } })).toEqual(['DO-05 test/addresses/pods']);
    expect(refusals({ pools: [{ ...pool, max: 32 }], addresses: { pods: '10.201.0.0/20' } })).toEqual([]);
    expect(refusals({ pools: [{ ...pool, max: 1001 }] })).toEqual(['DO-05 test/pools']);
  });

  test('an existing VPC has its own range, which pods must not overlap', () => {
    const infrastructure = doks({ network: { vpcUuid: 'c33931f2', cidr: '10.201.4.0/22' } });
    expect(refusals({ infrastructure })).toEqual(['CNI-14 test/addresses/pods']);
    expect(refusals({ infrastructure, addresses: { pods: '10.210.0.0/16' } })).toEqual([]);
    expect(refusals({ infrastructure, addresses: { network: '10.9.0.0/16', pods: '10.210.0.0/16' } })).toEqual([
      'ADDRESSES test/addresses/network',
    ]);
  });

  test("refuses a DNS domain other than the service's", () => {
    expect(refusals({ addresses: { domain: 'shop.local' } })).toEqual(['DO-12 test/addresses/domain']);
  });
});

describe('pools', () => {
  const one = (changes: object) => ({ pools: [{ ...pool, ...changes }] });

  test('have the smallest machine that fits, with 110 pods', () => {
    const [general] = planned({ pools: [{ name: 'general', cpu: 4, memoryGiB: 8, min: 1 }] }).pools;
    expect(general?.answer).toMatchObject({ type: 's-4vcpu-8gb', cpu: 4, memoryGiB: 8, maxPods: 110, accepts: [] });
  });

  test('have GPUs where they ask for them', () => {
    const { pools } = planned({ pools: [pool, { name: 'gpu', gpu: 8, min: 0, max: 1 }] });
    expect(pools[1]?.answer).toMatchObject({ gpu: 8, kvm: false });
    expect(pools[1]?.answer.type).toMatch(/^gpu-/);
  });

  test('take machines by name that are newer than this release, once the user has described them', () => {
    const pools = [{ name: 'general', machine: 's9-4vcpu-8gb', min: 1 }];
    expect(refusals({ pools })).toEqual(['MACHINE test/pools/general']);
    const machine = { type: 's9-4vcpu-8gb', cpu: 4, memoryGiB: 8, diskGiB: 160 };
    const [general] = planned({ infrastructure: doks({ machines: [machine] }), pools }).pools;
    expect(general?.answer).toMatchObject({ type: machine.type, cpu: 4, gpu: 0, details: { diskGiB: 160 } });
    const [bySize] = planned({ infrastructure: doks({ machines: [machine] }), pools: [{ ...pool, cpu: 4 }] }).pools;
    expect(bySize?.answer.type).not.toBe(machine.type);
    const { findings } = doks({ machines: [{ type: '', cpu: 0.5, memoryGiB: 8 }] });
    expect(findings.map(({ at }) => at)).toEqual(['infrastructure/machines/0/type', 'infrastructure/machines/0/cpu']);
  });

  test('refuses what the service does not have, each by name', () => {
    const asked = { spot: true, maxSurge: 1, maxUnavailable: 1, kubernetes: '1.35' };
    expect(refusals(one({ ...asked, labels: { 'doks.digitalocean.com/node-pool': 'x' } }))).toEqual([
      'DO-08 test/pools/general/spot',
      'DO-08 test/pools/general/maxSurge',
      'DO-08 test/pools/general/maxUnavailable',
      'DO-08 test/pools/general/kubernetes',
      'DO-08 test/pools/general/labels/doks.digitalocean.com/node-pool',
    ]);
    expect(refusals(one({ zones: ['fra1a'] }))).toEqual(['ZONE test/pools/general/zones']);
    expect(refusals(one({ arch: 'arm64' }))).toEqual(['MACHINE test/pools/general']);
  });

  test('takes a surge that is what the service does anyway', () => {
    expect(refusals(one({ maxSurge: 10 }))).toEqual([]);
    expect(refusals({ ...one({ maxSurge: 0 }), infrastructure: doks({ surgeUpgrade: false }) })).toEqual([]);
    const [problem] = problems(one({ maxSurge: 0 }));
    expect(problem?.because).toBe("'doks' adds up to 10 nodes to any pool that it upgrades, and no other number");
  });

  test('refuses a cluster whose own pods have nowhere to run', () => {
    expect(refusals({ pools: [{ name: 'gpu', gpu: 1, min: 1 }] })).toEqual(['DO-09 test/pools']);
    expect(refusals(one({ min: 0 }))).toEqual(['DO-09 test/pools']);
    const taint = (effect: string) => [{ key: 'dedicated', value: 'web', effect }];
    expect(refusals(one({ taints: taint('NoSchedule') }))).toEqual(['DO-09 test/pools']);
    expect(refusals(one({ taints: taint('NoExecute') }))).toEqual(['DO-09 test/pools']);
    expect(refusals(one({ taints: taint('PreferNoSchedule') }))).toEqual([]);
    const other = { ...pool, name: 'web', taints: taint('NoSchedule') };
    expect(refusals({ pools: [other, pool] })).toEqual([]);
  });
});

test('refuses tags that are no words to DigitalOcean', () => {
  expect(refusals({ tags: { owner: 'the shop team', k8s: 'x', team: 'shop' } })).toEqual([
    'DO-11 test/tags/owner',
    'DO-11 test/tags/k8s',
  ]);
});

describe('changes', () => {
  const pools = [pool, { name: 'batch', cpu: 8, memoryGiB: 16, min: 0, max: 2 }];
  const before = planned({ pools });

  test('refuses those that would destroy the cluster, until they are meant', () => {
    const swapped = { pools: [...pools].reverse(), before };
    expect(problems(swapped)).toMatchObject([
      {
        code: 'DO-10',
        path: 'test/pools/batch',
        fix: expect.stringMatching(/^keep 'general' as the first pool, with machine 's-2vcpu-4gb'.*acknowledge DO-10/),
      },
    ]);
    expect(refusals({ ...swapped, acknowledge: [{ code: 'DO-10', because: 'it is empty' }] })).toEqual([]);
    expect(refusals({ pools, before, addresses: { pods: '10.210.0.0/16' } })).toEqual(['DO-10 test/addresses/pods']);
    expect(refusals({ pools, before, infrastructure: doks({ region: 'ams3' }) })).toEqual([
      'DO-10 test/infrastructure/region',
    ]);
  });

  test('refuses another VPC, as far as its UUID is known', () => {
    const addresses = { pods: '10.210.0.0/16' };
    const inVpc = (vpcUuid: string) => doks({ network: { vpcUuid, cidr: '10.201.4.0/22' } });
    const was = (infrastructure: Doks) => planned({ pools, addresses, infrastructure });
    const changed = (from: Doks, to: Doks) => refusals({ pools, addresses, infrastructure: to, before: was(from) });
    const late = Token.asString({ resolve: () => 'x' });
    const refusal = 'DO-10 test/infrastructure/network/vpcUuid';
    expect(changed(inVpc('a'), inVpc('b'))).toEqual([refusal]);
    expect(changed(doks(), inVpc(late))).toEqual([refusal, 'DO-10 test/addresses/network']);
    expect(changed(inVpc(late), doks())).toEqual([refusal, 'DO-10 test/addresses/network']);
    expect(changed(inVpc('a'), inVpc('a'))).toEqual([]);
    expect(changed(inVpc(late), inVpc(late))).toEqual([]);
    expect(changed(inVpc(late), inVpc('a'))).toEqual([]);
  });

  test('refuses another machine for a pool, whose nodes would all go at once', () => {
    const machine = { ...pools[1]!, cpu: 16, memoryGiB: 32 };
    const [problem, ...others] = problems({ pools: [pool, machine], before });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'DO-10',
      path: 'test/pools/batch',
      because: expect.stringMatching(/^going from \S+ to \S+ here destroys the pool and all its nodes/),
      fix: expect.stringContaining('or add a pool of another name'),
    });
  });

  test('takes those that do not', () => {
    expect(refusals({ pools: [{ ...pool, max: 9 }, pools[1]!, { name: 'new', cpu: 16, min: 1 }], before })).toEqual([]);
  });

  test('refuses to take high availability away', () => {
    expect(refusals({ pools, before, infrastructure: doks({ highAvailability: false }) })).toEqual([
      'DO-13 test/infrastructure/highAvailability',
    ]);
  });
});

describe('items', () => {
  const port = (spec: Port) => ({ kind: 'port', id: 'x', by: 'x', because: 'x', stage: 'nodes', spec }) as Item;
  const taken = (spec: Port, changes = {}) => doks(changes).consumes(port(spec));

  test('ports among nodes, pods, the control plane and load balancers are open already', () => {
    expect(taken({ from: 'node', to: 'node', protocol: 'udp', range: [8472, 8472] })).toBe(true);
    expect(taken({ from: 'control-plane', to: 'pod', protocol: 'tcp', range: [9443, 9443] })).toBe(true);
    expect(taken({ from: 'load-balancer', to: { pool: 'web' }, protocol: 'tcp' })).toBe(true);
    expect(taken({ from: 'pod', to: { service: 'database' }, protocol: 'tcp', range: [5432, 5432] })).toBe(true);
    expect(taken({ from: 'operator', to: 'control-plane', protocol: 'tcp', range: [443, 443] })).toBe(true);
  });

  test('refuses ports to the outside, and protocols that its firewalls do not know', () => {
    const web: Port = { from: 'internet', to: 'node', protocol: 'tcp', range: [80, 80] };
    expect(taken(web)).toMatchObject({ fix: expect.stringContaining('LoadBalancer') });
    expect(taken({ from: 'node', to: 'node', protocol: 'esp' })).toMatchObject({
      because: "DigitalOcean's firewalls pass TCP, UDP and ICMP, and no 'esp'",
    });
  });

  test('the internet reaches the control plane where publicAccess says so', () => {
    const api: Port = { from: 'internet', to: 'control-plane', protocol: 'tcp', range: [443, 443] };
    expect(taken(api)).toMatchObject({ fix: expect.any(String) });
    expect(taken(api, { publicAccess: ['0.0.0.0/0'] })).toBe(true);
  });

  test.each(['identity', 'addon', 'file-system', 'kubelet', 'node-file', 'node-package', 'node-command'] as const)(
    'refuses %s items',
    kind => {
      const item = { kind, id: 'x', by: 'x', because: 'x', stage: 'nodes', spec: {} } as unknown as Item;
      expect(doks().consumes(item)).toMatchObject({ because: expect.any(String), fix: expect.any(String) });
    },
  );

  test('leaves releases and objects to deliveries', () => {
    const item = { kind: 'object', id: 'x', by: 'x', because: 'x', stage: 'platform', spec: {} } as unknown as Item;
    expect(doks().consumes(item)).toBeUndefined();
  });
});
