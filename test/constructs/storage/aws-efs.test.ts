import { AwsEfs, CloudFiles, type AwsEfsProps } from 'tenon/storage';
import { assertPlugin } from 'tenon/testing';
import { awsMachines, doks, eks } from './clouds';
import { planned } from './planned';

const TOKEN = '${TfToken[TOKEN.7]}';

test('is a plugin', () => {
  assertPlugin(new AwsEfs({ name: 'shared' }));
});

test('has a file system of its own, to which nodes get through', () => {
  const { problems, item, items, object } = planned(eks, new AwsEfs({ name: 'shared', throughput: 'bursting' }));
  expect(problems).toEqual([]);
  expect(item('file-system', 'shared')?.spec).toEqual({ throughput: 'bursting' });
  expect(items('port').map(({ spec }) => spec)).toEqual([
    { from: 'node', to: { service: 'file-system' }, protocol: 'tcp', range: [2049, 2049] },
  ]);
  expect(object('storage-class-shared')?.parameters).toEqual({
    provisioningMode: 'efs-ap',
    fileSystemId: { $fact: 'file-system/id/shared' },
    directoryPerms: '700',
  });
});

test('shares the firewall and the add-on with portable file systems', () => {
  const { problems, items } = planned(eks, new AwsEfs({ name: 'one' }), new CloudFiles({ name: 'two' }));
  expect(problems).toEqual([]);
  expect(items('file-system').map(({ id }) => id)).toEqual(['one', 'two']);
  expect([items('port').length, items('addon').length]).toEqual([1, 1]);
});

test('becomes parameters of the driver, all of them strings', () => {
  const props: AwsEfsProps = {
    name: 'shared',
    directoryPerms: '0770',
    uid: 0,
    gidRange: [1_000, 2_000],
    basePath: '/volumes',
    mountOptions: ['iam'],
  };
  expect(planned(eks, new AwsEfs(props)).object('storage-class-shared')).toMatchObject({
    mountOptions: ['iam'],
    parameters: { directoryPerms: '0770', uid: '0', gidRangeStart: '1000', gidRangeEnd: '2000', basePath: '/volumes' },
  });
});

test.each(['fs-0123456789abcdef0', TOKEN])(
  'uses file system %s, and warns that its firewall is not ours',
  fileSystemId => {
    const { problems, warnings, refs, object } = planned(
      eks,
      new AwsEfs({ name: 'shared', default: true, fileSystemId }),
    );
    expect(problems).toEqual([]);
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['ST-07 test/storage/shared/fileSystemId']);
    expect(refs().filter(ref => /^(file-system|port)/.test(ref))).toEqual([]);
    const expected = fileSystemId === TOKEN ? { $input: expect.any(String) } : fileSystemId;
    expect(object('storage-class-shared')?.parameters).toMatchObject({ fileSystemId: expected });
  },
);

test.each<[AwsEfsProps, string]>([
  [{ name: 'x', fileSystemId: TOKEN, throughput: 'elastic' }, 'throughput'],
  [{ name: 'x', gidRange: [2_000, 1_000] }, 'gidRange'],
  [{ name: 'x', uid: 1_000, gid: 1_000, gidRange: [1_000, 2_000] }, 'gidRange'],
])('refuses %j', (props, prop) => {
  expect(planned(eks, new AwsEfs(props)).problems).toEqual([
    expect.objectContaining({ code: 'ST-06', path: `test/storage/x/${prop}` }),
  ]);
});

test('refuses what EFS does not have', () => {
  const wrong = {
    name: 'x',
    snapshots: true,
    expandable: true,
    fileSystemId: 'mine',
    directoryPerms: '999',
  } as AwsEfsProps;
  expect(new AwsEfs(wrong).findings.map(({ at }) => at)).toEqual([
    'storage/x/fileSystemId',
    'storage/x/directoryPerms',
    'storage/x/snapshots',
  ]);
});

test('is refused off AWS, where nobody has its driver', () => {
  expect(planned(doks, new AwsEfs({ name: 'shared' })).problems.map(({ code }) => code)).toContain('MISSING');
});

test('where nobody brings the driver, the first class brings it once, as a chart with two roles', () => {
  const { problems, items, item } = planned(awsMachines, new AwsEfs({ name: 'one' }), new AwsEfs({ name: 'two' }));
  expect(problems).toEqual([]);
  expect(items('helm-release').map(({ by, spec }) => ({ by, spec }))).toEqual([
    {
      by: 'aws-efs/one',
      spec: {
        chart: 'aws-efs-csi-driver',
        repository: 'https://kubernetes-sigs.github.io/aws-efs-csi-driver',
        version: '4.4.1',
        namespace: 'kube-system',
        values: {
          controller: { serviceAccount: { annotations: { $fact: 'identity/annotations/efs-csi-controller' } } },
          node: { serviceAccount: { annotations: { $fact: 'identity/annotations/efs-csi-node' } } },
        },
      },
    },
  ]);
  for (const name of ['one', 'two']) {
    expect(item('object', `storage-class-${name}`)?.after).toEqual(['helm-release/aws-efs-csi-driver']);
  }
});

test('its driver may do as a chart what it may as an add-on', () => {
  const roles = (infrastructure: typeof eks) =>
    planned(infrastructure, new AwsEfs({ name: 'shared' }))
      .items('identity')
      .map(({ id, spec }) => ({ id, spec }));
  expect(roles(awsMachines)).toEqual(roles(eks));
  expect(roles(eks).map(({ spec }) => spec.serviceAccount)).toEqual(['efs-csi-controller-sa', 'efs-csi-node-sa']);
});
