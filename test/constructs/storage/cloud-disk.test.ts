import type { Decisions } from 'tenon/spi';
import { CloudDisk, type CloudDiskProps } from 'tenon/storage';
import { assertPlugin } from 'tenon/testing';
import { awsMachines, doks, eks, eksAuto, gke } from './clouds';
import { planned, plannedAs } from './planned';

const fast = new CloudDisk({ name: 'fast', tier: 'ssd', default: true });

test('is a plugin', () => {
  assertPlugin(fast);
  expect(fast.settings).toEqual({ name: 'fast', tier: 'ssd', default: true });
});

test('is refused where the infrastructure does not know it', () => {
  expect(planned(awsMachines, fast).problems).toEqual([
    expect.objectContaining({
      code: 'ST-33',
      path: 'test/storage/fast',
      because: "'aws-machines' has no disk of its own that Tenon knows, so nothing would make the volumes of 'fast'",
      fix: "name a driver in 'storage' in place of 'cloud-disk'",
    }),
  ]);
});

test('has nothing against an infrastructure that carries it out', () => {
  const plugins = [{ socket: 'storage', name: 'cloud-disk', label: 'fast', as: 'native', settings: {} }];
  expect(fast.rules.flatMap(rule => rule.check({ plugins } as unknown as Decisions))).toEqual([]);
});

test('refuses wrong props of JavaScript callers, without throwing', () => {
  const wrong = { name: 'Fast!', tier: 'gold', iops: 0.5, colour: 'red' } as unknown as CloudDiskProps;
  expect(new CloudDisk(wrong).findings.map(({ at, because }) => `${at}: ${because}`)).toEqual([
    "storage/Fast!/name: 'name' is 'Fast!'",
    "storage/Fast!/tier: 'tier' is 'gold'",
    "storage/Fast!/iops: 'iops' is 0.5",
    "storage/Fast!/colour: 'colour' is not a known prop",
  ]);
  expect(new CloudDisk({ name: '${TfToken[TOKEN.1]}' }).findings).toMatchObject([
    { code: 'UNRESOLVED', at: 'storage/name' },
  ]);
  expect(new CloudDisk(undefined as unknown as CloudDiskProps).findings).toEqual([
    expect.objectContaining({ at: 'storage', because: 'its props are missing', fix: "give an object with 'name'" }),
  ]);
});

test('two default classes are refused', () => {
  const { problems } = planned(eks, fast, new CloudDisk({ name: 'slow', tier: 'standard', default: true }));
  expect(problems).toEqual([expect.objectContaining({ code: 'CONFLICT', path: 'test/storage/slow' })]);
  expect(problems[0]?.because).toContain("'cloud-disk/fast', 'cloud-disk/slow'");
});

describe('on EKS', () => {
  const parameters = (props: Partial<CloudDiskProps>) =>
    planned(eks, new CloudDisk({ name: 'disk', ...props })).object('storage-class-disk')?.parameters;

  test('is gp3, always encrypted, made by the add-on with a role of its own', () => {
    const { problems, object, refs, item } = planned(eks, fast);
    expect(problems).toEqual([]);
    expect(object('storage-class-fast')).toEqual({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3', encrypted: 'true', 'csi.storage.k8s.io/fstype': 'ext4' },
      reclaimPolicy: 'Delete',
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    expect(refs()).toEqual(expect.arrayContaining(['addon/aws-ebs-csi-driver', 'identity/ebs-csi']));
    expect(item('addon', 'aws-ebs-csi-driver')).toMatchObject({ stage: 'nodes', spec: { identities: ['ebs-csi'] } });
  });

  test.each<[Partial<CloudDiskProps>, object]>([
    [{ tier: 'standard' }, { type: 'gp3' }],
    [{ iops: 500 }, { type: 'gp3' }],
    [{ iops: 6_000 }, { type: 'gp3', iops: '6000' }],
    [{ throughputMiB: 100 }, { type: 'gp3' }],
    [{ throughputMiB: 500 }, { type: 'gp3', throughput: '500' }],
    [{ throughputMiB: 1_000 }, { type: 'gp3', throughput: '1000', iops: '4000' }],
    [
      { throughputMiB: 1_000, iops: 5_000 },
      { type: 'gp3', throughput: '1000', iops: '5000' },
    ],
    [{ tier: 'premium' }, { type: 'io2', iops: '3000' }],
    [
      { tier: 'premium', iops: 50 },
      { type: 'io2', iops: '100' },
    ],
    [
      { tier: 'premium', iops: 100_000 },
      { type: 'io2', iops: '100000' },
    ],
  ])('turns %j into what EC2 takes', (props, expected) => {
    expect(parameters(props)).toEqual({ ...expected, encrypted: 'true', 'csi.storage.k8s.io/fstype': 'ext4' });
  });

  test.each<[CloudDiskProps, string, string]>([
    [{ name: 'disk', iops: 90_000 }, 'test/storage/disk', '80000'],
    [{ name: 'disk', throughputMiB: 3_000 }, 'test/storage/disk', '2000 MiB'],
    [{ name: 'disk', tier: 'premium', iops: 300_000 }, 'test/storage/disk', '256000'],
    [{ name: 'disk', tier: 'premium', throughputMiB: 500 }, 'test/storage/disk/throughputMiB', 'throughputMiB'],
    [{ name: 'disk', encryptionKey: 'my-key' }, 'test/storage/disk', "no encryption key 'my-key'"],
  ])('refuses %j', (props, path, because) => {
    const { problems } = planned(eks, new CloudDisk(props));
    expect(problems).toEqual([expect.objectContaining({ path, because: expect.stringContaining(because) })]);
  });

  test("lets the driver use the user's key, and nothing else", () => {
    const encryptionKey = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b';
    const { item, object } = planned(
      eks,
      new CloudDisk({ name: 'disk', encryptionKey }),
      new CloudDisk({ name: 'plain' }),
    );
    expect(object('storage-class-disk')?.parameters).toMatchObject({ kmsKeyId: encryptionKey });
    const statements = item('identity', 'ebs-csi')?.spec.grants.aws?.statements ?? [];
    expect(statements.map(({ resources }) => resources)).toEqual([[encryptionKey], [encryptionKey]]);
    expect(statements.find(({ actions }) => actions.includes('kms:CreateGrant'))?.conditions).toEqual([
      { test: 'Bool', variable: 'kms:GrantIsForAWSResource', values: ['true'] },
    ]);
  });

  test('with snapshots, the snapshot controller comes before the driver', () => {
    const { item, object } = planned(eks, new CloudDisk({ name: 'disk', snapshots: true }));
    expect(object('volume-snapshot-class-disk')).toMatchObject({ driver: 'ebs.csi.aws.com' });
    expect(item('addon', 'snapshot-controller')).toMatchObject({ stage: 'nodes' });
    expect(item('addon', 'aws-ebs-csi-driver')).toMatchObject({
      after: ['addon/snapshot-controller'],
      spec: { configuration: { sidecars: { snapshotter: { forceEnable: true } } } },
    });
  });

  test('without snapshots, there is no snapshot controller, and the sidecar is off', () => {
    const { item } = planned(eks, fast);
    expect(item('addon', 'snapshot-controller')).toBeUndefined();
    expect(item('addon', 'aws-ebs-csi-driver')?.spec.configuration).toEqual({
      controller: { extraVolumeTags: { team: 'data', 'tenon:cluster': 'test' } },
      sidecars: { snapshotter: { forceEnable: false } },
    });
  });

  test('warns of volumes that are made before their pod has a zone, and of claims that no default class answers', () => {
    const { warnings } = planned(eks, new CloudDisk({ name: 'disk', binding: 'Immediate' }));
    expect(warnings.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'ST-27 test/storage',
      'ST-30 test/storage/disk/binding',
    ]);
  });

  test('says nothing of a default class to a cluster without storage', () => {
    expect(planned(eks).warnings).toEqual([]);
  });

  test("the name of EKS's own class is taken", () => {
    const { problems } = planned(eks, new CloudDisk({ name: 'gp2' }));
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['CONFLICT test/storage/gp2']);
  });
});

describe('on EKS Auto Mode', () => {
  test('is made by the driver that is there already, for its own nodes', () => {
    const { problems, object, refs } = planned(eksAuto, new CloudDisk({ name: 'disk', snapshots: true }));
    expect(problems).toEqual([]);
    expect(object('storage-class-disk')).toMatchObject({
      provisioner: 'ebs.csi.eks.amazonaws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'eks.amazonaws.com/compute-type', values: ['auto'] }] }],
    });
    expect(object('volume-snapshot-class-disk')).toMatchObject({ driver: 'ebs.csi.eks.amazonaws.com' });
    expect(refs()).toContain('addon/snapshot-controller');
    expect(refs()).not.toContain('addon/aws-ebs-csi-driver');
  });

  test('warns that the cluster itself must be let to use a key', () => {
    const encryptionKey = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b';
    const { warnings } = planned(eksAuto, new CloudDisk({ name: 'disk', default: true, encryptionKey }));
    expect(warnings.map(({ code }) => code)).toEqual(['ST-34']);
  });
});

describe('on DOKS', () => {
  test('is a volume of the driver that is there already', () => {
    const { problems, object, refs } = planned(doks, new CloudDisk({ name: 'fast', tier: 'ssd', filesystem: 'xfs' }));
    expect(problems).toEqual([]);
    expect(object('storage-class-fast')).toMatchObject({
      provisioner: 'dobs.csi.digitalocean.com',
      parameters: { 'csi.storage.k8s.io/fstype': 'xfs' },
    });
    expect(refs()).toEqual(['object/storage-class-fast', 'offer/storage-class-fast']);
  });

  test("warns of a default class beside the service's own", () => {
    const { problems, warnings } = planned(doks, fast);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.objectContaining({
        code: 'ST-27',
        path: 'test/storage/fast/default',
        because: expect.stringContaining("'do-block-storage'"),
      }),
    ]);
  });

  test("has no default VolumeSnapshotClass beside the service's own", () => {
    const { object } = planned(doks, new CloudDisk({ name: 'fast', default: true, snapshots: true }));
    expect(object('volume-snapshot-class-fast')?.metadata).toEqual({ name: 'fast' });
  });

  test.each<[CloudDiskProps, string]>([
    [{ name: 'disk', iops: 5_000 }, 'test/storage/disk/iops'],
    [{ name: 'disk', throughputMiB: 500 }, 'test/storage/disk/throughputMiB'],
    [{ name: 'disk', encryptionKey: 'a-key' }, 'test/storage/disk/encryptionKey'],
    [{ name: 'disk', tier: 'premium' }, 'test/storage/disk'],
    [{ name: 'do-block-storage' }, 'test/storage/do-block-storage'],
  ])('refuses %j', (props, path) => {
    expect(planned(doks, new CloudDisk(props)).problems.map(problem => problem.path)).toEqual([path]);
  });
});

describe('on GKE', () => {
  const KEY = 'projects/acme/locations/europe-west3/keyRings/ring/cryptoKeys/disks';
  const parameters = (props: Partial<CloudDiskProps>, kubernetes: '1.35' | '1.36' = '1.36') => {
    const storage = [new CloudDisk({ name: 'disk', ...props })];
    const pools = [{ name: 'new', machine: 'c3-standard-4', min: 1, max: 3 }];
    return plannedAs({ infrastructure: gke, storage, pools, kubernetes }).object('storage-class-disk')?.parameters;
  };

  test('is whatever disk the machine of its pod takes, of the driver that is there already', () => {
    const { problems, object, refs } = planned(gke, fast);
    expect(problems).toEqual([]);
    expect(object('storage-class-fast')).toEqual({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'pd.csi.storage.gke.io',
      parameters: {
        type: 'dynamic',
        'pd-type': 'pd-balanced',
        'hyperdisk-type': 'hyperdisk-balanced',
        'disk-type-preference': 'pd-type',
        'use-allowed-disk-topology': 'true',
        'csi.storage.k8s.io/fstype': 'ext4',
      },
      reclaimPolicy: 'Delete',
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    expect(refs()).toEqual(['addon/gce-pd-csi', 'object/storage-class-fast', 'offer/storage-class-fast']);
  });

  test.each([
    ['e2-standard-2', 'n4-standard-2'],
    ['t2a-standard-4', 'c4-standard-8'],
  ])('goes with %s and %s alike', (one, other) => {
    const pools = [
      { name: 'one', machine: one, min: 1, max: 3 },
      { name: 'other', machine: other, min: 1, max: 3 },
    ];
    const { problems, warnings } = plannedAs({ infrastructure: gke, storage: [new CloudDisk({ name: 'x' })], pools });
    expect([...problems, ...warnings]).toEqual([]);
  });

  test.each<[Partial<CloudDiskProps>, object]>([
    [{ tier: 'standard' }, { 'pd-type': 'pd-standard', 'hyperdisk-type': 'hyperdisk-balanced' }],
    [{ tier: 'premium' }, { 'pd-type': 'pd-ssd', 'hyperdisk-type': 'hyperdisk-balanced' }],
    [{ encryptionKey: KEY }, { type: 'dynamic', 'disk-encryption-kms-key': KEY }],
  ])('turns %j into what Compute Engine takes', (props, expected) => {
    expect(parameters(props)).toMatchObject(expected);
  });

  test.each<[Partial<CloudDiskProps>, object]>([
    [{ iops: 500 }, { 'provisioned-iops-on-create': '3000', 'provisioned-throughput-on-create': '140Mi' }],
    [{ iops: 100_000 }, { 'provisioned-iops-on-create': '100000', 'provisioned-throughput-on-create': '391Mi' }],
    [{ throughputMiB: 1_000 }, { 'provisioned-iops-on-create': '4000', 'provisioned-throughput-on-create': '1000Mi' }],
    [
      { tier: 'premium', iops: 9_000, throughputMiB: 400 },
      { 'provisioned-iops-on-create': '9000', 'provisioned-throughput-on-create': '400Mi' },
    ],
  ])('with performance by choice, %j is Hyperdisk', (props, expected) => {
    expect(parameters(props)).toEqual({
      type: 'hyperdisk-balanced',
      ...expected,
      'csi.storage.k8s.io/fstype': 'ext4',
    });
  });

  test('is a persistent disk where GKE cannot choose by the node', () => {
    const plain = { type: 'pd-balanced', 'csi.storage.k8s.io/fstype': 'ext4' };
    expect(parameters({}, '1.35')).toEqual(plain);
    expect(parameters({ binding: 'Immediate' })).toEqual(plain);
  });

  test('is refused until it is acknowledged where no machine takes it', () => {
    const disk = new CloudDisk({ name: 'disk', iops: 9_000 });
    expect(planned(gke, disk).problems).toEqual([
      expect.objectContaining({
        code: 'ST-37',
        path: 'test/storage/disk',
        because:
          "the disks of 'disk' are hyperdisk-balanced, which no pool's machines can attach: 'general' (e2-standard-2)",
        fix: expect.stringContaining("leave out 'iops' and 'throughputMiB', or name a machine of another family"),
      }),
    ]);
    const acknowledge = [{ code: 'ST-37', because: 'Google lets our account' }];
    expect(plannedAs({ infrastructure: gke, storage: [disk], acknowledge }).problems).toEqual([]);
  });

  test.each<[CloudDiskProps, string]>([
    [{ name: 'disk', iops: 200_000 }, '160000 I/O operations'],
    [{ name: 'disk', throughputMiB: 3_000 }, '2400 MiB'],
    [{ name: 'disk', encryptionKey: 'my-key' }, "no encryption key 'my-key'"],
  ])('refuses %j', (props, because) => {
    const { problems } = planned(gke, new CloudDisk(props));
    expect(problems).toEqual([
      expect.objectContaining({ path: 'test/storage/disk', because: expect.stringContaining(because) }),
    ]);
  });

  test("warns of a default class beside GKE's own, of its key, and of volumes without a pod", () => {
    const { problems, warnings } = planned(
      gke,
      new CloudDisk({ name: 'disk', default: true, encryptionKey: KEY, binding: 'Immediate' }),
    );
    expect(problems).toEqual([]);
    expect(warnings.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'ST-27 test/storage/disk/default',
      'ST-30 test/storage/disk/binding',
      'ST-39 test/storage/disk/encryptionKey',
    ]);
  });

  test('has snapshots without asking for anything more', () => {
    const { problems, object, refs } = planned(gke, new CloudDisk({ name: 'disk', default: true, snapshots: true }));
    expect(problems).toEqual([]);
    expect(object('volume-snapshot-class-disk')).toMatchObject({
      driver: 'pd.csi.storage.gke.io',
      metadata: { annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } },
    });
    expect(refs().filter(ref => ref.startsWith('addon/'))).toEqual(['addon/gce-pd-csi']);
  });

  test.each(['standard', 'standard-rwo', 'premium-rwo', 'dynamic-rwo', 'zonal-rwx'])(
    "the name of GKE's own class '%s' is taken",
    name => {
      expect(planned(gke, new CloudDisk({ name })).problems.map(({ code }) => code)).toEqual(['CONFLICT']);
    },
  );
});
