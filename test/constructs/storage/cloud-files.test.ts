import { CloudFiles, type CloudFilesProps } from 'tenon/storage';
import { assertPlugin } from 'tenon/testing';
import { awsMachines, doks, eks, eksAuto, gke } from './clouds';
import { planned } from './planned';

const shared = new CloudFiles({ name: 'shared' });

test('is a plugin', () => {
  assertPlugin(shared);
});

test('refuses props of disks', () => {
  const { findings } = new CloudFiles({ name: 'shared', tier: 'ssd' } as CloudFilesProps);
  expect(findings).toEqual([expect.objectContaining({ at: 'storage/shared/tier' })]);
});

test('is refused where the infrastructure does not know it, and on DOKS, which has no shared file systems', () => {
  expect(planned(awsMachines, shared).problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'ST-33 test/storage/shared',
  ]);
  expect(planned(doks, shared).problems).toEqual([
    expect.objectContaining({ path: 'test/storage/shared', because: expect.stringContaining('one node at a time') }),
  ]);
});

test.each([eks, eksAuto])(
  'is a file system of its own in EFS on $name, whose directories are volumes',
  infrastructure => {
    const { problems, item, object, refs } = planned(
      infrastructure,
      new CloudFiles({ name: 'shared', reclaim: 'Retain' }),
    );
    expect(problems).toEqual([]);
    expect(object('storage-class-shared')).toEqual({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'shared' },
      provisioner: 'efs.csi.aws.com',
      parameters: {
        provisioningMode: 'efs-ap',
        fileSystemId: { $fact: 'file-system/id/shared' },
        directoryPerms: '700',
      },
      reclaimPolicy: 'Retain',
      allowVolumeExpansion: false,
      volumeBindingMode: 'Immediate',
    });
    expect(refs()).toEqual(
      expect.arrayContaining(['file-system/shared', 'identity/efs-csi-controller', 'identity/efs-csi-node']),
    );
    expect(item('addon', 'aws-efs-csi-driver')).toMatchObject({
      stage: 'nodes',
      spec: { name: 'aws-efs-csi-driver', identities: ['efs-csi-controller', 'efs-csi-node'] },
    });
  },
);

test('several share one opening of the firewall', () => {
  const { problems, items } = planned(eks, shared, new CloudFiles({ name: 'more' }));
  expect(problems).toEqual([]);
  expect(items('file-system').map(({ id }) => id)).toEqual(['more', 'shared']);
  expect(items('port').map(({ spec }) => spec)).toEqual([
    { from: 'node', to: { service: 'file-system' }, protocol: 'tcp', range: [2049, 2049] },
  ]);
});

test.each([eks, eksAuto])('has no snapshots on $name, for EFS has none', infrastructure => {
  const codes = (snapshots: boolean) =>
    planned(infrastructure, new CloudFiles({ name: 'shared', snapshots })).problems.map(
      ({ code, path }) => `${code} ${path}`,
    );
  expect(codes(true)).toEqual(['HONOUR test/storage/shared/snapshots']);
  expect(codes(false)).toEqual([]);
});

test('is an instance of Filestore for each volume on GKE, in the VPC of the cluster', () => {
  const { problems, object, item } = planned(gke, new CloudFiles({ name: 'shared', mountOptions: ['nconnect=4'] }));
  expect(problems).toEqual([]);
  expect(object('storage-class-shared')).toEqual({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'shared' },
    provisioner: 'filestore.csi.storage.gke.io',
    parameters: { tier: 'standard', network: { $fact: 'network/name' } },
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: true,
    volumeBindingMode: 'WaitForFirstConsumer',
    mountOptions: ['nconnect=4'],
  });
  expect(item('addon', 'filestore-csi')).toMatchObject({ by: 'gke', spec: { name: 'filestore-csi' } });
  expect(planned(gke).item('addon', 'filestore-csi')).toBeUndefined();
});

test('has backups as snapshots on GKE', () => {
  const files = new CloudFiles({ name: 'shared', snapshots: true, reclaim: 'Retain' });
  const { problems, object, plan } = planned(gke, files);
  expect(problems).toEqual([]);
  expect(object('volume-snapshot-class-shared')).toEqual({
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: { name: 'shared' },
    driver: 'filestore.csi.storage.gke.io',
    deletionPolicy: 'Retain',
    parameters: { type: 'backup' },
  });
  expect(plan?.items.filter(({ kind }) => kind === 'offer').map(({ id }) => id)).toEqual([
    'storage-class-shared',
    'volume-snapshot-class-shared',
  ]);
  expect(planned(gke, shared).object('volume-snapshot-class-shared')).toBeUndefined();
});
