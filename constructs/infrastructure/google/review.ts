import { isFields, listOf, textsOf, type Fields } from '../../../lib/review/data';
import type {
  ArgumentFacts,
  Grant,
  Opening,
  PoolResource,
  ProviderReview,
  Resources,
  ResourceView,
} from '../../../lib/review/knowledge';
import { referent } from '../../../lib/review/terraform/references';
import type { Plan, Pool } from '../../../lib/spi';
import replaces from './replaces.json';

/** What a review of a change knows of Google Cloud. Which argument makes another resource is in `replaces.json`, as release 6.50.0 does it. */
export const googleReview: ProviderReview = {
  provider: 'google',
  cloud: 'google',
  resources: replaces as { readonly [type: string]: ArgumentFacts },
  cluster: 'google_container_cluster',
  guards: { google_container_cluster: 'deletion_protection' },
  places: { project: 'what is in the old project is destroyed' },
  loss: ({ type }) => LOSSES[type],
  pool,
  reach: resources => [...resources.of('google_container_cluster').flatMap(endpoints), ...firewall(resources)],
  grants,
};

const LOSSES: { readonly [type: string]: string } = {
  google_compute_address: 'an address that others may let in by its number',
  google_compute_network: 'the network and all that is in it',
  google_compute_router_nat: 'connections to the internet through it',
  google_compute_subnetwork: 'what has an address in it',
  google_container_cluster: 'the cluster and all that runs in it',
  google_container_node_pool: 'its nodes and what runs on them',
  google_kms_crypto_key: 'whatever only it can decrypt',
  google_kms_key_ring: 'its keys, which stay at Google, and its name, which is never given again',
  google_service_account: 'the identity of whoever acts as it',
};

/**
 * Arguments that Google changes by making nodes anew; labels, taints and network tags it changes on the nodes that are there.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/managing-clusters#manual-changes
 */
const ROLLS = [
  'machine_type',
  'disk_size_gb',
  'disk_type',
  'boot_disk',
  'gcfs_config',
  'gvnic',
  'image_type',
  'kubelet_config',
  'linux_node_config',
  'logging_variant',
  'workload_metadata_config',
].map(argument => `node_config.${argument}`);

const WORDS = {
  version: 'Kubernetes',
  min_master_version: 'Kubernetes',
  release_channel: 'release channel',
  node_locations: 'zones',
  max_pods_per_node: 'pods a node',
  triggers_replace: 'what makes another pool of it',
  'node_config.machine_type': 'machine',
  'node_config.disk_size_gb': 'disk GiB',
  'node_config.disk_type': 'disk',
  'node_config.image_type': 'operating system',
  'node_config.labels': 'labels',
  'node_config.taint': 'taints',
  'node_config.spot': 'spot',
};

function pool(_plan: Plan, { name }: Pool): PoolResource {
  return {
    made: { resource: `google_container_node_pool.node-pool-${name}`, stage: 'nodes' },
    rolls: [...ROLLS, 'version'],
    rollsWith: {
      resource: 'google_container_cluster.cluster',
      stage: 'control-plane',
      arguments: ['min_master_version'],
    },
    words: WORDS,
    pace,
  };
}

function pace(made: Fields): string {
  const [settings] = listOf(made.upgrade_settings).filter(isFields);
  if (!settings) return 'Google does it in its own time, as the pool says';
  if (settings.strategy === 'BLUE_GREEN') return 'as many new nodes come before the old ones are drained';
  const [surge, away] = [Number(settings.max_surge ?? 1), Number(settings.max_unavailable ?? 0)];
  return `up to ${surge} more at a time, and at most ${away} away`;
}

function endpoints({ arguments: own }: ResourceView): Opening[] {
  const [closed] = listOf(own.private_cluster_config).filter(isFields);
  const [authorized] = listOf(own.master_authorized_networks_config).filter(isFields);
  const isPrivate = String(closed?.enable_private_endpoint) === 'true';
  const ranges = listOf(authorized?.cidr_blocks)
    .filter(isFields)
    .flatMap(block => textsOf(block.cidr_block));
  const everybody = isPrivate ? [] : ['0.0.0.0/0'];
  const to = `the API server of ${String(own.name)}`;
  const by =
    (name: string) =>
    (from: string): Opening => ({ from, to: `${to}${name}`, protocol: 'tcp', ports: [443, 443], outside: true });
  return [
    ...(authorized ? ranges : everybody).map(by(isPrivate ? ', privately' : '')),
    ...(byName(own) ? [by(', by DNS name')('whoever IAM lets')] : []),
  ];
}

function byName(own: Fields): boolean {
  const [config] = listOf(own.control_plane_endpoints_config).filter(isFields);
  const [dns] = listOf(config?.dns_endpoint_config).filter(isFields);
  return String(dns?.allow_external_traffic) === 'true';
}

function firewall(resources: Resources): Opening[] {
  return resources
    .of('google_compute_firewall')
    .filter(({ arguments: own }) => String(own.disabled) !== 'true')
    .flatMap(({ address, arguments: own }) => {
      const outward = own.direction === 'EGRESS';
      const inside = textsOf(own.target_tags).join(', ') || address;
      const others = outward ? textsOf(own.destination_ranges) : sources(own);
      const connections = listOf(own.allow).filter(isFields).flatMap(connectionsOf);
      const because = textsOf(own.description)[0];
      return others.flatMap(other =>
        connections.map((connection): Opening => ({
          ...(outward ? { from: inside, to: other } : { from: other, to: inside }),
          ...connection,
          ...(because !== undefined && { because }),
          ...(!outward && other.includes('/') && { outside: true }),
        })),
      );
    });
}

function sources(own: Fields): readonly string[] {
  const named = [...textsOf(own.source_ranges), ...textsOf(own.source_tags), ...textsOf(own.source_service_accounts)];
  return named.length > 0 ? named : ['0.0.0.0/0'];
}

function connectionsOf({ protocol, ports }: Fields): Pick<Opening, 'protocol' | 'ports'>[] {
  const name = String(protocol);
  const ranges = listOf(ports).map(String);
  if (ranges.length === 0) return [{ protocol: name }];
  return ranges.map(range => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return { protocol: name, ports: [first, last] };
  });
}

/** Kinds of members' resources, and the argument that names what a role is had on. */
const MEMBERS = {
  google_project_iam_member: 'project',
  google_service_account_iam_member: 'service_account_id',
  google_kms_crypto_key_iam_member: 'crypto_key_id',
} as const;

function grants(resources: Resources): Grant[] {
  return Object.entries(MEMBERS).flatMap(([type, on]) =>
    resources.of(type).map(({ arguments: own }): Grant => {
      const [condition] = listOf(own.condition).filter(isFields);
      return {
        who: referent(String(own.member)),
        may: String(own.role),
        on: referent(String(own[on])),
        ...(condition && { when: String(condition.expression) }),
      };
    }),
  );
}
