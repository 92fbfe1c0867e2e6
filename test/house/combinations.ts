import { Eks } from 'tenon/aws';
import { Manifests, TerraformHelm } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { Gke } from 'tenon/google';
import { AwsVpcCni, Calico, Cilium, Flannel } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import {
  AwsEbs,
  AwsEfs,
  CloudDisk,
  CloudFiles,
  DigitalOceanBlockStorage,
  GoogleFilestore,
  GooglePersistentDisk,
} from 'tenon/storage';
import type { ClusterSpec } from '../../lib/plan/props';

const publicAccess = ['203.0.113.0/24'];

/** Each infrastructure by the expression that makes it. */
export const infrastructures: { readonly [shown: string]: () => ClusterSpec['infrastructure'] } = {
  Eks: () => new Eks({ region: 'eu-central-1', publicAccess }),
  'Eks (Auto Mode)': () => new Eks({ region: 'eu-central-1', publicAccess, autoMode: true }),
  Gke: () => new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess }),
  'Gke (legacy datapath)': () =>
    new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess, datapath: 'legacy' }),
  Doks: () => new Doks({ region: 'fra1', publicAccess }),
};

export const networks: { readonly [shown: string]: () => ClusterSpec['network'] } = {
  '': () => undefined,
  'Cilium()': () => new Cilium(),
  "Cilium({ ipam: 'eni' })": () => new Cilium({ ipam: 'eni' }),
  "Cilium({ ipam: 'cluster-pool' })": () => new Cilium({ ipam: 'cluster-pool' }),
  "Cilium({ ipam: 'chained' })": () => [new AwsVpcCni(), new Cilium({ ipam: 'chained' })],
  "Cilium({ ipam: 'kubernetes' })": () => new Cilium({ ipam: 'kubernetes' }),
  "Cilium({ encryption: 'wireguard' })": () => new Cilium({ encryption: 'wireguard' }),
  'AwsVpcCni()': () => new AwsVpcCni(),
  'AwsVpcCni({ prefixDelegation: true })': () => new AwsVpcCni({ prefixDelegation: true }),
  'Calico()': () => new Calico(),
  "Calico({ dataplane: 'bpf' })": () => new Calico({ dataplane: 'bpf' }),
  'Calico({ policyOnly: true })': () => new Calico({ policyOnly: true }),
  'Flannel()': () => new Flannel(),
};

export const runtimes: { readonly [shown: string]: () => ClusterSpec['runtime'] } = {
  'Containerd()': () => new Containerd(),
};

export const storages: { readonly [shown: string]: () => NonNullable<ClusterSpec['storage']> } = {
  '': () => [],
  "CloudDisk({ name: 'x', default: true })": () => [new CloudDisk({ name: 'x', default: true })],
  "CloudDisk({ name: 'x', default: true, snapshots: true })": () => [
    new CloudDisk({ name: 'x', default: true, snapshots: true }),
  ],
  "CloudFiles({ name: 'x', default: true })": () => [new CloudFiles({ name: 'x', default: true })],
  "AwsEbs({ name: 'x', default: true, type: 'gp3' })": () => [new AwsEbs({ name: 'x', default: true, type: 'gp3' })],
  "AwsEfs({ name: 'x', default: true })": () => [new AwsEfs({ name: 'x', default: true })],
  "DigitalOceanBlockStorage({ name: 'x', default: true })": () => [
    new DigitalOceanBlockStorage({ name: 'x', default: true }),
  ],
  "GooglePersistentDisk({ name: 'x', default: true })": () => [new GooglePersistentDisk({ name: 'x', default: true })],
  "GoogleFilestore({ name: 'x', default: true })": () => [new GoogleFilestore({ name: 'x', default: true })],
};

export const deliveries: { readonly [shown: string]: () => NonNullable<ClusterSpec['deliveries']> } = {
  'TerraformHelm()': () => [new TerraformHelm()],
  'Manifests()': () => [new Manifests()],
};

/** One choice for each socket, by what is shown of it. */
export interface Combination {
  readonly infrastructure: string;
  readonly network: string;
  readonly storage: string;
  readonly delivery: string;
  readonly runtime?: string;
}

/** Every combination of infrastructure, network, storage and delivery. */
export const combinations: readonly Combination[] = Object.keys(infrastructures).flatMap(infrastructure =>
  Object.keys(networks).flatMap(network =>
    Object.keys(storages).flatMap(storage =>
      Object.keys(deliveries).map(delivery => ({ infrastructure, network, storage, delivery })),
    ),
  ),
);

/** A small cluster of a combination. */
export function specOf({ infrastructure, network, storage, delivery, runtime }: Combination): ClusterSpec {
  return {
    kubernetes: '1.35',
    infrastructure: made(infrastructures, infrastructure),
    network: made(networks, network),
    ...(runtime !== undefined && { runtime: made(runtimes, runtime) }),
    storage: made(storages, storage),
    deliveries: made(deliveries, delivery),
    pools: [{ name: 'general', cpu: 2, memoryGiB: 8, min: 2, max: 2 }],
  };
}

function made<T>(choices: { readonly [shown: string]: () => T }, shown: string): T {
  const make = choices[shown];
  if (!make) throw new Error(`there is no choice '${shown}'`);
  return make();
}
