import { App } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Manifests } from 'tenon/delivery';
import { Cilium, Flannel } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import { AcmeBoot } from '../../machines/acme-boot';
import { AcmeMachines } from '../../machines/acme-machines';

/** Networks that take the ranges which a control plane gives nodes; the machines are those of a third party. */
const networks: { readonly [name: string]: Pick<ClusterProps, 'network' | 'deliveries'> } = {
  vxlan: { network: new Flannel({ port: 4789, vni: 16777215, directRouting: true, mtu: 8950, netpol: true }) },
  wireguard: {
    network: new Flannel({ backend: 'wireguard', port: 51000, mtu: 1420, keepaliveSeconds: 25, nftables: true }),
  },
  hostgw: { network: new Flannel({ backend: 'host-gw' }), deliveries: [new Manifests()] },
  cilium: { network: new Cilium({ ipam: 'kubernetes' }) },
  native: {
    network: new Cilium({ ipam: 'kubernetes', routingMode: 'native', replaceKubeProxy: false }),
    deliveries: [new Manifests()],
  },
};

const app = new App();
for (const [name, spec] of Object.entries(networks)) {
  new Cluster(app, name, {
    kubernetes: '1.36',
    infrastructure: new AcmeMachines(),
    bootstrap: new AcmeBoot(),
    runtime: new Containerd(),
    pools: [{ name: 'general', cpu: 2, memoryGiB: 8, min: 2 }],
    ...spec,
  });
}
app.synth();
