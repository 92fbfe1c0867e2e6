import { App } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Eks } from 'tenon/aws';
import { Manifests } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { Cilium } from 'tenon/network';
import { CloudDisk } from 'tenon/storage';

const publicAccess = ['203.0.113.0/24'];
const regions = {
  'eu-shop': new Eks({ region: 'eu-central-1', publicAccess }),
  'us-shop': new Eks({ region: 'us-east-1', publicAccess }),
  'edge-shop': new Doks({ region: 'fra1', publicAccess }),
};

// Plugins are pure data: one serves every cluster.
const common: Omit<ClusterProps, 'infrastructure'> = {
  kubernetes: '1.36',
  network: new Cilium(),
  storage: [new CloudDisk({ name: 'data' })],
  deliveries: [new Manifests()],
  pools: [{ name: 'general', cpu: 2, memoryGiB: 8, min: 2, max: 6 }],
  tags: { team: 'shop' },
};

const app = new App();
for (const [name, infrastructure] of Object.entries(regions)) new Cluster(app, name, { ...common, infrastructure });
app.synth();
