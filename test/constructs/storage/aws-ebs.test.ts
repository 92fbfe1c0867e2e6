import { AwsEbs, CloudDisk, type AwsEbsProps } from 'tenon/storage';
import { assertPlugin } from 'tenon/testing';
import { awsMachines, doks, eks, eksAuto } from './clouds';
import { planned } from './planned';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b';
const TOKEN = '${TfToken[TOKEN.7]}';

test('is a plugin', () => {
  assertPlugin(new AwsEbs({ name: 'fast' }));
});

test('becomes parameters of the driver, all of them strings', () => {
  const props: AwsEbsProps = {
    name: 'fast',
    iops: 6_000,
    throughputMiB: 500,
    kmsKeyArn: KEY,
    filesystem: 'xfs',
    tags: { team: 'data', cost: 'a b' },
  };
  expect(planned(eks, new AwsEbs(props)).object('storage-class-fast')?.parameters).toEqual({
    type: 'gp3',
    encrypted: 'true',
    iops: '6000',
    throughput: '500',
    kmsKeyId: KEY,
    'csi.storage.k8s.io/fstype': 'xfs',
    tagSpecification_1: 'cost=a b',
    tagSpecification_2: 'team=data',
  });
});

test('small volumes get the least that their type takes', () => {
  const { object } = planned(eks, new AwsEbs({ name: 'db', type: 'io2', iopsPerGb: 50 }));
  expect(object('storage-class-db')?.parameters).toMatchObject({ iopsPerGB: '50', allowAutoIOPSPerGBIncrease: 'true' });
});

test('throughput by size is not for us to judge', () => {
  expect(planned(eks, new AwsEbs({ name: 'x', iopsPerGb: 50, throughputMiB: 1_000 })).problems).toEqual([]);
});

test('takes a Terraform value as its key, which the plan knows by name only', () => {
  const { plan, object } = planned(eks, new AwsEbs({ name: 'fast', default: true, kmsKeyArn: TOKEN }));
  expect(object('storage-class-fast')?.parameters).toMatchObject({ kmsKeyId: { $input: expect.any(String) } });
  expect(JSON.stringify(plan)).not.toContain('TfToken');
});

test.each<[AwsEbsProps, string, string]>([
  [{ name: 'x', iops: 4_000, iopsPerGb: 5 }, 'iops', 'both'],
  [{ name: 'x', type: 'st1', iops: 4_000 }, 'iops', 'come with its size'],
  [{ name: 'x', type: 'gp2', iopsPerGb: 3 }, 'iopsPerGb', 'come with its size'],
  [{ name: 'x', type: 'io1' }, 'iops', 'only with a number'],
  [{ name: 'x', iops: 2_000 }, 'iops', 'from 3000 to 80000'],
  [{ name: 'x', type: 'io2', iops: 300_000 }, 'iops', 'from 100 to 256000'],
  [{ name: 'x', type: 'io2', iops: 4_000, throughputMiB: 500 }, 'throughputMiB', 'only gp3'],
  [{ name: 'x', throughputMiB: 100 }, 'throughputMiB', 'from 125 to 2000'],
  [{ name: 'x', throughputMiB: 1_000 }, 'throughputMiB', 'for every 4 I/O operations, and it has 3000'],
])('refuses %j', (props, prop, because) => {
  expect(planned(eks, new AwsEbs(props)).problems).toEqual([
    expect.objectContaining({
      code: 'ST-05',
      path: `test/storage/x/${prop}`,
      because: expect.stringContaining(because),
    }),
  ]);
});

test('refuses what is no key', () => {
  const { problems } = planned(eks, new AwsEbs({ name: 'x', kmsKeyArn: 'alias/mine' }));
  expect(problems).toEqual([
    expect.objectContaining({
      path: 'test/storage/x/kmsKeyArn',
      value: 'alias/mine',
      fix: "give a KMS key's full ARN",
    }),
  ]);
});

test('is refused off AWS, where nobody has its driver', () => {
  expect(planned(doks, new AwsEbs({ name: 'fast' })).problems).toEqual([
    expect.objectContaining({ code: 'MISSING', path: 'test/storage/fast', fix: expect.stringContaining('CloudDisk') }),
  ]);
});

test('on EKS Auto Mode it is made by the driver that is there', () => {
  const { problems, object, refs } = planned(eksAuto, new AwsEbs({ name: 'fast' }));
  expect(problems).toEqual([]);
  expect(object('storage-class-fast')).toMatchObject({ provisioner: 'ebs.csi.eks.amazonaws.com' });
  expect(refs()).toEqual(['object/storage-class-fast', 'offer/storage-class-fast']);
});

test('warns of volumes that are made before their pod has a zone', () => {
  const { warnings } = planned(eks, new AwsEbs({ name: 'fast', default: true, binding: 'Immediate' }));
  expect(warnings.map(({ code }) => code)).toEqual(['ST-30']);
});

describe('where nobody brings the driver', () => {
  const classes = [new AwsEbs({ name: 'fast', kmsKeyArn: KEY }), new AwsEbs({ name: 'slow', type: 'sc1' })];

  test('the first class brings it once, as a chart before the classes', () => {
    const { problems, items, item } = planned(awsMachines, ...classes);
    expect(problems).toEqual([]);
    expect(items('helm-release')).toEqual([
      expect.objectContaining({
        by: 'aws-ebs/fast',
        spec: {
          chart: 'aws-ebs-csi-driver',
          repository: 'https://kubernetes-sigs.github.io/aws-ebs-csi-driver',
          version: '2.58.0',
          namespace: 'kube-system',
          values: {
            controller: {
              serviceAccount: { annotations: { $fact: 'identity/annotations/ebs-csi' } },
              extraVolumeTags: { team: 'data' },
            },
            sidecars: { snapshotter: { forceEnable: false } },
          },
        },
      }),
    ]);
    expect(item('helm-release', 'aws-ebs-csi-driver')?.after).toEqual(['identity/ebs-csi']);
    for (const name of ['fast', 'slow']) {
      expect(item('object', `storage-class-${name}`)?.after).toEqual(['helm-release/aws-ebs-csi-driver']);
    }
  });

  test('it may do there what it may on EKS', () => {
    const chart = planned(awsMachines, ...classes).item('identity', 'ebs-csi');
    const addon = planned(eks, ...classes).item('identity', 'ebs-csi');
    expect(chart?.spec).toEqual(addon?.spec);
    expect(chart?.spec.grants.aws?.statements).toHaveLength(2);
  });

  test('snapshots are refused, for nobody brings their controller either', () => {
    const { problems } = planned(awsMachines, new AwsEbs({ name: 'fast', snapshots: true }));
    expect(problems).toEqual([
      expect.objectContaining({ code: 'MISSING', fix: expect.stringContaining("'snapshots'") }),
    ]);
  });
});

test('shares the add-on with portable disks', () => {
  const { problems, items } = planned(
    eks,
    new AwsEbs({ name: 'db', type: 'io2', iops: 9_000 }),
    new CloudDisk({ name: 'disk' }),
  );
  expect(problems).toEqual([]);
  expect(items('addon').map(({ id }) => id)).toEqual(['aws-ebs-csi-driver']);
});
