import { App } from 'cdktf';
import { planOf } from 'tenon/testing';
import type { Item, Rule } from 'tenon/spi';
import { item, paper, plugin } from './paper';

const codes = (planned: ReturnType<typeof planOf>) =>
  planned.problems.map(problem => `${problem.path} ${problem.code}`);

describe('bad input', () => {
  const base = { infrastructure: paper() };
  const pool = { name: 'general', cpu: 2, min: 1 };
  const thrower = () => {
    throw new TypeError('x is undefined');
  };
  const nodeFile = { ...item('addon', 'x'), kind: 'node-file', spec: { path: '/x', content: '' } } as Item;
  it.each([
    ['a version that is none', { kubernetes: 'latest' }, 'test/kubernetes VERSION'],
    ['a version that is not offered', { kubernetes: '1.33' }, 'test/kubernetes VERSION'],
    ['no pools', { pools: [] }, 'test/pools PROPS'],
    ['min over max', { pools: [{ ...pool, min: 5, max: 3 }] }, 'test/pools/general/max POOL-SIZE'],
    ['desired outside', { pools: [{ ...pool, max: 3, desired: 9 }] }, 'test/pools/general/desired POOL-SIZE'],
    ['two pools of one name', { pools: [pool, pool] }, 'test/pools/general DUPLICATE'],
    ['an illegal pool name', { pools: [{ ...pool, name: 'Not_Ok' }] }, 'test/pools/Not_Ok NAME'],
    ['a name too long', { name: 'a'.repeat(30) }, `${'a'.repeat(30)} NAME`],
    [
      'a misspelt taint effect',
      { pools: [{ ...pool, taints: [{ key: 'a', effect: 'NoShedule' }] }] },
      'test/pools/general/taints/0/effect PROPS',
    ],
    ['an unknown zone', { pools: [{ ...pool, zones: ['c'] }] }, 'test/pools/general/zones ZONE'],
    ['a machine too large', { pools: [{ ...pool, cpu: 128 }] }, 'test/pools/general MACHINE'],
    ['a pool that asks nothing', { pools: [{ name: 'general', min: 1 }] }, 'test/pools/general MACHINE'],
    [
      'nodes newer than the control plane',
      { kubernetes: '1.35', pools: [{ ...pool, kubernetes: '1.36' }] },
      'test/pools/general/kubernetes VERSION-SKEW',
    ],
    ['ranges that overlap', { addresses: { pods: '10.0.128.0/17' } }, 'test/addresses/pods CNI-14'],
    [
      'Services among pods',
      { addresses: { pods: '10.5.0.0/16', services: '10.5.0.0/20' } },
      'test/addresses/pods CNI-13',
    ],
    ['a range that is none', { addresses: { pods: '10.0.0.1/16' } }, 'test/addresses/pods CIDR'],
    ['an unknown prop', { kubernets: '1.36' }, 'test/kubernets PROPS'],
    ['a plugin in the wrong socket', { network: plugin('storage', 'one') }, 'test/network SOCKET'],
    [
      'a plugin of another contract',
      { network: plugin('network', 'one', { contract: 2 as 1 }) },
      'test/network CONTRACT',
    ],
    ['a Terraform value', { pools: [{ ...pool, machine: '${var.machine}' }] }, 'test/pools/general/machine UNRESOLVED'],
    [
      'two plugins alike',
      { storage: [plugin('storage', 'one'), plugin('storage', 'one')] },
      'test/storage/1 DUPLICATE',
    ],
    ['a jump of two minors', { kubernetes: '1.36', before: before('1.34') }, 'test/kubernetes VER-03'],
  ])('refuses %s', (_, change, problem) => {
    const planned = planOf({ ...base, ...(change as object) });
    expect(codes(planned)).toEqual([problem]);
    expect(planned.problems[0]?.fix).toBeTruthy();
    expect(planned.plan).toBeUndefined();
  });

  it('lets rules go on where a range is none', () => {
    const seen: string[] = [];
    const rule: Rule = { code: 'X-01', severity: 'error', check: ({ addresses }) => (seen.push(addresses.pods), []) };
    const storage = [plugin('storage', 'one', { rules: [rule] })];
    expect(codes(planOf({ ...base, storage, addresses: { pods: 'elsewhere' } }))).toEqual(['test/addresses/pods CIDR']);
    expect(seen).toEqual(['10.1.0.0/16']);
  });

  it('takes a range that is undefined for one that is left out, whatever else is wrong', () => {
    const addresses = { network: undefined, pods: undefined, services: 'elsewhere' } as object;
    const storage = [plugin('storage', 'one', { findings: [{ because: 'a', fix: 'b' }] })];
    expect(codes(planOf({ ...base, storage, addresses }))).toEqual([
      'test/storage PROPS',
      'test/addresses/services CIDR',
    ]);
  });

  it("minds a default range of pods inside the nodes' network only where pods use it", () => {
    const addresses = { network: '10.1.0.0/16' };
    const supply = (value: string) =>
      plugin('network', 'own', { provides: () => [{ capability: 'network/pods', value }] });
    expect(codes(planOf({ ...base, addresses }))).toEqual([]);
    expect(codes(planOf({ ...base, addresses, network: supply('routable') }))).toEqual([]);
    for (const value of ['routed', 'overlay'])
      expect(codes(planOf({ ...base, addresses, network: supply(value) }))).toEqual(['test/addresses/pods CNI-14']);
  });

  it.each([
    [
      'a label that Kubernetes refuses',
      { pools: [{ ...pool, labels: { 'my label': 'x' } }] },
      'test/pools/general/labels LABEL',
    ],
    [
      'a taint that Kubernetes refuses',
      { pools: [{ ...pool, taints: [{ key: 'a', value: 'b c', effect: 'NoSchedule' }] }] },
      'test/pools/general/taints LABEL',
    ],
    [
      'a taint twice',
      {
        pools: [
          {
            ...pool,
            taints: [
              { key: 'a', effect: 'NoSchedule' },
              { key: 'a', value: 'b', effect: 'NoSchedule' },
            ],
          },
        ],
      },
      'test/pools/general/taints DUPLICATE',
    ],
    ['a domain that is none', { addresses: { domain: 'Corp Local!' } }, 'test/addresses/domain ADDRESSES'],
    [
      'a map that Terraform knows',
      { pools: [{ ...pool, labels: { '&{TfToken[TOKEN.1]}': '' } }] },
      'test/pools/general/labels UNRESOLVED',
    ],
    [
      'a number that Terraform knows',
      { pools: [{ ...pool, min: -1.8881545897087626e289 }] },
      'test/pools/general/min UNRESOLVED',
    ],
    ['a last plan that is none', { before: { format: 'tenon.plan/1' } }, 'test/before/cluster PROPS'],
    [
      'a plugin without settings',
      { network: plugin('network', 'one', { settings: undefined as never }) },
      'test/network CONTRACT',
    ],
    [
      'a plugin that throws when asked',
      { network: plugin('network', 'one', { provides: thrower }) },
      'test/network PLUGIN',
    ],
    [
      'an item that is none',
      { storage: [plugin('storage', 'one', { contribute: () => [null as never] })] },
      'test/storage ITEM',
    ],
    [
      'an item without what its kind needs',
      {
        storage: [
          plugin('storage', 'one', {
            contribute: () => [item('helm-release', 'x', { spec: { chart: 'x' } as never })],
          }),
        ],
      },
      'test/storage ITEM',
    ],
    [
      'an item for a pool that is not there',
      { storage: [plugin('storage', 'one', { contribute: () => [item('addon', 'x', { on: { pool: 'typo' } })] })] },
      'test/storage ITEM',
    ],
    [
      'a node item that machines do not take',
      {
        infrastructure: paper({ consumes: () => true }),
        storage: [plugin('storage', 'one', { contribute: () => [nodeFile] })],
      },
      'test/storage ITEM',
    ],
    [
      'a plugin that contributes nothing at all',
      { storage: [plugin('storage', 'one', { contribute: () => undefined as never })] },
      'test/storage ITEM',
    ],
  ])('refuses %s, as one problem', (_, change, problem) => {
    const found = codes(planOf({ ...base, ...(change as object) }));
    expect(found[0]).toBe(problem);
    expect(new Set(found.map(each => each.replace(/.* /, ''))).size).toBe(1);
  });

  it('tells what is wrong with data beside what is wrong with a plugin', () => {
    const network = plugin('network', 'one', { findings: [{ because: 'it is odd', fix: 'make it even' }] });
    const given = { network, kubernetes: '1.x', addresses: { pods: 'x' }, pools: [{ ...pool, max: 0 }] };
    expect(codes(planOf({ ...base, ...given }))).toEqual([
      'test/network PROPS',
      'test/kubernetes VERSION',
      'test/pools/general/max POOL-SIZE',
      'test/addresses/pods CIDR',
    ]);
  });

  it('does not complain of what a refused plugin would have supplied, and does of the rest', () => {
    const needs = (capability: 'a/b' | 'c/d') => () => [{ capability, because: 'it must', fix: 'add it' }];
    const mesh = plugin('mesh', 'closed', { provides: () => [{ capability: 'a/b' }] });
    const storage = [
      plugin('storage', 'one', { needs: needs('a/b') }),
      plugin('storage', 'two', { needs: needs('c/d') }),
    ];
    expect(codes(planOf({ ...base, mesh, storage }))).toEqual(['test/mesh ADOPT', 'test/storage/1 MISSING']);
  });

  it('tells what is wrong with plugins beside what is wrong with any other prop', () => {
    const network = plugin('network', 'one', { findings: [{ because: 'it is odd', fix: 'make it even' }] });
    const storage = [null, plugin('storage', 'two', { label: 'two', findings: [{ because: 'odd', fix: 'even' }] })];
    expect(codes(planOf({ ...base, network, storage: storage as never, netwrok: 1 } as never))).toEqual([
      'test/storage/0 PROPS',
      'test/netwrok PROPS',
      'test/network PROPS',
      'test/storage/two PROPS',
    ]);
  });

  it('refuses the last plan of another cluster, and compares nothing with it', () => {
    const { plan: other } = planOf({ ...base, name: 'other', kubernetes: '1.34' });
    const { problems } = planOf({ ...base, before: other, pools: [{ ...pool, max: 0 }] });
    expect(problems.map(({ path, because }) => `${path} ${because}`)).toEqual([
      "test/before the plan is that of 'other', and this is 'test'",
      "test/pools/general/max 'max' is 0 and 'min' is 1",
    ]);
  });

  it('says what a minor can become: one step forward, or what it was', () => {
    const fixes = (kubernetes: string, last: string) => {
      const { plan } = planOf({ ...base, kubernetes: last });
      return planOf({ ...base, kubernetes, before: plan }).problems.map(({ code, fix }) => `${code} ${fix}`);
    };
    expect(fixes('1.35', '1.36')).toEqual(['VER-03 keep 1.36']);
    expect(fixes('1.36', '1.34')).toEqual(['VER-03 deploy each minor between 1.34 and 1.36 first']);
  });

  it('marks the minors in extended support, and links to the first of the sources alone', () => {
    const versions = {
      ...paper().versions,
      source: 'as read (of https://example.com/a, and so on), https://b.example',
    };
    const { problems } = planOf({ infrastructure: paper({ versions }), kubernetes: '1.40' });
    expect(problems).toMatchObject([
      { see: 'https://example.com/a', fix: expect.stringContaining('1.36, 1.35, 1.34 (extended support), or') },
    ]);
  });

  it('asks for consent before a stage moves to another stack', () => {
    const { plan } = planOf(base);
    const network = plugin('network', 'own', { contribute: () => [item('helm-release', 'own', { stage: 'network' })] });
    const moved = { ...base, network, before: plan };
    expect(planOf(moved).problems.map(each => `${each.code} ${String(each.value)}`)).toEqual([
      'STACKS-MOVED nodes',
      'STACKS-MOVED platform',
    ]);
    expect(codes(planOf({ ...moved, acknowledge: [{ code: 'STACKS-MOVED', because: 'it is empty' }] }))).toEqual([]);
    expect(codes(planOf({ ...base, before: plan }))).toEqual([]);
  });

  it('asks for consent before a cluster moves to another infrastructure, and for nothing else then', () => {
    const network = plugin('network', 'own', { contribute: () => [item('helm-release', 'own', { stage: 'network' })] });
    const { plan } = planOf(base);
    const moved = { ...base, network, infrastructure: { ...base.infrastructure, name: 'other' }, before: plan };
    expect(codes(planOf(moved))).toEqual(['test/infrastructure INFRASTRUCTURE-MOVED']);
    const acknowledge = [{ code: 'INFRASTRUCTURE-MOVED', because: 'it is empty' }];
    expect(codes(planOf({ ...moved, acknowledge }))).toEqual([]);
  });

  it.each([
    [{ kubernets: '1.36' }, "'kubernets' is not a known prop: did you mean 'kubernetes'?"],
    [{ pools: [] }, "'pools' is empty: give at least one pool"],
    [{ network: plugin }, "'network' is a function, not what it makes: give an object"],
    [{ network: [plugin('network', 'one'), 7] }, "'network' is 7: give an object"],
    [{ network: App }, "'network' is a class, not what it makes: did you forget `new`?"],
    [{ infrastructure: [paper(), paper()] }, "'infrastructure' is a list: give one of them"],
    [{ storage: plugin('storage', 'one') }, "'storage' is an object: give a list"],
    [{ storage: new Map() }, "'storage' is an object of class Map: give a list"],
    [{ acknowledge: [{ code: 'A-01', because: '' }] }, "'because' is empty: give a reason"],
    [{ pools: [{ ...pool, min: -1 }] }, "'min' is -1: give 0 or more"],
    [{ pools: [{ ...pool, machine: '' }] }, "'machine' is empty: give a text"],
    [{ pools: [{ ...pool, zones: [7] }] }, "'zones' is 7: give a string"],
  ])('says of %p what it is and what to give', (change, text) => {
    const [problem] = planOf({ ...base, ...(change as object) }).problems;
    expect(`${problem?.because}: ${problem?.fix}`).toBe(text);
  });

  it('knows what an acknowledgement was meant for', () => {
    const rules: Rule[] = [{ code: 'ONE-05', severity: 'warning', check: () => [] }];
    const acknowledge = [{ code: 'ONE-5', because: 'x' }];
    const { plan, warnings } = planOf({ ...base, storage: [plugin('storage', 'one', { rules })], acknowledge });
    expect(warnings).toMatchObject([{ code: 'ACKNOWLEDGE-STALE', fix: "did you mean 'ONE-05'?" }]);
    expect(plan?.warnings).toMatchObject([{ code: 'ACKNOWLEDGE-STALE', at: 'acknowledge' }]);
  });

  it('knows the codes of its own that an acknowledgement may mean', () => {
    const acknowledge = ['STACK-MOVED', 'STACKS-MOVED'].map(code => ({ code, because: 'x' }));
    expect(planOf({ ...base, acknowledge }).warnings.map(({ fix }) => fix)).toEqual(["did you mean 'STACKS-MOVED'?"]);
  });

  it('warns of a range that nothing uses', () => {
    expect(planOf({ ...base, addresses: { pods: '10.50.0.0/16' } }).warnings).toMatchObject([
      { code: 'ADDRESSES-IDLE' },
    ]);
  });

  it('tells several at once', () => {
    const planned = planOf({
      ...base,
      kubernetes: '1.33',
      pools: [{ ...pool, max: 0 }],
      addresses: { services: '10.0.0.0/24' },
    });
    expect(codes(planned)).toEqual([
      'test/kubernetes VERSION',
      'test/addresses/services CNI-14',
      'test/pools/general/max POOL-SIZE',
    ]);
  });

  it('warns of paid support', () => {
    expect(planOf({ ...base, kubernetes: '1.34' }).warnings).toMatchObject([{ code: 'VERSION-EXTENDED' }]);
  });

  function before(kubernetes: '1.34') {
    const { plan } = planOf({ infrastructure: paper(), kubernetes });
    return plan;
  }
});
