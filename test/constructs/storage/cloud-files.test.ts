import { CloudFiles, type CloudFilesProps } from 'tenon/storage';
import { assertPlugin } from 'tenon/testing';
import { awsMachines, doks, eks, eksAuto, gke } from './clouds';
import { planned } from './planned';

const shared = new CloudFiles({ name: 'shared' });

test('is a plugin', () => {
  assertPlugin(shared);
});

test('refuses props of disks', () => {
  const { findings } = new CloudFiles({ name: 'shared', snapshots: true } as CloudFilesProps);
  expect(findings).toEqual([expect.objectContaining({ at: 'storage/shared/snapshots' })]);
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
