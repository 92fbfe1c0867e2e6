import { App } from 'cdktf';
import { Cluster } from 'tenon';
import { Gke } from 'tenon/google';
import { Cilium } from 'tenon/network';
import { CloudDisk } from 'tenon/storage';

const app = new App();

new Cluster(app, 'shop', {
  kubernetes: '1.36',
  infrastructure: new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess: ['203.0.113.0/24'] }),
  network: new Cilium({ hubble: true }),
  storage: [new CloudDisk({ name: 'data', reclaim: 'Retain', snapshots: true })],
  pools: [
    { name: 'general', cpu: 4, memoryGiB: 16, min: 3, max: 9 },
    {
      name: 'batch',
      cpu: 8,
      memoryGiB: 16,
      min: 0,
      max: 4,
      taints: [{ key: 'acme.example/batch', value: 'true', effect: 'NoSchedule' }],
    },
  ],
});

app.synth();
