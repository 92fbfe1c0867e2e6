import { Cluster, type ClusterProps } from 'tenon';
import { Doks, type DoksProps } from 'tenon/digitalocean';
import { Gke, type GkeProps } from 'tenon/google';
import { pool, shop, type Pair, type Program } from './pair';

type Props = Partial<ClusterProps>;

const doks = (props: Props = {}, own: Partial<DoksProps> = {}): Program =>
  shop({
    infrastructure: new Doks({ region: 'fra1', publicAccess: ['203.0.113.0/24'], ...own }),
    pools: [pool({ machine: 's-2vcpu-4gb' }), pool({ name: 'batch', machine: 'c-4' })],
    ...props,
  });

const gke = (props: Props = {}, own: Partial<GkeProps> = {}): Program =>
  shop({
    infrastructure: new Gke({
      project: 'acme-platform',
      region: 'europe-west3',
      publicAccess: ['203.0.113.0/24'],
      ...own,
    }),
    pools: [pool({ machine: 'e2-standard-4' })],
    ...props,
  });

const second: Program = app => {
  const infrastructure = new Doks({ region: 'fra1', publicAccess: ['203.0.113.0/24'] });
  const addresses = { network: '10.60.0.0/20', pods: '10.61.0.0/16', services: '10.62.0.0/19' };
  const pools = [pool({ machine: 's-2vcpu-4gb', min: 1, max: 2 })];
  new Cluster(app, 'edge', { kubernetes: '1.36', infrastructure, addresses, pools });
};

const both: Program = app => {
  doks()(app);
  second(app);
};

/** Other clouds, and whole clusters. */
export const clouds: readonly Pair[] = [
  { name: 'nothing', base: () => {}, head: () => {} },
  { name: 'first-cluster', base: () => {}, head: doks() },
  { name: 'cluster-added', base: doks(), head: both },
  { name: 'cluster-removed', base: both, head: doks() },
  { name: 'cloud-swapped', base: shop(), head: doks() },
  {
    name: 'doks-machines-changed',
    base: doks(),
    head: doks({ pools: [pool({ machine: 's-4vcpu-8gb' }), pool({ name: 'batch', machine: 'c-4' })] }),
  },
  {
    name: 'doks-second-pool-changed',
    base: doks(),
    head: doks({ pools: [pool({ machine: 's-2vcpu-4gb' }), pool({ name: 'batch', machine: 'c-8' })] }),
  },
  { name: 'doks-kubernetes-raised', base: doks({ kubernetes: '1.35' }), head: doks() },
  {
    name: 'doks-firewall-dropped',
    base: doks(),
    head: doks(
      { acknowledge: [{ code: 'DO-PUBLIC', because: 'a public demonstration' }] },
      { publicAccess: ['0.0.0.0/0'] },
    ),
  },
  {
    name: 'gke-machine-and-roles',
    base: gke(),
    head: gke({ pools: [pool({ machine: 'e2-standard-8' })] }, { nodeRoles: ['roles/storage.admin'] }),
  },
  { name: 'gke-spot', base: gke(), head: gke({ pools: [pool({ machine: 'e2-standard-4', spot: true })] }) },
  {
    name: 'gke-protected-and-moved',
    base: gke({}, { deletionProtection: true }),
    head: gke({}, { deletionProtection: true, region: 'europe-west1' }),
  },
];
