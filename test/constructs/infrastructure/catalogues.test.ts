import awsMachines from '../../../constructs/infrastructure/aws/machines.json';
import awsRegions from '../../../constructs/infrastructure/aws/regions.json';
import awsVersions from '../../../constructs/infrastructure/aws/versions.json';
import doMachines from '../../../constructs/infrastructure/digitalocean/machines.json';
import doRegions from '../../../constructs/infrastructure/digitalocean/regions.json';
import doVersions from '../../../constructs/infrastructure/digitalocean/versions.json';
import googleMachines from '../../../constructs/infrastructure/google/machines.json';
import googleRegions from '../../../constructs/infrastructure/google/regions.json';
import googleVersions from '../../../constructs/infrastructure/google/versions.json';
import { localSsdsOf } from '../../../constructs/infrastructure/google/local-ssds';
import { offeredIn, readCatalogue, withKvmFrom, type MachineType } from '../../../lib/machine/catalogue';
import { chooseMachine } from '../../../lib/machine/choose';
import type { PoolRequest } from '../../../lib/spi';
import { request } from '../../lib/machine/requests';

const aws = readCatalogue(awsMachines);
const digitalOcean = readCatalogue(doMachines);
const google = readCatalogue(googleMachines);
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
  ['machines of google', googleMachines],
  ['regions of google', googleRegions],
  ['versions of google', googleVersions],
])('%s say where they are from and of which day', (_file, { source, asOf }) => {
  expect(source.length).toBeGreaterThan(20);
  expect(asOf).toMatch(day);
  expect(asOf <= '2026-11-22').toBe(true);
});

describe.each([
  ['aws', awsMachines, aws, 60],
  ['digitalocean', doMachines, digitalOcean, 30],
  ['google', googleMachines, google, 40],
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

describe('machines of google', () => {
  const regions = googleRegions.regions.map(each => each.name);
  const seriesOf = ({ type }: MachineType) => type.slice(0, type.indexOf('-'));

  test('have the size that their name tells', () => {
    const ratios = { highcpu: [0.9, 2], standard: [3.5, 4], highmem: [6.5, 8] } as const;
    const named = google.machines.filter(({ type }) => /-(standard|highcpu|highmem)-\d+$/.test(type));
    expect(named.length).toBeGreaterThan(300);
    for (const { type, cpu, memoryGiB } of named) {
      const [, kind, cpus] = /-(standard|highcpu|highmem)-(\d+)$/.exec(type) ?? [];
      const [least, most] = ratios[kind as keyof typeof ratios];
      const ratio = memoryGiB / cpu;
      expect([type, cpu, ratio >= least && ratio <= most]).toEqual([type, Number(cpus), true]);
    }
  });

  test('lack in no region that there is not, and each is somewhere', () => {
    expect(google.machines.flatMap(each => each.notIn).filter(name => !regions.includes(name))).toEqual([]);
    expect(google.machines.filter(each => each.notIn.length >= regions.length)).toEqual([]);
  });

  test('pass virtualization on exactly where Google documents it: Intel, but neither E2 nor machines with GPUs', () => {
    const nested = google.machines.filter(each => each.kvm !== undefined);
    expect(nested.length).toBeGreaterThanOrEqual(40);
    expect([...new Set(nested.map(seriesOf))].sort()).toEqual(['c2', 'n1', 'n2']);
    expect(google.machines.filter(each => ['c2', 'n1', 'n2'].includes(seriesOf(each)) && !each.kvm)).toEqual([]);
  });

  test('are of the architecture that their series tells', () => {
    for (const each of google.machines) {
      const arm = ['t2a', 'c4a', 'n4a'].includes(seriesOf(each));
      expect([each.type, each.arch]).toEqual([each.type, arm ? 'arm64' : 'amd64']);
    }
  });

  test('take local SSDs in numbers that Google sells', () => {
    for (const each of google.machines) {
      const least = localSsdsOf(each, 1);
      const attaches = ['c2', 'c2d', 'n1', 'n2', 'n2d'].includes(seriesOf(each));
      expect([each.type, least !== undefined]).toEqual([each.type, attaches]);
      if (attaches) expect([1, 2, 4, 8, 16]).toContain(least);
    }
    expect(localSsdsOf({ type: 'n2d-standard-8', cpu: 8 }, 17)).toBe(24);
    expect(localSsdsOf({ type: 'c2d-standard-8', cpu: 8 }, 9)).toBeUndefined();
  });

  test.each<[Partial<PoolRequest>, string]>([
    [{ cpu: 2, memoryGiB: 8 }, 'e2-standard-2'],
    [{ cpu: 4, memoryGiB: 32 }, 'e2-highmem-4'],
    [{ cpu: 4, memoryGiB: 8 }, 'c2d-highcpu-4'],
    [{ cpu: 48, memoryGiB: 192 }, 'n2-standard-48'],
    [{ cpu: 4, memoryGiB: 16, arch: 'arm64' }, 't2a-standard-4'],
    [{ gpu: 1 }, 'g2-standard-4'],
    [{ gpu: 1, cpu: 12, memoryGiB: 80 }, 'a2-highgpu-1g'],
    [{ gpu: 8 }, 'g2-standard-96'],
  ])('answer %j with %s', (asks, type) => {
    expect(chooseMachine(google, request(asks), [], 'gke')).toHaveProperty('type', type);
  });

  test.each(regions)('answer the usual sizes in %s', region => {
    const missing = [1, 2, 8, 16, 48].flatMap(cpu => {
      const asks = [2, 4, 8].map(ratio => request({ cpu, memoryGiB: cpu * ratio }));
      return asks.filter(ask => 'because' in chooseMachine(offeredIn(google, region), ask, [], 'gke'));
    });
    expect(missing).toEqual([]);
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

  test('of google have three zones or more, whose names begin with theirs', () => {
    expect(repeated(googleRegions.regions.map(each => each.name))).toEqual([]);
    for (const { name, zones } of googleRegions.regions) {
      expect([name, zones.length >= 3]).toEqual([name, true]);
      expect(repeated(zones)).toEqual([]);
      expect(zones.filter(zone => !new RegExp(`^${name}-[a-f]$`).test(zone))).toEqual([]);
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
    ['google', googleVersions],
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

  test('of google are supported two years from when they came to the Regular channel, most of them for fourteen months', () => {
    const months = ({ standardUntil, extendedUntil }: { standardUntil: string; extendedUntil: string }) =>
      Math.round((Date.parse(extendedUntil) - Date.parse(standardUntil)) / (30.4 * 24 * 60 * 60 * 1000));
    for (const window of googleVersions.windows) {
      expect([window.minor, months(window)]).toEqual([window.minor, window.minor === '1.34' ? 12 : 10]);
      expect(window.extendedUntil > googleVersions.asOf).toBe(true);
    }
    const dates = googleVersions.windows.map(({ standardUntil }) => standardUntil);
    expect(dates).toEqual([...dates].sort());
  });
});
