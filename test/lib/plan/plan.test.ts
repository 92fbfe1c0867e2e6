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

  it('refuses kubelet settings that contradict each other', () => {
    const kubelet = (id: string, maxPods: number) =>
      ({ ...item('addon', id), kind: 'kubelet', spec: { maxPods } }) as Item;
    const select = () =>
      ({
        type: 'x',
        arch: 'amd64',
        cpu: 4,
        memoryGiB: 16,
        gpu: 0,
        kvm: false,
        maxPods: 9,
        image: 'x',
        accepts: ['kubelet'],
      }) as const;
    const infrastructure = paper({ consumes: () => true, select });
    const pair = (one: number, other: number) => [
      plugin('storage', 'one', { contribute: () => [kubelet('a', one)] }),
      plugin('storage', 'two', { contribute: () => [kubelet('b', other)] }),
    ];
    expect(codes(planOf({ infrastructure, storage: pair(1, 2) }))).toEqual(['test/storage/1 ITEM']);
    expect(codes(planOf({ infrastructure, storage: pair(2, 2) }))).toEqual([]);
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
