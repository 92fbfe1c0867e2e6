import {
  changedClasses,
  classPath,
  classProvides,
  diskClass,
  driverOf,
  fileClass,
  fixedFields,
  isClass,
  zoneRule,
  type DiskClassIntent,
} from '../../lib/storage-class';
import type { Data, Decisions, Item, Plan } from '../../lib/spi';

const source = {
  by: 'acme-disk/fast',
  because: 'a test',
  driver: { provisioner: 'disk.acme.io' },
  parameters: { tier: '1' },
};
const objects = (items: ReturnType<typeof diskClass>) =>
  items.filter(item => item.kind === 'object').map(item => item.spec);

test('a class of disks waits for its pod, can grow and goes with its claim', () => {
  expect(objects(diskClass({ name: 'fast' }, source))).toEqual([
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'fast' },
      provisioner: 'disk.acme.io',
      parameters: { tier: '1', 'csi.storage.k8s.io/fstype': 'ext4' },
      reclaimPolicy: 'Delete',
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  ]);
});

test('a class of disks carries out everything that was asked of it', () => {
  const intent = {
    name: 'fast',
    default: true,
    reclaim: 'Retain',
    expandable: false,
    binding: 'Immediate',
    filesystem: 'xfs',
    mountOptions: ['noatime'],
  } as const;
  expect(objects(diskClass(intent, source))).toEqual([
    expect.objectContaining({
      metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      parameters: { tier: '1', 'csi.storage.k8s.io/fstype': 'xfs' },
      reclaimPolicy: 'Retain',
      allowVolumeExpansion: false,
      volumeBindingMode: 'Immediate',
      mountOptions: ['noatime'],
    }),
  ]);
});

test('snapshots of a default class need no class named, and outlive their VolumeSnapshot if volumes outlive their claim', () => {
  const [, snapshots] = objects(diskClass({ name: 'fast', default: true, reclaim: 'Retain', snapshots: true }, source));
  expect(snapshots).toEqual({
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: { name: 'fast', annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } },
    driver: 'disk.acme.io',
    deletionPolicy: 'Retain',
  });
});

test('where the driver has a default VolumeSnapshotClass already, there is no second', () => {
  const intent = { name: 'fast', default: true, snapshots: true };
  const [, snapshots] = objects(diskClass(intent, { ...source, defaultSnapshots: false }));
  expect(snapshots?.metadata).toEqual({ name: 'fast' });
});

test('volumes are made where the source says, besides where the driver serves', () => {
  const [storageClass] = objects(
    diskClass(
      { name: 'fast' },
      {
        ...source,
        driver: { provisioner: 'disk.acme.io', nodes: { 'acme.io/own': 'yes' } },
        topology: { label: 'acme.io/hall', values: ['north', 'south'] },
      },
    ),
  );
  expect(storageClass?.allowedTopologies).toEqual([
    {
      matchLabelExpressions: [
        { key: 'acme.io/own', values: ['yes'] },
        { key: 'acme.io/hall', values: ['north', 'south'] },
      ],
    },
  ]);
});

test('snapshots have the parameters of their source', () => {
  const snapshotParameters = { kind: 'backup' };
  const [, snapshots] = objects(diskClass({ name: 'fast', snapshots: true }, { ...source, snapshotParameters }));
  expect(snapshots?.parameters).toEqual(snapshotParameters);
  const [, ofFiles] = objects(fileClass({ name: 'shared', snapshots: true }, { ...source, snapshotParameters }));
  expect(ofFiles).toMatchObject({ kind: 'VolumeSnapshotClass', parameters: snapshotParameters });
});

test('a class of file systems that have a size and a place of their own grows and waits, if it is asked to', () => {
  const intent = { name: 'shared', expandable: true, binding: 'WaitForFirstConsumer' } as const;
  expect(objects(fileClass(intent, source))).toEqual([
    expect.objectContaining({ allowVolumeExpansion: true, volumeBindingMode: 'WaitForFirstConsumer' }),
  ]);
});

test('a class of file systems is for many nodes, wherever they are, and does not grow', () => {
  const items = fileClass({ name: 'shared' }, source);
  expect(objects(items)).toEqual([
    expect.objectContaining({ allowVolumeExpansion: false, volumeBindingMode: 'Immediate', parameters: { tier: '1' } }),
  ]);
  expect(items.map(item => item.kind === 'offer' && item.spec)).toContainEqual({
    type: 'storage-class',
    name: 'shared',
    details: { default: false, accessModes: ['ReadWriteMany'], expandable: false, reclaimPolicy: 'Delete' },
  });
});

test('a class comes after what it is told to', () => {
  const items = diskClass({ name: 'fast', snapshots: true }, { ...source, after: ['helm-release/acme'] });
  expect(items.map(item => item.after)).toEqual(Array(4).fill(['helm-release/acme']));
});

test('a class owns its name, and the default where it is', () => {
  expect(classProvides({ name: 'fast' }, 'storage/block')).toEqual([
    { capability: 'storage/block' },
    { capability: 'storage-class/fast', exclusive: true },
  ]);
  expect(classProvides({ name: 'fast', default: true }, 'storage/block')).toContainEqual({
    capability: 'storage/default-class',
    value: 'fast',
    exclusive: true,
    fix: expect.stringContaining("'default: true'"),
  });
});

describe('a driver', () => {
  const where = (value?: Data) => ({ value: () => value });

  test('goes by its own name', () => {
    expect(driverOf('disk.acme.io', where())).toEqual({ provisioner: 'disk.acme.io' });
    expect(driverOf('disk.acme.io', where('1.2.3'))).toEqual({ provisioner: 'disk.acme.io' });
  });

  test('goes by another where a service runs it under that, and for the nodes that it serves', () => {
    const driver = driverOf('disk.acme.io', where({ provisioner: 'disk.service.io', nodes: { kind: 'managed' } }));
    expect(objects(diskClass({ name: 'fast' }, { ...source, driver }))).toEqual([
      expect.objectContaining({
        provisioner: 'disk.service.io',
        allowedTopologies: [{ matchLabelExpressions: [{ key: 'kind', values: ['managed'] }] }],
      }),
    ]);
  });
});

describe('volumes that are made at once', () => {
  const rule = zoneRule(() => [{ name: 'fast', binding: 'Immediate' }]);
  const inZones = (...zones: string[]) => rule.check({ zones } as unknown as Decisions);

  test('are warned of if there are several zones', () => {
    expect(inZones('a', 'b')).toEqual([expect.objectContaining({ at: 'storage/fast/binding', value: 'Immediate' })]);
  });

  test('are all right in one', () => {
    expect(inZones('a')).toEqual([]);
  });
});

test('findings are told by the name of the class, where it has one', () => {
  expect([{ name: 'fast' }, {}, undefined, null, { name: 7 }].map(classPath)).toEqual([
    'storage/fast',
    'storage',
    'storage',
    'storage',
    'storage',
  ]);
});

describe('what the API server lets nobody change', () => {
  const planOf = (...items: readonly Item[]) => ({ items: items.map(item => ({ ...item, consumer: 'a-delivery' })) });
  const changed = (
    before: DiskClassIntent,
    now: DiskClassIntent,
    parameters: { [name: string]: Data } = { tier: '1' },
  ) =>
    changedClasses(
      planOf(...diskClass(before, source)) satisfies Pick<Plan, 'items'>,
      diskClass(now, { ...source, parameters }),
    );

  test('is told by class, with the fields', () => {
    expect(changed({ name: 'fast' }, { name: 'fast', reclaim: 'Retain', binding: 'Immediate' })).toEqual([
      { name: 'fast', fields: ['reclaimPolicy', 'volumeBindingMode'] },
    ]);
    expect(changed({ name: 'fast' }, { name: 'fast' }, { tier: '2' })).toEqual([
      { name: 'fast', fields: ['parameters'] },
    ]);
    const elsewhere = diskClass({ name: 'fast' }, { ...source, driver: { provisioner: 'other.acme.io' } });
    expect(changedClasses(planOf(...diskClass({ name: 'fast' }, source)), elsewhere)).toEqual([
      { name: 'fast', fields: ['provisioner'] },
    ]);
  });

  test('is nothing else', () => {
    const now = { name: 'fast', default: true, expandable: false, mountOptions: ['noatime'], snapshots: true } as const;
    expect(changed({ name: 'fast' }, now)).toEqual([]);
    expect(changed({ name: 'fast' }, { name: 'slow' }, { tier: '2' })).toEqual([]);
    expect(changedClasses(undefined, diskClass({ name: 'fast' }, source))).toEqual([]);
  });

  test('is in StorageClasses only, and classes hold nothing', () => {
    const [storage, snapshots] = objects(diskClass({ name: 'fast', snapshots: true }, source));
    expect(Object.keys(fixedFields<Data>(storage!) ?? {}).sort()).toEqual([
      'parameters',
      'provisioner',
      'reclaimPolicy',
      'volumeBindingMode',
    ]);
    expect(fixedFields<Data>(snapshots!)).toBeUndefined();
    expect([storage!, snapshots!, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' }].map(isClass)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
