import { cidrRange } from '../../../lib/plan/cidr';
import type { ChosenPlugin, Decisions, Finding, Rule } from '../../../lib/spi';
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
      check: ({ addresses, pools }) => tooFewRanges(addresses.pods, nodesIn({ pools })),
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
      check: ({ addresses }) => rangeFindings(props, addresses),
    },
  ];
}

/** A network that is Dataplane V2, and was told to encrypt. */
const isEncrypting = ({ socket, as, settings }: ChosenPlugin) =>
  socket === 'network' && as === 'native' && settings.encryption !== undefined;

const nodesIn = ({ pools }: Pick<Decisions, 'pools'>) => pools.reduce((sum, pool) => sum + pool.max, 0);

/** Every node takes a range; while a pool is upgraded there are more of them for a while. */
function tooFewRanges(pods: string, nodes: number): Finding[] {
  const ranges = Math.floor(2 ** (NODE_PREFIX - cidrRange(pods).prefix));
  if (nodes <= ranges) return [];
  const because = `${pods} holds ${ranges} ranges of /${NODE_PREFIX}, of which each node takes one, and the pools may grow to ${nodes} nodes`;
  return [{ at: 'addresses/pods', value: pods, because, fix: "widen addresses.pods, or lower the pools' 'max'" }];
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
