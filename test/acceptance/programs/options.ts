import { App } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Eks } from 'tenon/aws';
import { Manifests } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { AwsVpcCni, Cilium } from 'tenon/network';
import { AwsEbs, AwsEfs, DigitalOceanBlockStorage } from 'tenon/storage';

const publicAccess = ['203.0.113.0/24'];
const eks = () => new Eks({ region: 'eu-central-1', publicAccess });
const pools = [{ name: 'general', cpu: 4, memoryGiB: 16, min: 2, max: 6 }];

/** Options that exclude each other, or that one cluster cannot have. */
const clusters: { readonly [name: string]: Omit<ClusterProps, 'kubernetes' | 'pools'> & Partial<ClusterProps> } = {
  'pod-ranges': {
    infrastructure: eks(),
    network: new Cilium({ ipam: 'cluster-pool', tunnelProtocol: 'geneve', nodeCidrMaskSize: 25, exclusive: true }),
    addresses: { network: '10.8.0.0/16', pods: '100.64.0.0/14', services: '172.20.0.0/16' },
    storage: [new AwsEbs({ name: 'io2', type: 'io2', iops: 9000, binding: 'Immediate' })],
    deliveries: [new Manifests()],
  },
  'with-kube-proxy': {
    infrastructure: eks(),
    network: new Cilium({ replaceKubeProxy: false, encryption: 'ipsec', hubble: false, clusterName: 'other' }),
    storage: [new AwsEfs({ name: 'given', fileSystemId: 'fs-0123456789abcdef0', uid: 1000, gid: 1000 })],
    acknowledge: [{ code: 'CIL-08', because: 'another program makes the key' }],
    deliveries: [new Manifests()],
  },
  chained: {
    infrastructure: eks(),
    network: [
      new AwsVpcCni({ warmAddresses: 4, minimumAddresses: 8 }),
      new Cilium({ ipam: 'chained', encryption: 'wireguard' }),
    ],
  },
  'custom-networking': {
    infrastructure: new Eks({
      region: 'eu-central-1',
      publicAccess,
      os: 'bottlerocket',
      zones: ['eu-central-1a', 'eu-central-1b'],
    }),
    network: new AwsVpcCni({
      networkPolicy: true,
      prefixDelegation: true,
      warmPrefixes: 2,
      customNetworking: {
        subnets: { 'eu-central-1a': 'subnet-0a', 'eu-central-1b': 'subnet-0b' },
        securityGroups: ['sg-0a'],
      },
    }),
    deliveries: [new Manifests()],
  },
  'own-groups': {
    infrastructure: eks(),
    network: new AwsVpcCni({ securityGroupsForPods: 'standard', warmInterfaces: 2 }),
  },
  auto: {
    infrastructure: new Eks({ region: 'us-east-1', publicAccess, autoMode: true }),
    pools: [{ name: 'general', cpu: 4, min: 0, max: 6 }],
  },
  china: { infrastructure: new Eks({ region: 'cn-north-1', publicAccess, zones: 2 }) },
  doks: {
    infrastructure: new Doks({
      region: 'fra1',
      publicAccess,
      highAvailability: false,
      autoUpgrade: true,
      maintenanceWindow: { day: 'sunday', startTime: '04:00' },
      surgeUpgrade: false,
      registryIntegration: true,
      deletionProtection: true,
      destroyAllAssociatedResources: true,
    }),
    storage: [new DigitalOceanBlockStorage({ name: 'disk', default: true, snapshots: true, filesystem: 'xfs' })],
    pools: [
      { name: 'general', cpu: 2, memoryGiB: 4, min: 2, max: 4, labels: { 'acme.example/tier': 'web' } },
      { name: 'batch', cpu: 4, min: 1, taints: [{ key: 'acme.example/batch', value: 'x', effect: 'NoSchedule' }] },
    ],
  },
};

const app = new App();
for (const [name, spec] of Object.entries(clusters)) new Cluster(app, name, { kubernetes: '1.35', pools, ...spec });
app.synth();
