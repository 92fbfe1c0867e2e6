import { DigitalOceanBlockStorage } from 'tenon/storage';
import { assertPlugin } from 'tenon/testing';
import { doks, eks } from './clouds';
import { planned } from './planned';

test('is a plugin', () => {
  assertPlugin(new DigitalOceanBlockStorage({ name: 'disk' }));
});

test('is a class of the driver that the service has', () => {
  const { problems, object, refs } = planned(
    doks,
    new DigitalOceanBlockStorage({ name: 'disk', filesystem: 'xfs', reclaim: 'Retain' }),
  );
  expect(problems).toEqual([]);
  expect(object('storage-class-disk')).toEqual({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'disk' },
    provisioner: 'dobs.csi.digitalocean.com',
    parameters: { 'csi.storage.k8s.io/fstype': 'xfs' },
    reclaimPolicy: 'Retain',
    allowVolumeExpansion: true,
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  expect(refs()).toEqual(['object/storage-class-disk', 'offer/storage-class-disk']);
});

test("its VolumeSnapshotClass leaves the default to the service's own", () => {
  const { object } = planned(doks, new DigitalOceanBlockStorage({ name: 'disk', default: true, snapshots: true }));
  expect(object('volume-snapshot-class-disk')).toEqual({
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: { name: 'disk' },
    driver: 'dobs.csi.digitalocean.com',
    deletionPolicy: 'Delete',
  });
});

test('is refused where nobody has its driver', () => {
  expect(planned(eks, new DigitalOceanBlockStorage({ name: 'disk' })).problems).toEqual([
    expect.objectContaining({ code: 'MISSING', path: 'test/storage/disk', fix: expect.stringContaining('Doks') }),
  ]);
});

test("refuses the name of a class of the service's own", () => {
  const { problems } = planned(doks, new DigitalOceanBlockStorage({ name: 'do-block-storage' }));
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['CONFLICT test/storage/do-block-storage']);
});
