/** `node tenon.js N`: N clusters as a user writes them. */
import { App } from 'cdktf';
import { Cluster } from 'tenon';
import { Eks } from 'tenon/aws';
import { Cilium } from 'tenon/network';
import { CloudDisk } from 'tenon/storage';
import { clusterName } from './cluster-name';

const app = new App();
for (let index = 0; index < Number(process.argv[2]); index++) {
  new Cluster(app, clusterName(index), {
    kubernetes: '1.35',
    infrastructure: new Eks({ region: 'eu-central-1', publicAccess: ['203.0.113.0/24'] }),
    network: new Cilium(),
    storage: [new CloudDisk({ name: 'fast', tier: 'ssd', default: true })],
    pools: [{ name: 'general', cpu: 4, memoryGiB: 16, min: 3, max: 9 }],
  });
}
app.synth();
