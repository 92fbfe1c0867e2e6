import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Cluster } from 'tenon';
import { Manifests } from 'tenon/delivery';
import { Gke } from 'tenon/google';
import { Calico, Cilium } from 'tenon/network';
import { CloudDisk, CloudFiles, GoogleFilestore, GooglePersistentDisk } from 'tenon/storage';

/** Clusters on Google: a plain one, one with as many options as go together, one in a network that exists, two with releases. */
const app = new App();
const [project, region] = ['acme-platform', 'europe-west3'];
const publicAccess = ['203.0.113.0/24'];
const deliveries = [new Manifests()];
const general = { name: 'general', cpu: 2, memoryGiB: 8, min: 1, max: 3 };
const key = (name: string) => `projects/acme-keys/locations/${region}/keyRings/acme/cryptoKeys/${name}`;

new Cluster(app, 'plain', {
  kubernetes: '1.36',
  infrastructure: new Gke({ project, region, publicAccess }),
  deliveries,
  pools: [general],
});

new Cluster(app, 'options', {
  kubernetes: '1.35',
  infrastructure: new Gke({
    project,
    region,
    // A second zone of a zonal cluster would not be shown right by the kit's mock.
    controlPlane: 'zonal',
    zones: ['europe-west3-b'],
    nat: { addresses: 2, minPortsPerVm: 128, log: 'ALL' },
    flowLogs: { sampling: 0.25, interval: 'INTERVAL_1_MIN' },
    publicAccess,
    privateAccess: ['192.168.0.0/24'],
    dnsEndpoint: true,
    fqdnNetworkPolicy: true,
    clusterwideNetworkPolicy: true,
    intranodeVisibility: true,
    secretsKey: key('secrets'),
    diskKey: key('disks'),
    releaseChannel: 'extended',
    version: '1.35.3-gke.1000000',
    maintenance: {
      window: { start: '2026-01-03T22:00:00Z', end: '2026-01-04T06:00:00Z', recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU' },
      exclusions: [
        { name: 'year-end', start: '2026-12-20T00:00:00Z', end: '2027-01-04T00:00:00Z' },
        { name: 'launch', start: '2026-11-20T00:00:00Z', end: '2026-11-30T00:00:00Z', scope: 'minor-upgrades' },
      ],
    },
    logs: ['system', 'workloads', 'api-server', 'controller-manager', 'scheduler'],
    managedPrometheus: false,
    nodes: {
      diskType: 'pd-balanced',
      tags: ['acme'],
      sysctls: { 'net.core.somaxconn': '4096' },
      hugepages: { '2Mi': 512 },
    },
    pools: {
      batch: { upgrade: { strategy: 'blue-green', batch: 0.5 }, image: 'UBUNTU_CONTAINERD' },
      machines: { nestedVirtualization: true, localSsds: 2, secureBoot: false },
    },
    nodeRoles: ['roles/storage.objectViewer'],
  }),
  network: new Cilium({ encryption: 'wireguard', hubble: true }),
  storage: [
    new CloudDisk({ name: 'fast', tier: 'premium', default: true, snapshots: true }),
    new CloudFiles({ name: 'shared' }),
    new GooglePersistentDisk({ name: 'logs', type: 'pd-standard' }),
    new GoogleFilestore({ name: 'home' }),
  ],
  deliveries,
  pools: [
    {
      name: 'general',
      cpu: 4,
      memoryGiB: 16,
      min: 2,
      max: 6,
      desired: 3,
      labels: { 'acme.example/tier': 'web' },
      diskGiB: 80,
      maxSurge: 2,
      maxUnavailable: 1,
    },
    { name: 'batch', cpu: 4, min: 0, max: 9, spot: true, taints: [{ key: 'acme', value: 'x', effect: 'NoSchedule' }] },
    { name: 'machines', machine: 'n2-standard-8', min: 0, max: 2 },
    { name: 'gpu', gpu: 1, min: 0, max: 2 },
  ],
  tags: { team: 'platform', 'cost-center': '42' },
});

// The network exists before the cluster, as anywhere.
const hub = new TerraformStack(app, 'hub');
new LocalBackend(hub, { path: '../../../terraform.hub.tfstate' });
new GoogleProvider(hub, 'google', { project, region });
// cdktf asks for the one release that its bindings were made from.
hub.addOverride('terraform.required_providers.google.version', '>= 6.50.0');
const network = new ComputeNetwork(hub, 'network', { name: 'hub', autoCreateSubnetworks: false });
const [cidr, pods, services] = ['10.64.0.0/20', '10.68.0.0/16', '10.65.0.0/20'];
const subnetwork = new ComputeSubnetwork(hub, 'nodes', {
  name: 'hub-nodes',
  region,
  network: network.id,
  ipCidrRange: cidr,
  secondaryIpRange: [
    { rangeName: 'guest-pods', ipCidrRange: pods },
    { rangeName: 'guest-services', ipCidrRange: services },
  ],
});

new Cluster(app, 'guest', {
  kubernetes: '1.36',
  infrastructure: new Gke({
    project,
    region,
    publicAccess,
    network: {
      network: network.selfLink,
      subnetwork: subnetwork.selfLink,
      cidr,
      pods: { name: 'guest-pods', cidr: pods },
      services: { name: 'guest-services', cidr: services },
      controlPlane: '10.66.0.0/28',
    },
    releaseChannel: 'none',
    maintenance: { exclusions: [{ name: 'a', start: '2026-12-20T00:00:00Z', end: '2026-12-27T00:00:00Z' }] },
    enableServices: false,
  }),
  network: new Calico(),
  deliveries,
  pools: [general],
});

new Cluster(app, 'shipped', {
  kubernetes: '1.36',
  infrastructure: new Gke({ project, region, dnsEndpoint: true }),
  storage: [new CloudFiles({ name: 'shared' })],
  pools: [general],
});

new Cluster(app, 'replaced', {
  kubernetes: '1.36',
  infrastructure: new Gke({ project, region, publicAccess, datapath: 'legacy' }),
  network: new Cilium(),
  pools: [general],
});

app.synth();
