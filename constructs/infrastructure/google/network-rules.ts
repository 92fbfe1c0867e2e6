import { cidrRange } from '../../../lib/plan/cidr';
import type { ChosenPlugin, Cidr, Decisions, Finding, Pool, Rule } from '../../../lib/spi';
import { datapathIn } from './place';
import type { GkeProps } from './props';

const DOCS = 'https://cloud.google.com/kubernetes-engine/docs';

/** Nodes of a cluster whose traffic is encrypted. */
const MOST_ENCRYPTED = 500;

/** Prefix of the range that each node takes of those of pods, where it may have 110 pods. */
const NODE_PREFIX = 24;

/** What GKE asks of datapaths, ranges, the domain and the Gateway API. */
export function networkRules(by: string, props: GkeProps): Rule[] {
  return [
    {
      code: 'CNI-19',
      severity: 'warning',
      check: ({ addresses, pools }) => tooFewRanges(props, addresses.pods, pools),
    },
    {
      code: 'GKE-08',
      severity: 'error',
      see: `${DOCS}/how-to/fqdn-network-policies`,
      check: decisions => idleFindings(props, decisions),
    },
    {
      code: 'GKE-20',
      severity: 'error',
      see: `${DOCS}/how-to/deploying-gateways`,
      check: decisions => gatewayFindings(by, decisions),
    },
    {
      code: 'GKE-DOMAIN',
      severity: 'error',
      see: `${DOCS}/how-to/kube-dns`,
      check: ({ addresses: { domain } }) => {
        if (domain === 'cluster.local') return [];
        const because = `'${by}' runs the cluster's DNS itself, with the domain 'cluster.local'`;
        return [{ at: 'addresses/domain', value: domain, because, fix: "remove 'addresses.domain'" }];
      },
    },
    {
      code: 'GKE-ENCRYPT',
      severity: 'error',
      see: `${DOCS}/how-to/enable-inter-node-transparent-encryption`,
      check: decisions => {
        const nodes = nodesIn(decisions);
        const encrypted = decisions.plugins.some(isEncrypting);
        if (!encrypted || nodes <= MOST_ENCRYPTED) return [];
        const because = `Dataplane V2 encrypts between ${MOST_ENCRYPTED} nodes at most, and the pools may grow to ${nodes}`;
        return [
          { at: 'network/encryption', value: nodes, because, fix: "lower the pools' 'max', or drop 'encryption'" },
        ];
      },
    },
    {
      code: 'GKE-RANGES',
      severity: 'error',
      see: `${DOCS}/concepts/alias-ips`,
      check: ({ addresses, pools }) => [
        ...rangeFindings(props, addresses),
        ...noRanges(props, addresses.pods, pools),
        ...fewServices(props, addresses.services),
      ],
    },
  ];
}

/** A network that is Dataplane V2, and was told to encrypt. */
const isEncrypting = ({ socket, as, settings }: ChosenPlugin) =>
  socket === 'network' && as === 'native' && settings.encryption !== undefined;

const nodesIn = ({ pools }: Pick<Decisions, 'pools'>) => pools.reduce((sum, pool) => sum + pool.max, 0);

/** How many nodes have room in the range for pods. */
const rangesIn = (pods: Cidr) => Math.floor(2 ** (NODE_PREFIX - cidrRange(pods).prefix));

const holds = (pods: Cidr) => `${pods} holds ${rangesIn(pods)} ranges of /${NODE_PREFIX}, of which each node takes one`;

/** A subnet that exists gets a wider range from who made it. */
const wider = ({ network }: GkeProps) =>
  network ? `name a wider secondary range in 'infrastructure.network.pods'` : 'widen addresses.pods';

/** Every node takes a range; while a pool is upgraded there are more of them for a while. */
function tooFewRanges(props: GkeProps, pods: Cidr, pools: readonly Pool[]): Finding[] {
  const nodes = nodesIn({ pools });
  if (nodes <= rangesIn(pods) || leastIn(pools) > rangesIn(pods)) return [];
  const because = `${holds(pods)}, and the pools may grow to ${nodes} nodes`;
  return [{ at: 'addresses/pods', value: pods, because, fix: `${wider(props)}, or lower the pools' 'max'` }];
}

/** Not even the fewest nodes that there are have room. */
function noRanges(props: GkeProps, pods: Cidr, pools: readonly Pool[]): Finding[] {
  const nodes = leastIn(pools);
  if (nodes <= rangesIn(pods)) return [];
  const because = `${holds(pods)}, and the pools have ${nodes} nodes at least`;
  return [{ at: 'addresses/pods', value: pods, because, fix: wider(props) }];
}

const leastIn = (pools: readonly Pool[]) => pools.reduce((sum, pool) => sum + Math.max(pool.min, pool.desired), 0);

/** The prefix of the smallest range for Services. @see https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing_secondary_range_svcs */
const LEAST_SERVICES = 28;

function fewServices({ network }: GkeProps, services: Cidr): Finding[] {
  if (cidrRange(services).prefix <= LEAST_SERVICES) return [];
  const because = `GKE takes a /${LEAST_SERVICES} or larger for Services`;
  const fix = network
    ? "name a wider secondary range in 'infrastructure.network.services'"
    : 'widen addresses.services';
  return [{ at: 'addresses/services', value: services, because, fix }];
}

/** Kinds of policies that Dataplane V2 alone knows. */
function idleFindings(props: GkeProps, { plugins }: Decisions): Finding[] {
  if (datapathIn(props, plugins) !== 'legacy') return [];
  return (['fqdnNetworkPolicy', 'clusterwideNetworkPolicy'] as const)
    .filter(name => props[name])
    .map(name => ({
      at: `infrastructure/${name}`,
      value: true,
      because: `'${name}' is for Dataplane V2, and this cluster has the legacy datapath`,
      fix: `remove '${name}', or use Dataplane V2`,
    }));
}

/** GKE's own controller comes with CRDs of GKE's. */
function gatewayFindings(by: string, decisions: Decisions): Finding[] {
  if (!decisions.suppliers('gateway/controller').includes(by)) return [];
  const others = decisions.suppliers('crd/gateway.networking.k8s.io').filter(name => name !== by);
  return others.map(other => ({
    value: other,
    because: `'${by}' installs and upgrades the Gateway API with its controller, and '${other}' would install another release of it`,
    fix: `let '${other}' use the one that is there`,
  }));
}

/** An existing subnet has its secondary ranges already. */
function rangeFindings({ network }: GkeProps, addresses: Decisions['addresses']): Finding[] {
  if (!network) return [];
  return (['pods', 'services'] as const)
    .filter(name => addresses[name] !== network[name].cidr)
    .map(name => ({
      at: `addresses/${name}`,
      value: addresses[name],
      because: `the subnet's secondary range '${network[name].name}' is ${network[name].cidr}`,
      fix: `remove 'addresses.${name}'`,
    }));
}
