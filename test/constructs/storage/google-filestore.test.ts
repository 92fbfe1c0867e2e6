import { GoogleFilestore, type GoogleFilestoreProps } from 'tenon/storage';
import { assertPlugin } from 'tenon/testing';
import { doks, eks, gke } from './clouds';
import { planned, plannedAs } from './planned';

const KEY = 'projects/acme/locations/europe-west3/keyRings/ring/cryptoKeys/files';
const NETWORK = 'projects/acme/global/networks/shared';
const TOKEN = '${TfToken[TOKEN.7]}';

const files = (props: Partial<GoogleFilestoreProps>) => planned(gke, new GoogleFilestore({ name: 'x', ...props }));

test('is a plugin', () => {
  assertPlugin(new GoogleFilestore({ name: 'x' }));
});

test("is a basic instance for each volume, in the cluster's VPC and the zone of its first pod", () => {
  const { problems, object, refs } = files({});
  expect(problems).toEqual([]);
  expect(object('storage-class-x')).toEqual({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'x' },
    provisioner: 'filestore.csi.storage.gke.io',
    parameters: { tier: 'standard', network: { $fact: 'network/name' } },
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: true,
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  expect(refs()).toEqual([
    'addon/filestore-csi',
    'addon/gce-pd-csi',
    'object/storage-class-x',
    'offer/storage-class-x',
  ]);
});

test('becomes parameters of the driver, all of them strings', () => {
  const { problems, object } = files({
    tier: 'zonal',
    network: 'shared',
    connectMode: 'DIRECT_PEERING',
    reservedIpv4Cidr: '192.168.0.0/24',
    protocol: 'NFS_V4_1',
    kmsKey: KEY,
    exports: [{ ipRanges: ['10.0.0.0/16'], squashMode: 'ROOT_SQUASH', anonUid: 0, anonGid: 1003 }],
    zones: ['europe-west3-a'],
    expandable: false,
    binding: 'Immediate',
    labels: { team: 'data' },
    resourceTags: ['acme-project/environment/production'],
  });
  expect(problems).toEqual([]);
  expect(object('storage-class-x')).toMatchObject({
    parameters: {
      tier: 'zonal',
      network: 'shared',
      'connect-mode': 'DIRECT_PEERING',
      'reserved-ipv4-cidr': '192.168.0.0/24',
      protocol: 'NFS_V4_1',
      'instance-encryption-kms-key': KEY,
      'nfs-export-options-on-create':
        '[{"ipRanges":["10.0.0.0/16"],"squashMode":"ROOT_SQUASH","anonUid":"0","anonGid":"1003"}]',
      labels: 'team=data',
      'resource-tags': 'acme-project/environment/production',
    },
    allowVolumeExpansion: false,
    volumeBindingMode: 'Immediate',
    allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.gke.io/zone', values: ['europe-west3-a'] }] }],
  });
});

test('shares of one instance know their class', () => {
  const { problems, object } = files({ multishare: true, maxVolumeGiB: 128 });
  expect(problems).toEqual([]);
  expect(object('storage-class-x')?.parameters).toEqual({
    tier: 'enterprise',
    network: { $fact: 'network/name' },
    multishare: 'true',
    'instance-storageclass-label': 'x',
    'max-volume-size': '128Gi',
  });
});

test('reaches a shared VPC by its private connection', () => {
  const { problems, object } = files({
    connectMode: 'PRIVATE_SERVICE_ACCESS',
    network: NETWORK,
    reservedIpRange: 'files',
  });
  expect(problems).toEqual([]);
  expect(object('storage-class-x')?.parameters).toMatchObject({
    network: NETWORK,
    'connect-mode': 'PRIVATE_SERVICE_ACCESS',
    'reserved-ip-range': 'files',
  });
});

test('snapshots are backups', () => {
  const { object } = files({ snapshots: { location: 'us-east1', labels: { kind: 'nightly' } } });
  expect(object('volume-snapshot-class-x')).toMatchObject({
    driver: 'filestore.csi.storage.gke.io',
    parameters: { type: 'backup', location: 'us-east1', labels: 'kind=nightly' },
  });
  expect(files({ snapshots: true }).object('volume-snapshot-class-x')?.parameters).toEqual({ type: 'backup' });
  expect(files({}).object('volume-snapshot-class-x')).toBeUndefined();
});

test('takes Terraform values as network and key, which the plan knows by name only', () => {
  const { plan, problems, object, warnings } = files({
    tier: 'regional',
    network: TOKEN,
    connectMode: 'PRIVATE_SERVICE_ACCESS',
    kmsKey: TOKEN,
  });
  expect(problems).toEqual([]);
  expect(object('storage-class-x')?.parameters).toMatchObject({
    network: { $input: expect.any(String) },
    'instance-encryption-kms-key': { $input: expect.any(String) },
  });
  expect(JSON.stringify(plan)).not.toContain('TfToken');
  expect(warnings).toEqual([
    expect.objectContaining({
      code: 'ST-39',
      path: 'test/storage/x/kmsKey',
      fix: expect.stringContaining('service-<project number>@cloud-filer.iam.gserviceaccount.com'),
    }),
  ]);
});

test.each<[Partial<GoogleFilestoreProps>, string, string]>([
  [{ protocol: 'NFS_V4_1' }, 'protocol', "no NFS 4.1 in tier 'standard'"],
  [{ tier: 'premium', kmsKey: KEY }, 'kmsKey', "no keys in tier 'premium'"],
  [{ kmsKey: TOKEN }, 'kmsKey', "no keys in tier 'standard'"],
  [{ maxVolumeGiB: 256 }, 'maxVolumeGiB', 'an instance to itself'],
  [{ tier: 'zonal', multishare: true }, 'tier', 'have one share'],
  [{ multishare: true, protocol: 'NFS_V4_1' }, 'protocol', 'NFS 3 alone'],
  [{ reservedIpRange: 'files' }, 'reservedIpRange', 'by CIDR'],
  [
    { connectMode: 'PRIVATE_SERVICE_ACCESS', network: NETWORK, reservedIpv4Cidr: '192.168.0.0/24' },
    'reservedIpv4Cidr',
    'by name',
  ],
  [{ connectMode: 'PRIVATE_SERVICE_ACCESS' }, 'network', 'full name only'],
  [{ connectMode: 'PRIVATE_SERVICE_ACCESS', network: 'shared' }, 'network', 'full name only'],
  [{ reservedIpv4Cidr: '192.168.0.0/30' }, 'reservedIpv4Cidr', 'an instance takes a /29'],
  [{ tier: 'enterprise', reservedIpv4Cidr: '192.168.0.0/27' }, 'reservedIpv4Cidr', 'an instance takes a /26'],
  [{ tier: 'zonal', reservedIpv4Cidr: '192.168.0.0/29' }, 'reservedIpv4Cidr', 'an instance takes a /26'],
  [{ reservedIpv4Cidr: '10.1.8.0/24' }, 'reservedIpv4Cidr', "10.1.0.0/16, the cluster's 'pods'"],
  [{ zones: ['us-east1-b'] }, 'zones', 'no node runs in us-east1-b'],
])('refuses %j', (props, prop, because) => {
  expect(files(props).problems).toEqual([
    expect.objectContaining({
      code: 'ST-36',
      path: `test/storage/x/${prop}`,
      because: expect.stringContaining(because),
    }),
  ]);
});

test.each<[Partial<GoogleFilestoreProps>, string]>([
  [{ tier: 'regional' }, 'tier'],
  [{ tier: 'zonal', protocol: 'NFS_V4_1' }, 'protocol'],
])('refuses %j before the minor that it came with', (props, prop) => {
  const storage = [new GoogleFilestore({ name: 'x', ...props })];
  expect(plannedAs({ infrastructure: gke, storage, kubernetes: '1.32' }).problems).toEqual([
    expect.objectContaining({ code: 'ST-36', path: `test/storage/x/${prop}` }),
  ]);
});

test('refuses wrong props of JavaScript callers, without throwing', () => {
  const wrong = { name: 'x', tier: 'gold', network: 'My VPC', reservedIpv4Cidr: '10.0.0.1/24', maxVolumeGiB: 100 };
  const { findings } = new GoogleFilestore(wrong as unknown as GoogleFilestoreProps);
  expect(findings.map(({ at }) => at).sort()).toEqual([
    'storage/x/maxVolumeGiB',
    'storage/x/network',
    'storage/x/reservedIpv4Cidr',
    'storage/x/tier',
  ]);
  expect(new GoogleFilestore(undefined as unknown as GoogleFilestoreProps).findings).toHaveLength(1);
});

test.each([eks, doks])('is refused on $name, where nobody has its driver', infrastructure => {
  expect(planned(infrastructure, new GoogleFilestore({ name: 'x' })).problems).toEqual([
    expect.objectContaining({ code: 'MISSING', path: 'test/storage/x', fix: expect.stringContaining('CloudFiles') }),
  ]);
});
