import { AwsEbs, AwsEfs, CloudDisk, CloudFiles } from 'tenon/storage';
import type { Plugin } from 'tenon/spi';
import { awsMachines, eks } from './clouds';
import { planned } from './planned';

// The infrastructure and these plugins know the same facts of EBS and EFS, and neither may import the other.

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b';

const taken = (...storage: Plugin<'storage'>[]) => planned(eks, ...storage).problems.length === 0;

test.each([
  ['gp3', 'iops', 80_000],
  ['gp3', 'throughputMiB', 2_000],
  ['io2', 'iops', 256_000],
] as const)('the most of %s is the same for portable disks: %s %i', (type, prop, most) => {
  const tier = type === 'gp3' ? 'ssd' : 'premium';
  // Throughput takes a quarter of it in I/O operations.
  const enough = prop === 'throughputMiB' ? { iops: 80_000 } : {};
  for (const [asked, expected] of [
    [most, true],
    [most + 1, false],
  ] as const) {
    expect(taken(new AwsEbs({ name: 'x', type, ...enough, [prop]: asked }))).toBe(expected);
    expect(taken(new CloudDisk({ name: 'x', tier, ...enough, [prop]: asked }))).toBe(expected);
  }
});

test.each([KEY, 'alias/mine', 'arn:aws:s3:::bucket', `${KEY.slice(0, -4)}`])(
  '%s is a key for both or for neither',
  key => {
    const portable = taken(new CloudDisk({ name: 'x', encryptionKey: key }));
    expect(taken(new AwsEbs({ name: 'x', kmsKeyArn: key }))).toBe(portable);
    expect(portable).toBe(key === KEY);
  },
);

test.each([
  ['ebs-csi', () => new AwsEbs({ name: 'x', kmsKeyArn: KEY })],
  ['efs-csi-controller', () => new AwsEfs({ name: 'x' })],
  ['efs-csi-node', () => new AwsEfs({ name: 'x' })],
] as const)('identity %s may do the same whoever installs the driver', (id, plugin) => {
  const byService = planned(eks, plugin()).item('identity', id);
  expect(byService?.spec.grants.aws).toBeDefined();
  expect(planned(awsMachines, plugin()).item('identity', id)?.spec).toEqual(byService?.spec);
});

test('a file system and the way to it are the same for portable classes', () => {
  const made = (plugin: Plugin<'storage'>) => {
    const { items } = planned(eks, plugin);
    return [...items('file-system'), ...items('port')].map(({ kind, id, stage, spec }) => ({ kind, id, stage, spec }));
  };
  expect(made(new AwsEfs({ name: 'x' }))).toHaveLength(2);
  expect(made(new CloudFiles({ name: 'x' }))).toEqual(made(new AwsEfs({ name: 'x' })));
});
