import { CloudDisk, CloudFiles, GoogleFilestore, GooglePersistentDisk } from 'tenon/storage';
import type { Plugin } from 'tenon/spi';
import data from '../../../constructs/infrastructure/google/disk-types.json';
import machines from '../../../constructs/infrastructure/google/machines.json';
import { gke } from './clouds';
import { plannedAs } from './planned';

// The infrastructure and these plugins know the same facts of Google's storage, and neither may import the other.

const KEY = 'projects/acme/locations/europe-west3/keyRings/ring/cryptoKeys/disks';

const plannedOn = (machine: string, ...storage: Plugin<'storage'>[]) =>
  plannedAs({ infrastructure: gke, storage, pools: [{ name: 'general', machine, min: 1, max: 3 }] });

const taken = (plugin: Plugin<'storage'>) => plannedOn('n4-standard-4', plugin).problems.length === 0;

test.each([
  ['iops', 160_000],
  ['throughputMiB', 2_400],
] as const)('the most of hyperdisk-balanced is the same for portable disks: %s %i', (prop, most) => {
  const enough = prop === 'throughputMiB' ? { iops: 160_000 } : {};
  for (const [asked, expected] of [
    [most, true],
    [most + 1, false],
  ] as const) {
    const props = { name: 'x', ...enough, [prop]: asked };
    expect(taken(new GooglePersistentDisk({ type: 'hyperdisk-balanced', ...props }))).toBe(expected);
    expect(taken(new CloudDisk(props))).toBe(expected);
  }
});

test.each([
  { iops: 500 },
  { iops: 30_000 },
  { iops: 160_000 },
  { throughputMiB: 100 },
  { throughputMiB: 1_001 },
  { iops: 50_000, throughputMiB: 150 },
])('what a portable disk of %j becomes, the plugin takes too', props => {
  const { object } = plannedOn('n4-standard-4', new CloudDisk({ name: 'x', ...props }));
  const { 'provisioned-iops-on-create': iops, 'provisioned-throughput-on-create': throughput } = object(
    'storage-class-x',
  )?.parameters as { [name: string]: string };
  const throughputMiB = parseInt(throughput ?? '', 10);
  expect(
    taken(new GooglePersistentDisk({ name: 'x', type: 'hyperdisk-balanced', iops: Number(iops), throughputMiB })),
  ).toBe(true);
});

test.each([KEY, 'my-key', KEY.replace('projects', 'project'), `${KEY}/cryptoKeyVersions/1`])(
  '%s is a key for both or for neither',
  key => {
    const portable = taken(new CloudDisk({ name: 'x', encryptionKey: key }));
    expect(taken(new GooglePersistentDisk({ name: 'x', type: 'dynamic', kmsKey: key }))).toBe(portable);
    expect(portable).toBe(key === KEY);
  },
);

test('a type that nobody names is the same for the plugin and for the rule about machines', () => {
  const disk = new GooglePersistentDisk({ name: 'x' });
  const { type } = plannedOn('e2-standard-2', disk).object('storage-class-x')?.parameters as { type: string };
  expect(plannedOn('n4-standard-4', disk).problems[0]?.because).toContain(`the disks of 'x' are ${type},`);
  const dynamic = new GooglePersistentDisk({ name: 'x', type: 'dynamic' });
  const parameters = plannedOn('e2-standard-2', dynamic).object('storage-class-x')?.parameters as {
    [name: string]: string;
  };
  const all = Object.entries(data.families);
  const types = [parameters['pd-type'], parameters['hyperdisk-type']];
  const without = all.find(([, takes]) => !types.some(each => each !== undefined && takes.includes(each)));
  expect(without).toBeUndefined();
});

test('shared file systems are the same for portable classes', () => {
  const { object } = plannedOn('e2-standard-2', new CloudFiles({ name: 'x', snapshots: true }));
  const own = plannedOn('e2-standard-2', new GoogleFilestore({ name: 'x', snapshots: true }));
  for (const id of ['storage-class-x', 'volume-snapshot-class-x']) expect(object(id)).toEqual(own.object(id));
  expect(object('volume-snapshot-class-x')).toBeDefined();
});

test('every machine of the catalogue is of a family whose disks are known, and takes a balanced disk of some kind', () => {
  const families: { [family: string]: string[] | undefined } = data.families;
  for (const { name } of machines.families) {
    const disks = families[name.split('-')[0] ?? ''] ?? [];
    expect([name, disks.includes('pd-balanced') || disks.includes('hyperdisk-balanced')]).toEqual([name, true]);
  }
});
