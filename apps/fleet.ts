import { App } from 'cdktf';
import { Cluster, Fleet, type ClusterProps } from 'tenon';
import { Eks } from 'tenon/aws';
import { Manifests } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { Gke } from 'tenon/google';
import { AwsVpcCni, Calico, Cilium } from 'tenon/network';
import { AwsEbs, CloudDisk, CloudFiles, GooglePersistentDisk } from 'tenon/storage';

// Who has which addresses. A cluster that comes takes a number that is free, and moves nobody; one that goes leaves its own free.
const fleet = new Fleet({
  supernet: '10.0.0.0/8',
  regions: {
    'aws/eu-central-1': { number: 0, clusters: { 'shop-eu': 0, 'search-eu': 1, ledger: 3 } },
    'aws/us-east-1': { number: 2, clusters: { 'shop-us': 0, 'search-us': 1 } },
    'google/europe-west3': { number: 4, clusters: { 'models-eu': 0, reports: 1, build: 2 } },
    'google/us-central1': { number: 5, clusters: { 'models-us': 0 } },
    'digitalocean/fra1': { number: 6, clusters: { 'edge-fra': 0, preview: 1 } },
    'digitalocean/nyc3': { number: 7, clusters: { 'edge-nyc': 0 } },
  },
  networks: { office: '192.168.0.0/16' },
  peerings: [
    ['shop-eu', 'search-eu', 'ledger', 'office'],
    ['shop-us', 'search-us'],
    ['models-eu', 'models-us'],
  ],
});

const publicAccess = ['203.0.113.0/24'];
const aws = (region: string) => new Eks({ region, publicAccess });
const google = (region: string) => new Gke({ project: 'acme-platform', region, publicAccess });
const digitalocean = (region: string) => new Doks({ region, publicAccess });

// Plugins are pure data: one serves every cluster.
const data = new CloudDisk({ name: 'data', reclaim: 'Retain', snapshots: true });
const general = { name: 'general', cpu: 2, memoryGiB: 8, min: 3 };

/** What a cluster is, besides what every cluster is and where it runs. */
type Kind = Partial<ClusterProps>;

const shop: Kind = {
  network: new Cilium({ hubble: true }),
  storage: [data],
  acknowledge: [
    { code: 'EKS-05', because: 'one network for shops on every cloud, and we support it ourselves' },
    { code: 'ST-27', because: 'our charts name the class of every claim' },
  ],
};

const search: Kind = {
  network: new AwsVpcCni({ prefixDelegation: true, networkPolicy: true }),
  storage: [new AwsEbs({ name: 'index', type: 'gp3', iops: 6000, default: true })],
  pools: [{ ...general, arch: 'arm64' }],
};

const models: Kind = {
  network: new Cilium(),
  storage: [data, new CloudFiles({ name: 'models' })],
  pools: [general, { name: 'gpu', gpu: 1, min: 0, max: 4, spot: true }],
};

const edge: Kind = { network: new Cilium(), storage: [data], deliveries: [new Manifests()] };

const clusters: { readonly [name: string]: Kind & Pick<ClusterProps, 'infrastructure'> } = {
  'shop-eu': { ...shop, infrastructure: aws('eu-central-1') },
  'shop-us': { ...shop, infrastructure: aws('us-east-1') },
  'search-eu': { ...search, infrastructure: aws('eu-central-1') },
  'search-us': { ...search, infrastructure: aws('us-east-1') },
  'models-eu': { ...models, infrastructure: google('europe-west3') },
  'models-us': { ...models, infrastructure: google('us-central1') },
  'edge-fra': { ...edge, infrastructure: digitalocean('fra1') },
  'edge-nyc': { ...edge, infrastructure: digitalocean('nyc3') },

  // AWS chooses the machines, and the next minor comes here last.
  ledger: {
    kubernetes: '1.35',
    infrastructure: new Eks({ region: 'eu-central-1', publicAccess, autoMode: true }),
    storage: [new CloudDisk({ name: 'ledger', tier: 'premium', default: true, reclaim: 'Retain' })],
  },

  // Policies are Calico's, as Google runs it.
  reports: {
    infrastructure: google('europe-west3'),
    network: new Calico(),
    storage: [new GooglePersistentDisk({ name: 'warehouse', type: 'pd-ssd' })],
  },

  // Nothing is kept here: machines may go at any time.
  build: {
    infrastructure: google('europe-west3'),
    pools: [general, { name: 'jobs', cpu: 16, min: 0, max: 20, spot: true }],
  },
  preview: { kubernetes: '1.35', infrastructure: digitalocean('fra1') },
};

const app = new App();
for (const [name, own] of Object.entries(clusters)) {
  new Cluster(app, name, { fleet, kubernetes: '1.36', pools: [general], tags: { fleet: 'acme' }, ...own });
}
app.synth();
