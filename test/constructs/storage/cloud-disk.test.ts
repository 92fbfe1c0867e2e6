import type { Decisions } from 'tenon/spi';
import { CloudDisk, type CloudDiskProps } from 'tenon/storage';
import { assertPlugin } from 'tenon/testing';
import { awsMachines, doks, eks, eksAuto } from './clouds';
import { planned } from './planned';

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
  expect(new CloudDisk(undefined as unknown as CloudDiskProps).findings).toEqual([
    expect.objectContaining({ at: 'storage', because: "'storage' is missing" }),
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
