import { App } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Eks } from 'tenon/aws';
import { Manifests } from 'tenon/delivery';
import { AwsVpcCni, Calico } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import { AcmeBoot } from '../../machines/acme-boot';
import { AcmeMachines } from '../../machines/acme-machines';

const eks = () => ({ infrastructure: new Eks({ region: 'eu-central-1', publicAccess: ['203.0.113.0/24'] }) });
const machines = () => ({
  infrastructure: new AcmeMachines(),
  bootstrap: new AcmeBoot(),
  runtime: new Containerd(),
});
const acknowledge = [{ code: 'CAL-11', because: 'AWS is told to let packets through' }];

/** Every way in which Calico is installed. */
const clusters: { readonly [name: string]: Omit<ClusterProps, 'kubernetes' | 'pools'> } = {
  full: { ...eks(), network: new Calico() },
  ebpf: {
    ...eks(),
    network: new Calico({
      dataplane: 'bpf',
      encryption: 'wireguard',
      flowLogs: true,
      metrics: true,
      controlPlaneReplicas: 3,
      values: { resources: { requests: { cpu: '50m' } }, defaultFelixConfiguration: { bpfLogLevel: 'Off' } },
    }),
    deliveries: [new Manifests()],
  },
  policies: { ...eks(), network: [new AwsVpcCni(), new Calico({ policyOnly: true, encryption: 'wireguard' })] },
  beside: {
    ...eks(),
    network: [new AwsVpcCni({ prefixDelegation: true }), new Calico({ policyOnly: true, dataplane: 'bpf' })],
    deliveries: [new Manifests()],
  },
  pools: {
    ...eks(),
    network: new Calico({
      encapsulation: 'VXLANCrossSubnet',
      mtu: 8951,
      apiServer: false,
      pools: [
        { cidr: '10.244.0.0/18', name: 'east', blockSize: 28, nodeSelector: "topology.kubernetes.io/zone == 'a'" },
        { cidr: '10.244.64.0/18', natOutgoing: false },
        { cidr: '10.244.128.0/17', encapsulation: 'VXLAN' },
      ],
    }),
    acknowledge,
  },
  ipip: { ...machines(), network: new Calico({ encapsulation: 'IPIP', dataplane: 'nftables' }) },
  hostlocal: { ...machines(), network: new Calico({ ipam: 'host-local' }), deliveries: [new Manifests()] },
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
