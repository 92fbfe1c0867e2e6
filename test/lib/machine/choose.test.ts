import fc from 'fast-check';
import { offeredIn, type Catalogue, type MachineType } from '../../../lib/machine/catalogue';
import { chooseMachine } from '../../../lib/machine/choose';
import type { PoolDemand, PoolRequest, Refusal } from '../../../lib/spi';
import { machine, request } from './requests';

const catalogue = (...machines: MachineType[]): Catalogue => ({ source: 'a test', asOf: '2026-11-22', machines });
const kvm: PoolDemand = { by: 'kata', because: 'a microVM is made by KVM', kvm: true };

const small = machine({ type: 'g.small', interfaces: { count: 3, addresses: 10, prefixes: true } });
const large = machine({
  type: 'g.large',
  cpu: 8,
  memoryGiB: 32,
  interfaces: { count: 4, addresses: 15, prefixes: true },
});
const metal = machine({ type: 'g.metal', cpu: 8, memoryGiB: 32, kvm: 'metal' });
const arm = machine({ type: 'a.small', arch: 'arm64' });
const rare = machine({ type: 'x.huge', cpu: 64, memoryGiB: 2048, byNameOnly: true });
const accelerated = machine({ type: 'v.small', cpu: 4, memoryGiB: 16, gpu: 1 });
const all = catalogue(large, small, metal, arm, rare, accelerated);

const choose = (asks: Partial<PoolRequest>, demands: readonly PoolDemand[] = [], from = all) =>
  chooseMachine(from, request(asks), demands, 'cloud');
const typeOf = (answer: MachineType | Refusal) => ('type' in answer ? answer.type : answer);

describe('by size', () => {
  test.each<[string, Partial<PoolRequest>, string]>([
    ['the smallest that fits', { cpu: 2, memoryGiB: 8 }, 'g.small'],
    ['more memory than cpu', { cpu: 1, memoryGiB: 9 }, 'g.large'],
    ['the architecture that is asked for', { cpu: 1, arch: 'arm64' }, 'a.small'],
    ['no GPU unless it is asked for', { cpu: 3 }, 'g.large'],
    ['a GPU where it is', { gpu: 1 }, 'v.small'],
  ])('%s', (_name, asks, type) => {
    expect(typeOf(choose(asks))).toBe(type);
  });

  test('the preferred of two that are equal, wherever they stand', () => {
    const old = machine({ type: 'old', rank: 2 });
    const preferred = machine({ type: 'preferred', rank: 1 });
    expect(typeOf(choose({ cpu: 2 }, [], catalogue(old, preferred)))).toBe('preferred');
    expect(typeOf(choose({ cpu: 2 }, [], catalogue(preferred, old)))).toBe('preferred');
  });

  test('the fewest GPUs, even if that takes more cpu', () => {
    const many = machine({ type: 'many', cpu: 48, gpu: 4 });
    const one = machine({ type: 'one', cpu: 64, gpu: 1 });
    expect(typeOf(choose({ cpu: 40, gpu: 1 }, [], catalogue(many, one)))).toBe('one');
  });

  test('bare metal only for who needs KVM', () => {
    expect(typeOf(choose({ cpu: 8 }, [], catalogue(metal, machine({ type: 'more', cpu: 9 }))))).toBe('more');
    expect(typeOf(choose({ cpu: 2 }, [kvm]))).toBe('g.metal');
  });

  test('nothing that the region lacks', () => {
    const here = offeredIn(catalogue(machine({ type: 'best', notIn: ['north'] }), large), 'north');
    expect(typeOf(choose({ cpu: 2 }, [], here))).toBe('g.large');
    expect(typeOf(choose({ cpu: 2 }, [], offeredIn(here, 'south')))).toBe('best');
  });

  test('a root disk that comes with the machine must be large enough', () => {
    const disks = catalogue(machine({ type: 'd25', diskGiB: 25 }), machine({ type: 'd100', diskGiB: 100, rank: 1 }));
    expect(typeOf(choose({ diskGiB: 25 }, [], disks))).toBe('d25');
    expect(typeOf(choose({ diskGiB: 26 }, [], disks))).toBe('d100');
    expect(typeOf(choose({ cpu: 2, diskGiB: 5000 }))).toBe('g.small');
  });

  test('as a plugin demands', () => {
    const xen = machine({ type: 'xen', interfaces: { count: 3, addresses: 10, prefixes: false }, rank: -1 });
    const from = catalogue(xen, small, large, arm);
    const addresses = (podAddresses: PoolDemand['podAddresses'], reservedInterfaces?: number): PoolDemand => ({
      by: 'network',
      because: 'pods get addresses of the machine',
      podAddresses,
      reservedInterfaces,
    });
    expect(typeOf(choose({ cpu: 1 }, [addresses('interface-addresses')], from))).toBe('xen');
    expect(typeOf(choose({ cpu: 1 }, [addresses('interface-prefixes')], from))).toBe('g.small');
    expect(typeOf(choose({ cpu: 1 }, [addresses('interface-prefixes', 3)], from))).toBe('g.large');
    expect(typeOf(choose({ cpu: 1, arch: 'arm64' }, [addresses('node-range')], from))).toBe('a.small');
  });
});

describe('by name', () => {
  test('is taken as it is, however particular', () => {
    expect(choose({ machine: 'x.huge' })).toBe(rare);
    expect(choose({ machine: 'g.metal' })).toBe(metal);
    expect(choose({ machine: 'v.small' })).toBe(accelerated);
  });

  test('is taken in a region that lacked it when the data was read', () => {
    const opened = machine({ type: 'opened', notIn: ['north'] });
    expect(choose({ machine: 'opened' }, [], offeredIn(catalogue(opened), 'north'))).toBe(opened);
  });

  test('refuses a name that is unknown, and proposes the nearest', () => {
    expect(choose({ machine: 'g.smal' })).toEqual({
      because: "'cloud' has no machine 'g.smal' (as of 2026-11-22)",
      fix: "did you mean 'g.small'? name one that it has, or ask for 'cpu' and 'memoryGiB'",
    });
    expect(choose({ machine: 'something-else' })).toMatchObject({
      fix: "name one that it has, or ask for 'cpu' and 'memoryGiB'",
    });
  });

  test('refuses what contradicts the pool, all at once', () => {
    expect(choose({ machine: 'a.small', cpu: 4, memoryGiB: 16 })).toEqual({
      because:
        "machine 'a.small' is arm64, and pool 'general' asks for amd64; it has 2 cpu, and pool 'general' asks for 4 cpu; " +
        "it has 8 GiB, and pool 'general' asks for 16 GiB",
      fix: "set arch: 'arm64' and remove 'cpu' and 'memoryGiB', or name another machine, such as 'g.large'",
    });
    expect(choose({ machine: 'g.small', gpu: 1 })).toMatchObject({
      because: "machine 'g.small' has no GPUs, and pool 'general' asks for 1 GPU",
    });
  });

  test('refuses what contradicts a plugin, and says which and why', () => {
    expect(choose({ machine: 'g.small' }, [kvm])).toEqual({
      because: "machine 'g.small' has no /dev/kvm, and 'kata' asks for /dev/kvm (a microVM is made by KVM)",
      fix: "remove 'kata', or name another machine",
    });
  });
});

describe('refuses what nothing answers', () => {
  test('and says how far one can go', () => {
    expect(choose({ cpu: 4, memoryGiB: 4096 })).toEqual({
      because: "pool 'general' asks for 4 cpu and 4096 GiB, and no machine in 'cloud' has that",
      fix: "ask for at most 2048 GiB: the largest is 'x.huge'",
    });
    expect(choose({ gpu: 2 })).toMatchObject({ fix: "ask for at most 1 GPU: the largest is 'v.small'" });
  });

  test('and says which architecture there is', () => {
    expect(choose({ cpu: 2, arch: 'arm64' }, [], catalogue(small))).toEqual({
      because: "pool 'general' asks for arm64 and 2 cpu, and no machine in 'cloud' has that",
      fix: 'ask for amd64',
    });
  });

  test('and proposes no limit of none', () => {
    expect(choose({ gpu: 1 }, [], catalogue(small))).toMatchObject({ fix: 'choose another infrastructure' });
  });

  test('and names the machine that would do, if it is to be had by name only', () => {
    expect(choose({ cpu: 32 })).toEqual({
      because: "pool 'general' asks for 32 cpu, and no machine in 'cloud' that is chosen by its size has that",
      fix: "name one that has: machine: 'x.huge'",
    });
  });

  test('and blames the plugin whose demand leaves nothing', () => {
    expect(choose({ cpu: 16 }, [kvm])).toEqual({
      because:
        "pool 'general' asks for 16 cpu, and no machine in 'cloud' that has that also has /dev/kvm: " +
        "'x.huge' has no /dev/kvm, and 'kata' asks for /dev/kvm (a microVM is made by KVM)",
      fix: "remove 'kata', or ask for no more than 'g.metal' has (8 cpu, 32 GiB)",
    });
    const amd: PoolDemand = { by: 'sandbox', because: 'it is built for amd64', arch: ['amd64'] };
    expect(choose({ cpu: 2, arch: 'arm64' }, [amd])).toMatchObject({ fix: "ask for amd64, or remove 'sandbox'" });
  });
});

describe('whatever is in the catalogue', () => {
  const few = <T>(...values: T[]) => fc.constantFrom(...values);
  const anyMachine: fc.Arbitrary<Omit<MachineType, 'type'>> = fc.record({
    arch: few('amd64' as const, 'arm64' as const),
    cpu: few(1, 2, 4, 8),
    memoryGiB: few(2, 4, 8, 16),
    gpu: few(0, 0, 0, 1, 2),
    kvm: few(undefined, 'metal' as const, 'nested' as const),
    rank: fc.nat({ max: 5 }),
    byNameOnly: fc.boolean(),
    notIn: few([], ['north']),
    interfaces: few(
      undefined,
      { count: 2, addresses: 4, prefixes: true },
      { count: 3, addresses: 10, prefixes: false },
    ),
    diskGiB: few(undefined, 25, 50),
  });
  const anyCatalogue = fc
    .array(anyMachine, { maxLength: 12 })
    .map(machines => offeredIn(catalogue(...machines.map((each, i) => ({ type: `m${i}`, ...each }))), 'north'));
  const anyRequest = fc
    .record({
      arch: few('amd64' as const, 'arm64' as const),
      cpu: few(undefined, 1, 3, 8, 9),
      memoryGiB: few(undefined, 2, 5, 16, 17),
      gpu: few(0, 0, 1, 3),
      diskGiB: few(undefined, 30, 60),
      machine: few(undefined, undefined, 'm0', 'm1', 'other'),
    })
    .map(request);
  const anyDemand: fc.Arbitrary<PoolDemand> = fc.record({
    by: few('one', 'two'),
    because: few('a reason'),
    kvm: few(undefined, true as const),
    arch: few(undefined, ['amd64' as const]),
    podAddresses: few(undefined, 'interface-addresses' as const, 'interface-prefixes' as const, 'node-range' as const),
    reservedInterfaces: few(undefined, 1, 2),
  });
  const anyDemands = fc.array(anyDemand, { maxLength: 2 });

  /** The same rules once more, written as one condition. */
  const answers = (each: MachineType, pool: PoolRequest, demands: readonly PoolDemand[]) =>
    each.arch === pool.arch &&
    each.cpu >= (pool.cpu ?? 0) &&
    each.memoryGiB >= (pool.memoryGiB ?? 0) &&
    (each.diskGiB === undefined || each.diskGiB >= (pool.diskGiB ?? 0)) &&
    each.gpu >= pool.gpu &&
    demands.every(
      demand =>
        !(demand.kvm && !each.kvm) &&
        !(demand.arch && !demand.arch.includes(each.arch)) &&
        !(demand.podAddresses === 'interface-prefixes' && !each.interfaces?.prefixes) &&
        !(
          demand.podAddresses?.startsWith('interface') &&
          (each.interfaces?.count ?? 0) <= (demand.reservedInterfaces ?? 0)
        ),
    );
  const bySize = (each: MachineType, pool: PoolRequest, demands: readonly PoolDemand[]) =>
    !each.byNameOnly &&
    !each.notIn.includes('north') &&
    (pool.gpu > 0 || each.gpu === 0) &&
    (each.kvm !== 'metal' || demands.some(demand => demand.kvm));
  const key = ({ gpu, cpu, memoryGiB, rank }: MachineType) => ((gpu * 100 + cpu) * 100 + memoryGiB) * 100 + rank;

  test('what is chosen answers, and nothing smaller does', () => {
    fc.assert(
      fc.property(anyCatalogue, anyRequest, anyDemands, (from, pool, demands) => {
        const answer = chooseMachine(from, { ...pool, machine: undefined }, demands, 'cloud');
        const right = from.machines.filter(each => bySize(each, pool, demands) && answers(each, pool, demands));
        if ('type' in answer) {
          expect(right).toContain(answer);
          expect(Math.min(...right.map(key))).toBe(key(answer));
        } else expect(right).toEqual([]);
      }),
    );
  });

  test('a named machine is taken exactly if it answers', () => {
    fc.assert(
      fc.property(anyCatalogue, anyRequest, anyDemands, (from, pool, demands) => {
        const answer = chooseMachine(from, { ...pool, machine: 'm0' }, demands, 'cloud');
        const m0 = from.machines[0];
        expect('type' in answer).toBe(m0 !== undefined && answers(m0, pool, demands));
      }),
    );
  });

  test('asking for more never gets less', () => {
    fc.assert(
      fc.property(anyCatalogue, anyRequest, anyDemands, (from, pool, demands) => {
        const less = chooseMachine(from, { ...pool, machine: undefined }, [], 'cloud');
        const more = chooseMachine(from, { ...pool, machine: undefined, cpu: (pool.cpu ?? 0) + 1 }, demands, 'cloud');
        if (!('type' in more) || demands.some(demand => demand.kvm)) return;
        expect('type' in less && key(less) <= key(more)).toBe(true);
      }),
    );
  });

  test('a refusal is in words and, followed, leads to a machine', () => {
    fc.assert(
      fc.property(anyCatalogue, anyRequest, anyDemands, (from, pool, demands) => {
        const answer = chooseMachine(from, pool, demands, 'cloud');
        if ('type' in answer) return;
        expect(`${answer.because} ${answer.fix}`).not.toMatch(/undefined|null|NaN|Infinity|-Infinity|\[object| {2}/);
        expect(answer.fix).not.toMatch(/^,|, $/);
        const name = /machine: '(m\d+)'$/.exec(answer.fix)?.[1];
        if (name)
          expect(chooseMachine(from, { ...pool, machine: name }, demands, 'cloud')).toHaveProperty('type', name);
      }),
    );
  });
});
