import { GooglePersistentDisk, type GooglePersistentDiskProps } from 'tenon/storage';
import { assertPlugin, type PlanOf } from 'tenon/testing';
import { doks, eks, gke } from './clouds';
import { planned, plannedAs } from './planned';

const KEY = 'projects/acme/locations/europe-west3/keyRings/ring/cryptoKeys/disks';
const TOKEN = '${TfToken[TOKEN.7]}';
const pool = (name: string, machine: string) => ({ name, machine, min: 1, max: 3 });
const hyperdisk = [pool('general', 'n4-standard-4')];

const classOf = (props: Partial<GooglePersistentDiskProps>, pools: PlanOf['pools'] = hyperdisk) =>
  plannedAs({ infrastructure: gke, storage: [new GooglePersistentDisk({ name: 'x', ...props })], pools });

test('is a plugin', () => {
  assertPlugin(new GooglePersistentDisk({ name: 'x' }));
});

test('is a balanced disk in the zone of its pod, of the driver that is there already', () => {
  const { problems, object, refs } = planned(gke, new GooglePersistentDisk({ name: 'x' }));
  expect(problems).toEqual([]);
  expect(object('storage-class-x')).toEqual({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'x' },
    provisioner: 'pd.csi.storage.gke.io',
    parameters: { type: 'pd-balanced', 'csi.storage.k8s.io/fstype': 'ext4' },
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: true,
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  expect(refs()).toEqual(['addon/gce-pd-csi', 'object/storage-class-x', 'offer/storage-class-x']);
});

test('becomes parameters of the driver, all of them strings', () => {
  const { problems, object } = classOf({
    type: 'hyperdisk-balanced',
    matchMachines: true,
    iops: 12_000,
    throughputMiB: 400,
    kmsKey: KEY,
    filesystem: 'xfs',
    storagePools: ['b', 'a'].map(zone => `projects/acme/zones/europe-west3-${zone}/storagePools/fast-${zone}`),
    labels: { team: 'data', cost: '7' },
    resourceTags: ['123456789012/environment/production'],
  });
  expect(problems).toEqual([]);
  expect(object('storage-class-x')).toMatchObject({
    parameters: {
      type: 'hyperdisk-balanced',
      'use-allowed-disk-topology': 'true',
      'provisioned-iops-on-create': '12000',
      'provisioned-throughput-on-create': '400Mi',
      'disk-encryption-kms-key': KEY,
      'storage-pools':
        'projects/acme/zones/europe-west3-b/storagePools/fast-b,projects/acme/zones/europe-west3-a/storagePools/fast-a',
      labels: 'cost=7,team=data',
      'resource-tags': '123456789012/environment/production',
      'csi.storage.k8s.io/fstype': 'xfs',
    },
    // Volumes can be made only where there is a pool.
    allowedTopologies: [
      {
        matchLabelExpressions: [{ key: 'topology.gke.io/zone', values: ['europe-west3-a', 'europe-west3-b'] }],
      },
    ],
  });
});

test('dynamic says what to take, and keeps pods to machines that take their volume', () => {
  const { problems, object } = classOf({ type: 'dynamic', pdType: 'pd-ssd', prefer: 'pd' });
  expect(problems).toEqual([]);
  expect(object('storage-class-x')?.parameters).toEqual({
    type: 'dynamic',
    'pd-type': 'pd-ssd',
    'hyperdisk-type': 'hyperdisk-balanced',
    'disk-type-preference': 'pd-type',
    'use-allowed-disk-topology': 'true',
    'csi.storage.k8s.io/fstype': 'ext4',
  });
});

test('regional disks are in two of the zones that are named', () => {
  const zones = ['europe-west3-a', 'europe-west3-b'];
  const { problems, object } = planned(gke, new GooglePersistentDisk({ name: 'x', regional: true, zones }));
  expect(problems).toEqual([]);
  expect(object('storage-class-x')).toMatchObject({
    parameters: { type: 'pd-balanced', 'replication-type': 'regional-pd' },
    allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.gke.io/zone', values: zones }] }],
  });
});

test('snapshots go where they are told', () => {
  const snapshots = { type: 'images', imageFamily: 'golden', location: 'eu', labels: { team: 'data' } } as const;
  const { object } = planned(gke, new GooglePersistentDisk({ name: 'x', default: true, snapshots }));
  expect(object('volume-snapshot-class-x')).toMatchObject({
    metadata: { annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } },
    driver: 'pd.csi.storage.gke.io',
    parameters: {
      'snapshot-type': 'images',
      'image-family': 'golden',
      'storage-locations': 'eu',
      labels: 'team=data',
    },
  });
  const plain = planned(gke, new GooglePersistentDisk({ name: 'x', snapshots: true }));
  expect(plain.object('volume-snapshot-class-x')).not.toHaveProperty('parameters');
});

test('takes a Terraform value as its key, which the plan knows by name only', () => {
  const { plan, object } = planned(gke, new GooglePersistentDisk({ name: 'x', kmsKey: TOKEN }));
  expect(object('storage-class-x')?.parameters).toMatchObject({
    'disk-encryption-kms-key': { $input: expect.any(String) },
  });
  expect(JSON.stringify(plan)).not.toContain('TfToken');
});

test('warns that the key must know Compute Engine, and of volumes that are made before their pod has a zone', () => {
  const { problems, warnings } = planned(
    gke,
    new GooglePersistentDisk({ name: 'x', kmsKey: KEY, binding: 'Immediate' }),
  );
  expect(problems).toEqual([]);
  expect(warnings.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
    'ST-30 test/storage/x/binding',
    'ST-39 test/storage/x/kmsKey',
  ]);
});

test.each<[Partial<GooglePersistentDiskProps>, string, string]>([
  [{ type: 'hyperdisk-throughput', iops: 9_000 }, 'iops', 'no number of I/O operations'],
  [{ type: 'hyperdisk-balanced', iops: 2_000 }, 'iops', 'from 3000 to 160000'],
  [{ type: 'hyperdisk-balanced', iops: 160_001 }, 'iops', 'from 3000 to 160000'],
  [{ type: 'hyperdisk-balanced-high-availability', iops: 120_000 }, 'iops', 'from 3000 to 100000'],
  [{ type: 'hyperdisk-balanced', throughputMiB: 100 }, 'throughputMiB', 'from 140 to 2400'],
  [{ type: 'hyperdisk-ml', throughputMiB: 200 }, 'throughputMiB', 'from 400 to 2097152'],
  [
    { type: 'hyperdisk-balanced', throughputMiB: 1_000 },
    'throughputMiB',
    'for every 4 I/O operations, and it has 3000',
  ],
  [{ type: 'hyperdisk-balanced', iops: 100_000, throughputMiB: 140 }, 'throughputMiB', '391 MiB a second at least'],
  [{ type: 'dynamic', hyperdiskType: 'hyperdisk-throughput', iops: 9_000 }, 'iops', 'hyperdisk-throughput has no'],
  [{ type: 'dynamic', binding: 'Immediate' }, 'binding', 'there is none yet'],
  [{ type: 'hyperdisk-balanced', prefer: 'pd' }, 'prefer', 'the type is fixed'],
  [{ type: 'hyperdisk-balanced', regional: true }, 'regional', 'pd-standard, pd-balanced or pd-ssd'],
  [
    { type: 'hyperdisk-balanced-high-availability', zones: ['europe-west3-b'] },
    'type',
    'there is europe-west3-b alone',
  ],
  [
    { type: 'hyperdisk-ml', storagePools: ['projects/p/zones/europe-west3-a/storagePools/x'] },
    'storagePools',
    'not hyperdisk-ml',
  ],
  [
    {
      type: 'hyperdisk-balanced',
      storagePools: ['x', 'y'].map(each => `projects/p/zones/europe-west3-a/storagePools/${each}`),
    },
    'storagePools',
    'europe-west3-a has two',
  ],
  [
    {
      type: 'hyperdisk-balanced',
      zones: ['europe-west3-a', 'europe-west3-b'],
      storagePools: ['projects/p/zones/europe-west3-a/storagePools/x'],
    },
    'storagePools',
    'no storage pool is in europe-west3-b',
  ],
  [{ type: 'hyperdisk-throughput', confidential: true, kmsKey: KEY }, 'confidential', 'only hyperdisk-balanced'],
  [{ type: 'hyperdisk-balanced', confidential: true }, 'confidential', 'a key of your own'],
  [
    {
      type: 'hyperdisk-balanced',
      confidential: true,
      kmsKey: KEY,
      storagePools: ['projects/p/zones/europe-west3-a/storagePools/x'],
    },
    'confidential',
    'storage pools hold no',
  ],
  [{ type: 'hyperdisk-balanced', zones: ['us-east1-b'] }, 'zones', 'no node runs in us-east1-b'],
  [
    { type: 'hyperdisk-balanced', snapshots: { imageFamily: 'golden' } },
    'snapshots/imageFamily',
    'families are of images',
  ],
])('refuses %j', (props, prop, because) => {
  expect(classOf(props).problems).toEqual([
    expect.objectContaining({
      code: 'ST-35',
      path: `test/storage/x/${prop}`,
      because: expect.stringContaining(because),
    }),
  ]);
});

test.each<[Partial<GooglePersistentDiskProps>, string]>([
  [{ type: 'dynamic' }, '1.35'],
  [{ type: 'hyperdisk-balanced-high-availability' }, '1.33'],
  [{ type: 'hyperdisk-balanced', matchMachines: true }, '1.34'],
])('refuses %j before the minor that it came with', (props, since) => {
  const storage = [new GooglePersistentDisk({ name: 'x', ...props })];
  const { problems } = plannedAs({ infrastructure: gke, storage, kubernetes: '1.32', pools: hyperdisk });
  expect(problems.map(({ code, because }) => `${code} ${because}`)).toContain(
    `ST-35 GKE has it from ${since} on, and the cluster is of 1.32`,
  );
});

test('takes the least and the most of each', () => {
  const taken: Partial<GooglePersistentDiskProps>[] = [
    { type: 'hyperdisk-balanced', iops: 160_000, throughputMiB: 2_400 },
    { type: 'hyperdisk-balanced', iops: 3_000, throughputMiB: 140 },
    { type: 'hyperdisk-throughput', throughputMiB: 20 },
    { type: 'hyperdisk-ml', throughputMiB: 2_097_152 },
  ];
  for (const props of taken) expect(classOf(props).problems).toEqual([]);
  const extreme = [pool('general', 'n2-standard-80')];
  expect(classOf({ type: 'pd-extreme', iops: 120_000 }, extreme).problems).toEqual([]);
  expect(classOf({ type: 'hyperdisk-extreme', iops: 350_000 }, extreme).problems).toEqual([]);
});

test('refuses wrong props of JavaScript callers, without throwing', () => {
  const wrong = {
    name: 'x',
    type: 'gp3',
    kmsKey: 'alias/mine',
    zones: ['a'],
    labels: { Team: 'data' },
    snapshots: { where: 'eu' },
  } as unknown as GooglePersistentDiskProps;
  expect(new GooglePersistentDisk(wrong).findings.map(({ at }) => at).sort()).toEqual([
    'storage/x/kmsKey',
    'storage/x/labels/Team',
    'storage/x/snapshots',
    'storage/x/type',
    'storage/x/zones/0',
  ]);
  expect(new GooglePersistentDisk(undefined as unknown as GooglePersistentDiskProps).findings).toHaveLength(1);
});

test.each([eks, doks])('is refused on $name, where nobody has its driver', infrastructure => {
  expect(planned(infrastructure, new GooglePersistentDisk({ name: 'x' })).problems).toEqual([
    expect.objectContaining({ code: 'MISSING', path: 'test/storage/x', fix: expect.stringContaining('CloudDisk') }),
  ]);
});

describe('machines', () => {
  test.each<[Partial<GooglePersistentDiskProps>, string]>([
    [{}, 'n4-standard-4'],
    [{ type: 'pd-ssd' }, 'c4-standard-8'],
    [{ type: 'pd-standard' }, 'c3-standard-4'],
    [{ type: 'hyperdisk-balanced' }, 'e2-standard-4'],
    [{ type: 'hyperdisk-extreme' }, 'c3-standard-44'],
    [{ type: 'hyperdisk-throughput' }, 'a3-ultragpu-8g'],
    [{ regional: true }, 'c3-standard-4'],
    [{ type: 'dynamic', hyperdiskType: 'hyperdisk-extreme' }, 'n4-standard-4'],
  ])('%j is refused until it is acknowledged where there is only %s', (props, machine) => {
    const { problems } = classOf(props, [pool('general', machine)]);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'ST-37',
        path: 'test/storage/x',
        because: expect.stringContaining(`'general' (${machine})`),
      }),
    ]);
  });

  test.each<[Partial<GooglePersistentDiskProps>, string]>([
    [{ type: 'pd-ssd' }, 'c3-standard-4'],
    [{ type: 'hyperdisk-extreme' }, 'c3-standard-88'],
    [{ type: 'hyperdisk-throughput' }, 'a3-highgpu-8g'],
    [{ type: 'dynamic' }, 'e2-standard-4'],
    [{ type: 'dynamic' }, 'n4-standard-4'],
    [{ type: 'pd-extreme' }, 'k9-standard-4'],
  ])('%j is taken where there is %s', (props, machine) => {
    expect(classOf(props, [pool('general', machine)]).problems).toEqual([]);
  });

  const both = [pool('old', 'e2-standard-4'), pool('new', 'n4-standard-4')];
  const warned = (props: Partial<GooglePersistentDiskProps>, pools: PlanOf['pools'] = both) =>
    classOf({ default: true, ...props }, pools)
      .warnings.filter(({ code }) => code !== 'ST-27')
      .map(({ code, path }) => `${code} ${path}`);

  test('warns of pools whose machines do not take a class, where pods of it may come', () => {
    expect(warned({})).toEqual(['ST-38 test/storage/x']);
    expect(warned({ type: 'hyperdisk-balanced' })).toEqual(['ST-38 test/storage/x']);
    const [warning] = classOf({ type: 'hyperdisk-balanced' }, both).warnings;
    expect(warning?.because).toBe(
      "pods with a volume of 'x' (hyperdisk-balanced) wait for ever where machines cannot attach it: 'old' (e2-standard-4)",
    );
  });

  test('does not where pods are kept away', () => {
    expect(warned({ matchMachines: true })).toEqual([]);
    expect(warned({ type: 'dynamic' })).toEqual([]);
    const taints = [{ key: 'new', effect: 'NoSchedule' as const }];
    expect(warned({}, [pool('old', 'e2-standard-4'), { ...pool('new', 'n4-standard-4'), taints }])).toEqual([]);
  });

  test('warns where nothing takes what GKE gives to claims that name no class', () => {
    const { warnings } = plannedAs({ infrastructure: gke, pools: hyperdisk });
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['ST-40 test/storage']);
    expect(plannedAs({ infrastructure: gke, pools: both }).warnings).toEqual([]);
  });
});
