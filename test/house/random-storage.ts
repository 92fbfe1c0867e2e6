import * as fc from 'fast-check';
import {
  AwsEbs,
  AwsEfs,
  CloudDisk,
  CloudFiles,
  DigitalOceanBlockStorage,
  GoogleFilestore,
  GooglePersistentDisk,
} from 'tenon/storage';
import { flag, listOf, mostly, record, some } from './random-props';

const name = some('a', 'b', 'fast');
const ofEveryClass = { default: flag, reclaim: some('Delete', 'Retain'), mountOptions: listOf(some('noatime')) };
const binding = some('Immediate', 'WaitForFirstConsumer');
const ofDisks = { ...ofEveryClass, expandable: flag, binding, filesystem: some('ext4', 'xfs'), snapshots: flag };
const iops = mostly(some(3_000, 12_000), 100, 400_000);
const throughputMiB = mostly(some(140, 400), 10, 5_000);
const key = mostly(some('projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k'), 'my-key');
const marks = {
  labels: mostly(some({ team: 'shop' }, {}), { Team: 'Shop' }),
  resourceTags: listOf(mostly(some('123456789012/environment/production'), 'x')),
};
const zones = mostly(some(['europe-west3-a'], ['europe-west3-a', 'europe-west3-b']), ['europe-west1-b'], []);
const persistentDisk = some('pd-standard', 'pd-balanced', 'pd-ssd', 'pd-extreme');
const hyperdisk = some('hyperdisk-balanced', 'hyperdisk-extreme', 'hyperdisk-throughput', 'hyperdisk-ml');
const diskSnapshots = record(
  {},
  { ...marks, type: some('snapshots', 'images'), imageFamily: some('a'), location: mostly(some('eu'), '!') },
);

const googleDisk = record(
  { name },
  {
    ...ofDisks,
    ...marks,
    type: fc.oneof(persistentDisk, hyperdisk, some('hyperdisk-balanced-high-availability', 'dynamic')),
    pdType: persistentDisk,
    hyperdiskType: hyperdisk,
    prefer: some('pd', 'hyperdisk'),
    matchMachines: flag,
    regional: flag,
    zones,
    iops,
    throughputMiB,
    kmsKey: key,
    confidential: flag,
    storagePools: listOf(mostly(some('projects/p/zones/europe-west3-a/storagePools/s'), 'projects/p/storagePools/s')),
    snapshots: fc.oneof(flag, diskSnapshots),
  },
).map(props => new GooglePersistentDisk(props as never));

const googleFiles = record(
  { name },
  {
    ...ofEveryClass,
    ...marks,
    tier: some('standard', 'premium', 'basic_hdd', 'basic_ssd', 'zonal', 'regional', 'enterprise'),
    network: mostly(some('shared', 'projects/p/global/networks/shared'), 'no/network'),
    connectMode: some('DIRECT_PEERING', 'PRIVATE_SERVICE_ACCESS'),
    reservedIpv4Cidr: mostly(some('192.168.200.0/24'), '10.0.0.0/24', '192.168.200.0/30', '192.168.200.1/24'),
    reservedIpRange: some('files'),
    protocol: some('NFS_V3', 'NFS_V4_1'),
    multishare: flag,
    maxVolumeGiB: mostly(some(128, 1024), 100),
    kmsKey: key,
    exports: listOf(
      record({}, { ipRanges: some(['10.0.0.0/24']), squashMode: some('ROOT_SQUASH'), anonUid: fc.nat() }),
    ),
    zones,
    expandable: flag,
    binding,
    snapshots: fc.oneof(flag, record({}, { ...marks, location: mostly(some('europe-west3'), '!') })),
  },
).map(props => new GoogleFilestore(props as never));

/** Classes of whatever the cloud has. */
const portable = [
  record(
    { name },
    { ...ofDisks, tier: some('standard', 'ssd', 'premium'), iops, throughputMiB, encryptionKey: key },
  ).map(props => new CloudDisk(props as never)),
  record({ name }, { ...ofEveryClass, snapshots: flag }).map(props => new CloudFiles(props as never)),
];

/** Classes that a cloud may take. */
export const storageOf = {
  aws: [
    ...portable,
    record({ name }, { ...ofDisks, type: some('gp3', 'io2', 'st1') }).map(props => new AwsEbs(props as never)),
    record({ name }, ofEveryClass).map(props => new AwsEfs(props as never)),
  ],
  google: [...portable, googleDisk, googleDisk, googleFiles, googleFiles],
  digitalocean: [...portable, record({ name }, ofDisks).map(props => new DigitalOceanBlockStorage(props as never))],
};
