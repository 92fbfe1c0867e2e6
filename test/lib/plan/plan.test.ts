import { planOf } from 'tenon/testing';
import type { Item, Plugin, Rule } from 'tenon/spi';
import { item, paper, plugin } from './paper';

const codes = (planned: ReturnType<typeof planOf>) =>
  planned.problems.map(problem => `${problem.path} ${problem.code}`);

describe('a plan', () => {
  it('is JSON and knows who takes each item', () => {
    const { plan, problems } = planOf({ infrastructure: paper() });
    expect(problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(plan?.items.map(each => [each.id, each.consumer])).toEqual([['own-network', 'paper']]);
    expect(plan?.pools[0]?.answer.type).toBe('sheet');
  });

  it('lets a plugin replace what the infrastructure offers if needed', () => {
    const network = plugin('network', 'own', {
      provides: () => [{ capability: 'network/pods', exclusive: true, value: 'overlay' }],
    });
    const { plan } = planOf({ infrastructure: paper(), network });
    expect(plan?.capabilities['network/pods']).toEqual([{ by: 'own', value: 'overlay' }]);
    expect(plan?.items).toEqual([]);
  });

  it('refuses two suppliers of what a cluster has once', () => {
    const provides = () => [{ capability: 'storage/default-class' as const, exclusive: true as const }];
    const storage = [plugin('storage', 'one', { provides }), plugin('storage', 'other', { provides })];
    expect(planOf({ infrastructure: paper(), storage }).problems).toMatchObject([
      {
        code: 'CONFLICT',
        path: 'test/storage/1',
        because: "'one', 'other' each supply 'storage/default-class', which a cluster has once",
      },
    ]);
  });

  it("says what a plugin says of a conflict's repair", () => {
    const provides = () => [{ capability: 'crd/x' as const, exclusive: true as const, fix: 'drop the CRDs of one' }];
    const storage = [plugin('storage', 'one', { provides }), plugin('storage', 'other', { provides })];
    expect(planOf({ infrastructure: paper(), storage }).problems).toMatchObject([{ fix: 'drop the CRDs of one' }]);
  });

  it('refuses a need that nobody meets', () => {
    const needs = [{ capability: 'driver/x.example' as const, because: 'volumes come from it', fix: 'choose another' }];
    const planned = planOf({ infrastructure: paper(), storage: [plugin('storage', 'one', { needs: () => needs })] });
    expect(planned.problems).toMatchObject([{ code: 'MISSING', path: 'test/storage', fix: 'choose another' }]);
  });

  it('refuses an item that no consumer takes, with each refusal', () => {
    const storage = [plugin('storage', 'one', { contribute: () => [item('addon', 'x')] })];
    const infrastructure = paper({
      contribute: () => [],
      consumes: () => ({ because: "'paper' has no add-ons", fix: 'drop it' }),
    });
    expect(planOf({ infrastructure, storage }).problems).toMatchObject([
      {
        code: 'UNCLAIMED',
        path: 'test/storage',
        because: "nobody takes addon/x of 'test': 'paper' has no add-ons",
        fix: 'drop it',
      },
    ]);
  });

  it('calls an item that no consumer takes by the rule behind the refusal, where it has a code', () => {
    const storage = [plugin('storage', 'one', { contribute: () => [item('addon', 'x')] })];
    const refusal = { code: 'PAPER-01', because: "'paper' has no add-ons", fix: 'drop it' };
    const infrastructure = paper({ contribute: () => [], consumes: () => refusal });
    expect(planOf({ infrastructure, storage }).problems).toMatchObject([{ code: 'PAPER-01', path: 'test/storage' }]);
  });

  it('puts a network that is delivered from outside between the control plane and the nodes', () => {
    const network = plugin('network', 'own', {
      provides: () => [{ capability: 'network/pods', exclusive: true }],
      contribute: () => [item('helm-release', 'own', { stage: 'network' }), item('object', 'late')],
    });
    const names = (planned: ReturnType<typeof planOf>) => planned.plan?.stacks.map(stack => stack.name);
    expect(names(planOf({ infrastructure: paper(), network }))).toEqual([
      'test',
      'test-network',
      'test-nodes',
      'test-platform',
    ]);
    expect(names(planOf({ infrastructure: paper() }))).toEqual(['test']);
  });

  it('refuses a closed socket, and a setting that the adopter does not honour', () => {
    const mesh = plugin('mesh', 'any');
    expect(codes(planOf({ infrastructure: paper(), mesh }))).toEqual(['test/mesh ADOPT']);
    const adopt = () => ({ as: 'native' as const, provides: [], items: [], honours: ['hubble'] });
    const network = plugin('network', 'own', { settings: { hubbel: true } });
    expect(planOf({ infrastructure: paper({ adopt }), network }).problems).toMatchObject([
      { path: 'test/network/hubbel', code: 'HONOUR', fix: "did you mean 'hubble'? remove 'hubbel'" },
    ]);
  });

  it('merges what two plugins agree on and refuses what they do not', () => {
    const one = plugin('storage', 'one', { contribute: () => [item('object', 'x', { by: 'one' })] });
    const same = plugin('storage', 'same', { contribute: () => [item('object', 'x', { by: 'same' })] });
    const other = plugin('storage', 'other', { contribute: () => [item('object', 'x', { stage: 'nodes' })] });
    expect(
      planOf({ infrastructure: paper(), storage: [one, same] }).plan?.items.filter(each => each.id === 'x'),
    ).toHaveLength(1);
    expect(codes(planOf({ infrastructure: paper(), storage: [one, other] }))).toEqual(['test/storage/1 ITEM']);
  });

  it("keeps the user's Terraform values out, by name", () => {
    const secret = '${TfToken[TOKEN.7]}';
    const object = item('object', 'x', {
      spec: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'x', namespace: 'default' },
        data: { arn: secret },
      },
    });
    const { plan, inputs } = planOf({
      infrastructure: paper(),
      storage: [plugin('storage', 'one', { contribute: () => [object] })],
    });
    expect(JSON.stringify(plan)).not.toContain('TfToken');
    expect(inputs.get('object/x/data/arn')).toBe(secret);
  });
});

describe('a pool', () => {
  const armOnly = paper({
    select: pool => {
      if (pool.arch !== 'arm64') return { because: `'arm' is no ${pool.arch}`, fix: "set arch: 'arm64'" };
      return {
        type: 'arm',
        arch: 'arm64',
        cpu: 4,
        memoryGiB: 16,
        gpu: 0,
        kvm: false,
        maxPods: 110,
        image: 'none',
        accepts: [],
      };
    },
  });

  it('takes the architecture of the machine that it names', () => {
    const { plan } = planOf({ infrastructure: armOnly, pools: [{ name: 'general', machine: 'arm', min: 1 }] });
    expect(plan?.pools).toMatchObject([{ arch: 'arm64', answer: { type: 'arm' } }]);
  });

  it('is of amd64 where it names neither, and of what it says where it says so', () => {
    expect(codes(planOf({ infrastructure: armOnly }))).toEqual(['test/pools/general MACHINE']);
    const pools = [{ name: 'general', machine: 'arm', arch: 'amd64' as const, min: 1 }];
    expect(codes(planOf({ infrastructure: armOnly, pools }))).toEqual(['test/pools/general MACHINE']);
  });
});

describe('rules', () => {
  const rule = (severity: Rule['severity']): Rule => ({
    code: 'ONE-01',
    severity,
    check: () => [{ at: 'pools/general', because: 'it will hurt', fix: 'do not' }],
  });
  const withRule = (severity: Rule['severity']): Plugin<'storage'>[] => [
    plugin('storage', 'one', { rules: [rule(severity)] }),
  ];
  const consent = [{ code: 'ONE-01', because: 'we know' }];

  it('asks for consent, and takes it with a reason', () => {
    const storage = withRule('consent');
    const refused = planOf({ infrastructure: paper(), storage });
    expect(refused.problems).toMatchObject([{ code: 'ONE-01', fix: 'do not, or acknowledge ONE-01 with a reason' }]);
    expect(planOf({ infrastructure: paper(), storage, acknowledge: consent })).toMatchObject({
      problems: [],
      warnings: [],
    });
  });

  it('warns, and is quiet once acknowledged', () => {
    expect(planOf({ infrastructure: paper(), storage: withRule('warning') })).toMatchObject({
      problems: [],
      warnings: [{ code: 'ONE-01' }],
    });
    expect(planOf({ infrastructure: paper(), storage: withRule('warning'), acknowledge: consent }).warnings).toEqual(
      [],
    );
  });

  it('lets nobody acknowledge an error away', () => {
    const planned = planOf({ infrastructure: paper(), storage: withRule('error'), acknowledge: consent });
    expect(codes(planned)).toEqual(['test/pools/general ONE-01', 'test/acknowledge ACKNOWLEDGE']);
  });

  it('tells of an acknowledgement whose rule finds nothing any more, if its owner is there', () => {
    const quiet = [plugin('storage', 'one', { rules: [{ ...rule('consent'), check: () => [] }] })];
    expect(planOf({ infrastructure: paper(), storage: quiet, acknowledge: consent }).warnings).toMatchObject([
      { code: 'ACKNOWLEDGE-STALE' },
    ]);
    expect(planOf({ infrastructure: paper(), acknowledge: consent }).warnings).toEqual([]);
  });

  it('turns a plugin that throws into a problem', () => {
    const thrower = plugin('storage', 'one', {
      contribute: () => {
        throw new TypeError('x is undefined');
      },
    });
    expect(planOf({ infrastructure: paper(), storage: [thrower] }).problems).toMatchObject([
      { code: 'PLUGIN', path: 'test/storage' },
    ]);
  });
});

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
      'test/pools/0/taints/0/effect PROPS',
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
    ['a range that is none', { addresses: { pods: '10.0.0.1/16' } }, 'test/addresses/pods CIDR'],
    ['an unknown prop', { kubernets: '1.36' }, 'test/kubernets PROPS'],
    ['a plugin in the wrong socket', { network: plugin('storage', 'one') }, 'test/network SOCKET'],
    [
      'a plugin of another contract',
      { network: plugin('network', 'one', { contract: 2 as 1 }) },
      'test/network CONTRACT',
    ],
    ['a Terraform value', { pools: [{ ...pool, machine: '${var.machine}' }] }, 'test/pools/0/machine UNRESOLVED'],
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
      'test/pools/0/labels UNRESOLVED',
    ],
    [
      'a number that Terraform knows',
      { pools: [{ ...pool, min: -1.8881545897087626e289 }] },
      'test/pools/0/min UNRESOLVED',
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
