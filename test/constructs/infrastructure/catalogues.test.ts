import awsMachines from '../../../constructs/infrastructure/aws/machines.json';
import awsRegions from '../../../constructs/infrastructure/aws/regions.json';
import awsVersions from '../../../constructs/infrastructure/aws/versions.json';
import doMachines from '../../../constructs/infrastructure/digitalocean/machines.json';
import doRegions from '../../../constructs/infrastructure/digitalocean/regions.json';
import doVersions from '../../../constructs/infrastructure/digitalocean/versions.json';
import { offeredIn, readCatalogue, withKvmFrom, type MachineType } from '../../../lib/machine/catalogue';
import { chooseMachine } from '../../../lib/machine/choose';
import type { PoolRequest } from '../../../lib/spi';
import { request } from '../../lib/machine/requests';

const aws = readCatalogue(awsMachines);
const digitalOcean = readCatalogue(doMachines);
const day = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const repeated = (names: readonly string[]) => names.filter((name, i) => names.indexOf(name) !== i);
const inAws = (type: string) => aws.machines.find(each => each.type === type);

test.each<[string, { readonly source: string; readonly asOf: string }]>([
  ['machines of aws', awsMachines],
  ['regions of aws', awsRegions],
  ['versions of aws', awsVersions],
  ['machines of digitalocean', doMachines],
  ['regions of digitalocean', doRegions],
  ['versions of digitalocean', doVersions],
])('%s say where they are from and of which day', (_file, { source, asOf }) => {
  expect(source.length).toBeGreaterThan(20);
  expect(asOf).toMatch(day);
  expect(asOf <= '2026-11-22').toBe(true);
});

describe.each([
  ['aws', awsMachines, aws, 60],
  ['digitalocean', doMachines, digitalOcean, 30],
])('machines of %s', (_cloud, file, { machines }, least) => {
  test('are many, and each is there once', () => {
    expect(machines.length).toBeGreaterThanOrEqual(least);
    expect(repeated(machines.map(each => each.type))).toEqual([]);
    expect(repeated(file.families.map(each => each.name))).toEqual([]);
  });

  test('are sane', () => {
    expect(machines.filter(each => !isSane(each))).toEqual([]);
  });

  test('that are chosen by size stand before those that are not', () => {
    const byName = machines.map(each => each.byNameOnly);
    expect(byName).toEqual([...byName].sort((a, b) => Number(a) - Number(b)));
  });
});

function isSane({ cpu, memoryGiB, arch, kvm, gpu, gpuModel }: MachineType): boolean {
  return (
    Number.isInteger(cpu) &&
    cpu >= 1 &&
    cpu <= 512 &&
    memoryGiB >= 2 &&
    memoryGiB >= cpu &&
    Number.isInteger(gpu) &&
    gpu > 0 === (gpuModel !== undefined) &&
    ['amd64', 'arm64'].includes(arch) &&
    [undefined, 'metal', 'nested'].includes(kvm)
  );
}

describe('machines of aws', () => {
  const regions = awsRegions.regions.map(each => each.name);

  test('have the limits of their network interfaces', () => {
    const lacking = aws.machines.filter(
      ({ interfaces }) => !interfaces || interfaces.count < 2 || interfaces.addresses < 4,
    );
    expect(lacking.map(each => each.type)).toEqual([]);
  });

  test('lack in no region that there is not', () => {
    expect(aws.machines.flatMap(each => each.notIn).filter(name => !regions.includes(name))).toEqual([]);
  });

  test('have KVM exactly where they are bare metal, or the processor passes it on', () => {
    const metal = (each: MachineType) => /\.metal(-|$)/.test(each.type);
    expect(aws.machines.filter(each => metal(each) !== (each.kvm === 'metal'))).toEqual([]);
    for (const type of ['c8i.large', 'm8i.xlarge', 'r8i.4xlarge']) expect(inAws(type)).toHaveProperty('kvm', 'nested');
    for (const type of ['m6i.large', 'm7a.large', 'm8g.large']) expect(inAws(type)).not.toHaveProperty('kvm');
  });

  test('are of the architecture that their name tells', () => {
    const graviton = /^(?:[a-z]+\d+g|im4g|is4g|t4g)[a-z]*\./;
    for (const each of aws.machines.filter(({ type }) => !/^(?:g|gr|p)\d/.test(type)))
      expect([each.type, each.arch]).toEqual([each.type, graviton.test(each.type) ? 'arm64' : 'amd64']);
  });

  test.each<[Partial<PoolRequest>, string]>([
    [{ cpu: 2, memoryGiB: 8 }, 'm7i.large'],
    [{ cpu: 4, memoryGiB: 16 }, 'm7i.xlarge'],
    [{ cpu: 4, memoryGiB: 8 }, 'c7i.xlarge'],
    [{ cpu: 4, memoryGiB: 32 }, 'r7i.xlarge'],
    [{ cpu: 4, memoryGiB: 16, arch: 'arm64' }, 'm8g.xlarge'],
    [{ gpu: 1 }, 'g6.xlarge'],
  ])('answer %j with %s', (asks, type) => {
    expect(chooseMachine(aws, request(asks), [], 'eks')).toHaveProperty('type', type);
  });

  test('answer a demand for KVM with bare metal where nothing else gives it', () => {
    const demand = { by: 'kata', because: 'a microVM is made by KVM', kvm: true } as const;
    expect(chooseMachine(aws, request({ cpu: 4 }), [demand], 'eks')).toHaveProperty('kvm', 'nested');
    expect(chooseMachine(withKvmFrom(aws, ['metal']), request({ cpu: 4 }), [demand], 'eks')).toHaveProperty(
      'kvm',
      'metal',
    );
  });

  test.each(regions)('answer the usual sizes in %s', region => {
    const missing = (['amd64', 'arm64'] as const).flatMap(arch =>
      [1, 2, 8, 16, 48].flatMap(cpu => {
        const asks = [2, 4, 8].map(ratio => request({ arch, cpu, memoryGiB: cpu * ratio }));
        return asks.filter(ask => 'because' in chooseMachine(offeredIn(aws, region), ask, [], 'eks'));
      }),
    );
    expect(missing).toEqual([]);
  });
});

describe('machines of digitalocean', () => {
  test('say the disk they come with, and have no KVM', () => {
    expect(digitalOcean.machines.filter(({ diskGiB, kvm }) => !diskGiB || kvm)).toEqual([]);
  });

  test('have the size that their name tells', () => {
    const named = digitalOcean.machines.flatMap(({ type, cpu, memoryGiB }) => {
      const [, cpus, memory] = /-(\d+)vcpu-(\d+)gb/.exec(type) ?? [];
      return cpus ? [{ told: `${cpus} ${memory}`, is: `${cpu} ${memoryGiB}` }] : [];
    });
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ told, is }) => told !== is)).toEqual([]);
  });

  test.each<[Partial<PoolRequest>, string]>([
    [{ cpu: 2, memoryGiB: 4 }, 's-2vcpu-4gb'],
    [{ cpu: 2, memoryGiB: 8 }, 'g-2vcpu-8gb'],
    [{ cpu: 4, memoryGiB: 32 }, 'm-4vcpu-32gb'],
    [{ cpu: 2, memoryGiB: 16, diskGiB: 300 }, 'm6-2vcpu-16gb'],
    [{ gpu: 1 }, 'gpu-4000adax1-20gb'],
  ])('answer %j with %s', (asks, type) => {
    expect(chooseMachine(digitalOcean, request(asks), [], 'doks')).toHaveProperty('type', type);
  });

  test('refuses what it has not, and names the largest', () => {
    expect(chooseMachine(digitalOcean, request({ cpu: 4, memoryGiB: 1024 }), [], 'doks')).toEqual({
      because: "pool 'general' asks for 4 cpu and 1024 GiB, and no machine in 'doks' has that",
      fix: "ask for at most 384 GiB: the largest is 'm-48vcpu-384gb-intel'",
    });
  });
});

describe('regions', () => {
  test('are there once', () => {
    expect(repeated(awsRegions.regions.map(each => each.name))).toEqual([]);
    expect(repeated(doRegions.regions.map(each => each.slug))).toEqual([]);
    expect(doRegions.regions.filter(({ slug }) => !/^[a-z]{3}\d$/.test(slug))).toEqual([]);
  });

  test('of aws have two zones or more, and are of the partition that their name tells', () => {
    for (const { name, partition, zones } of awsRegions.regions) {
      expect([name, zones.length >= 2]).toEqual([name, true]);
      expect(repeated(zones)).toEqual([]);
      expect(zones.filter(zone => !new RegExp(`^${name}[a-z]$`).test(zone))).toEqual([]);
      const told = name.startsWith('cn-') ? 'aws-cn' : name.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
      expect([name, partition]).toEqual([name, told]);
    }
  });

  test('of aws that have two zones only are known', () => {
    expect(awsRegions.regions.filter(({ zones }) => zones.length < 3).map(each => each.name)).toEqual(['us-west-1']);
  });
});

describe('versions', () => {
  test.each([
    ['aws', awsVersions],
    ['digitalocean', doVersions],
  ])('of %s follow one another, with 1.36 among them', (_cloud, { windows }) => {
    const minors = windows.map(({ minor }) => Number(minor.replace(/^1\./, '')));
    expect(minors).toEqual(minors.map((_, i) => (minors[0] as number) + i));
    expect(minors).toContain(36);
  });

  test('of aws are supported fourteen months, then twelve more, the newer the longer', () => {
    const dates = awsVersions.windows.map(({ standardUntil, extendedUntil }) => {
      expect([standardUntil, extendedUntil].every(date => day.test(date))).toBe(true);
      expect(Number(extendedUntil.slice(0, 4)) - Number(standardUntil.slice(0, 4))).toBe(1);
      expect(extendedUntil.slice(4)).toBe(standardUntil.slice(4));
      return standardUntil;
    });
    expect(dates).toEqual([...dates].sort());
    expect(awsVersions.windows.filter(({ extendedUntil }) => extendedUntil < awsVersions.asOf)).toEqual([]);
  });
});
