import { App } from 'cdktf';
import { Cluster } from 'tenon';
import { Eks } from 'tenon/aws';
import { Cilium } from 'tenon/network';
import { CloudDisk } from 'tenon/storage';

const app = new App();

new Cluster(app, 'prod', {
  kubernetes: '1.36',
  infrastructure: new Eks({ region: 'eu-central-1', publicAccess: ['203.0.113.0/24'] }),
  network: new Cilium(),
  storage: [new CloudDisk({ name: 'fast', tier: 'ssd', default: true })],
  pools: [{ name: 'general', cpu: 4, memoryGiB: 16, min: 3, max: 9 }],
});

app.synth();
