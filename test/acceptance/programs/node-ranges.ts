import { App } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Manifests } from 'tenon/delivery';
import { Gke } from 'tenon/google';
import { Cilium, Flannel } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import { AcmeBoot } from '../../machines/acme-boot';
import { AcmeMachines } from '../../machines/acme-machines';

const machines = () => ({
  infrastructure: new AcmeMachines(),
  bootstrap: new AcmeBoot(),
  runtime: new Containerd(),
});
const gke = () => ({
  infrastructure: new Gke({
    project: 'acme-platform',
    region: 'europe-west3',
    publicAccess: ['203.0.113.0/24'],
    datapath: 'legacy',
  }),
});

/** Networks that take the ranges which a control plane gives nodes: on machines of a third party, and on GKE. */
const clusters: { readonly [name: string]: Omit<ClusterProps, 'kubernetes' | 'pools'> } = {
  vxlan: {
    ...machines(),
    network: new Flannel({ port: 4789, vni: 16777215, directRouting: true, mtu: 8950, netpol: true }),
  },
  wireguard: {
    ...machines(),
    network: new Flannel({ backend: 'wireguard', port: 51000, mtu: 1420, keepaliveSeconds: 25, nftables: true }),
  },
  hostgw: { ...machines(), network: new Flannel({ backend: 'host-gw' }), deliveries: [new Manifests()] },
  cilium: { ...machines(), network: new Cilium({ ipam: 'kubernetes' }) },
  native: {
    ...machines(),
    network: new Cilium({ ipam: 'kubernetes', routingMode: 'native', replaceKubeProxy: false }),
    deliveries: [new Manifests()],
  },
  google: { ...gke(), network: new Cilium({ encryption: 'wireguard', hubble: { ui: true } }) },
};

const app = new App();
for (const [name, spec] of Object.entries(clusters)) {
  new Cluster(app, name, {
    kubernetes: '1.35',
    pools: [{ name: 'general', cpu: 2, memoryGiB: 8, min: 2 }],
    ...spec,
  });
}
app.synth();
