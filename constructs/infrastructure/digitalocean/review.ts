import { isFields, listOf, textsOf } from '../../../lib/review/data';
import type {
  ArgumentFacts,
  Grant,
  Opening,
  PoolResource,
  ProviderReview,
  Resources,
} from '../../../lib/review/knowledge';
import type { Plan, Pool } from '../../../lib/spi';
import { defaultPool } from './pools';
import replaces from './replaces.json';

/** What a review of a change knows of DigitalOcean. Which argument makes another resource is in `replaces.json`, as release 2.71.0 does it. */
export const digitaloceanReview: ProviderReview = {
  provider: 'digitalocean',
  cloud: 'digitalocean',
  resources: replaces as { readonly [type: string]: ArgumentFacts },
  cluster: 'digitalocean_kubernetes_cluster',
  loss: ({ type }) => LOSSES[type],
  pool,
  reach: resources => [...endpoints(resources), ...firewalls(resources)],
  grants,
};

const LOSSES: { readonly [type: string]: string } = {
  digitalocean_kubernetes_cluster: 'the cluster and all that runs in it',
  digitalocean_kubernetes_node_pool: 'its nodes and what runs on them',
  digitalocean_vpc: 'the network and all that is in it',
};

/** The first pool is part of the cluster; others are resources of their own. */
function pool(plan: Plan, { name }: Pool): PoolResource {
  const first = defaultPool(plan.pools)?.name === name;
  const inside = (argument: string) => (first ? `node_pool.${argument}` : argument);
  const words = {
    [inside('size')]: 'machine',
    [inside('labels')]: 'labels',
    [inside('taint')]: 'taints',
    version: 'Kubernetes',
  };
  return {
    made: first
      ? { resource: 'digitalocean_kubernetes_cluster.cluster', stage: 'control-plane' }
      : { resource: `digitalocean_kubernetes_node_pool.pool-${name}`, stage: 'nodes' },
    ...(first && { within: 'node_pool' }),
    rolls: [],
    rollsWith: { resource: 'digitalocean_kubernetes_cluster.cluster', stage: 'control-plane', arguments: ['version'] },
    words,
    // https://docs.digitalocean.com/products/kubernetes/how-to/upgrade-cluster/#surge-upgrades
    pace: cluster =>
      String(cluster.surge_upgrade) === 'true'
        ? 'up to 10 new nodes come before old ones go'
        : 'old nodes go before new ones come',
  };
}

function endpoints(resources: Resources): Opening[] {
  return resources.of('digitalocean_kubernetes_cluster').flatMap(({ arguments: own }) => {
    const [firewall] = listOf(own.control_plane_firewall).filter(isFields);
    const ranges = String(firewall?.enabled) === 'true' ? textsOf(firewall?.allowed_addresses) : ['0.0.0.0/0'];
    const to = `the API server of ${String(own.name)}`;
    return ranges.map((from): Opening => ({ from, to, protocol: 'tcp', ports: [443, 443], outside: true }));
  });
}

function firewalls(resources: Resources): Opening[] {
  return resources.of('digitalocean_firewall').flatMap(({ address, arguments: own }) =>
    listOf(own.inbound_rule)
      .filter(isFields)
      .flatMap(rule =>
        textsOf(rule.source_addresses).map((from): Opening => ({
          from,
          to: address,
          protocol: String(rule.protocol),
          ...portsOf(String(rule.port_range ?? 'all')),
          outside: true,
        })),
      ),
  );
}

function portsOf(range: string): Pick<Opening, 'ports'> {
  const [first, last = first] = range.split('-').map(Number);
  return first === undefined || last === undefined || !first ? {} : { ports: [first, last] };
}

/** Its clusters know no grants but the one to pull images from the account's registry. */
function grants(resources: Resources): Grant[] {
  return resources
    .of('digitalocean_kubernetes_cluster')
    .filter(({ arguments: own }) => String(own.registry_integration) === 'true')
    .map(({ arguments: own }) => ({
      who: `nodes of ${String(own.name)}`,
      may: "pull from the account's container registry",
    }));
}
