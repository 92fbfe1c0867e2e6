import { App } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Manifests } from 'tenon/delivery';
import { Gke } from 'tenon/google';
import { CloudDisk, CloudFiles, GoogleFilestore, GooglePersistentDisk } from 'tenon/storage';

const zone = 'europe-west3-a';
const kmsKey = 'projects/acme-keys/locations/europe-west3/keyRings/volumes/cryptoKeys/volumes';
const labels = { team: 'data' };

const portable = () => [
  new CloudDisk({ name: 'fast', default: true, snapshots: true, encryptionKey: kmsKey }),
  new CloudDisk({ name: 'chosen', iops: 9_000, throughputMiB: 400, filesystem: 'xfs' }),
  new CloudFiles({ name: 'shared', mountOptions: ['nconnect=4'], snapshots: true }),
];

const disks = () => [
  new GooglePersistentDisk({ name: 'regional', regional: true, zones: [zone, 'europe-west3-b'] }),
  new GooglePersistentDisk({ name: 'dynamic', type: 'dynamic', pdType: 'pd-ssd', prefer: 'pd' }),
  new GooglePersistentDisk({
    name: 'pooled',
    type: 'hyperdisk-balanced',
    matchMachines: true,
    storagePools: [`projects/acme-platform/zones/${zone}/storagePools/volumes`],
    iops: 12_000,
    throughputMiB: 400,
    kmsKey,
    labels,
    resourceTags: ['123456789012/environment/production'],
    snapshots: { type: 'images', imageFamily: 'volumes', location: 'eu', labels },
  }),
];

const files = () => [
  new GoogleFilestore({ name: 'shares', multishare: true, maxVolumeGiB: 128, snapshots: true }),
  new GoogleFilestore({
    name: 'zonal',
    tier: 'zonal',
    protocol: 'NFS_V4_1',
    reservedIpv4Cidr: '192.168.0.0/24',
    exports: [{ ipRanges: ['10.0.0.0/20'], squashMode: 'ROOT_SQUASH', anonUid: 1000, anonGid: 1000 }],
    zones: [zone],
    kmsKey,
    snapshots: { location: 'europe-west1', labels },
  }),
  new GoogleFilestore({
    name: 'hosted',
    tier: 'regional',
    connectMode: 'PRIVATE_SERVICE_ACCESS',
    network: 'projects/acme-host/global/networks/shared',
    reservedIpRange: 'filestore',
  }),
];

/** Every kind of volume on Google Cloud, by Terraform and as manifests. */
const clusters: { readonly [name: string]: Partial<ClusterProps> } = {
  terraform: { kubernetes: '1.36' },
  manifests: { kubernetes: '1.35', deliveries: [new Manifests()] },
};

const app = new App();
for (const [name, spec] of Object.entries(clusters)) {
  new Cluster(app, name, {
    kubernetes: '1.36',
    infrastructure: new Gke({
      project: 'acme-platform',
      region: 'europe-west3',
      zones: ['a', 'b', 'c'].map(letter => `europe-west3-${letter}`),
      publicAccess: ['203.0.113.0/24'],
    }),
    pools: [
      { name: 'general', cpu: 2, memoryGiB: 8, min: 2 },
      { name: 'new', machine: 'n4-standard-4', min: 0, max: 4 },
    ],
    storage: [...portable(), ...disks(), ...files()],
    ...spec,
  });
}
app.synth();
