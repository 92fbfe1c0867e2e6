import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { Peer, Port } from '../../../lib/spi';
import { nameOf } from './names';
import type { Network } from './network';
import type { Site } from './site';

/** Machines that have a network tag. */
interface Target {
  readonly name: string;
  readonly tag: string;
}

/** Where connections come from: machines that have a network tag, or ranges of addresses. */
type Source = Target | { readonly name: string; readonly ranges: readonly string[] };

/** All that is let in from one to the other. */
interface Opening {
  readonly from: Source;
  readonly to: Target;
  readonly ports: readonly Port[];
  readonly because: readonly string[];
}

/**
 * Opens what port items ask for, and Google does not open by itself. Machines of a VPC may begin whatever they like, so rules only let
 * in; and who may reach the control plane says the cluster, not the firewall.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules
 */
export function createFirewall(site: Site, network: Network): void {
  for (const { from, to, ports, because } of openings(site, network)) {
    const id = `from-${from.name}-to-${to.name}`;
    new ComputeFirewall(site.main, id, {
      name: nameOf(site.name, id),
      // Google takes 2048 characters.
      description: [...new Set(because)].join('; ').slice(0, 2048),
      ...(network.project !== undefined && { project: network.project }),
      network: network.network,
      direction: 'INGRESS',
      ...('tag' in from ? { sourceTags: [from.tag] } : { sourceRanges: [...from.ranges] }),
      targetTags: [to.tag],
      allow: allowed(ports),
    });
  }
}

/** One for each two ends: a project has room for a hundred or so. */
function openings(site: Site, network: Network): Opening[] {
  const found = new Map<string, Opening>();
  for (const { spec, because } of site.items('port')) {
    const from = sourceOf(site, network, spec.from);
    const to = targetOf(site, spec.to);
    if (!from || !to || isOpenAnyway(spec)) continue;
    const key = `${from.name} ${to.name}`;
    const known = found.get(key) ?? { from, to, ports: [], because: [] };
    found.set(key, { ...known, ports: [...known.ports, spec], because: [...known.because, because] });
  }
  return [...found.values()];
}

/** Where Google's load balancers and their health checks come from. @see https://cloud.google.com/load-balancing/docs/firewall-rules */
const LOAD_BALANCERS = ['130.211.0.0/22', '35.191.0.0/16'];

function sourceOf(site: Site, network: Network, peer: Peer): Source | undefined {
  if (typeof peer === 'object' || peer === 'node') return targetOf(site, peer);
  const ranges = {
    pod: [site.plan.addresses.pods],
    'control-plane': [network.controlPlane],
    'load-balancer': LOAD_BALANCERS,
    operator: site.props.privateAccess ?? [],
    internet: ['0.0.0.0/0'],
  }[peer];
  return { name: peer, ranges };
}

/** Pods have addresses of their own, on the machines that they run on. */
function targetOf(site: Site, peer: Peer): Target | undefined {
  if (peer === 'node' || peer === 'pod') return { name: 'node', tag: site.nameOf('node') };
  if (typeof peer !== 'object' || !('pool' in peer)) return undefined;
  return { name: `pool-${peer.pool}`, tag: site.nameOf('pool', peer.pool) };
}

/** What Google opens between all nodes and pods of a cluster. */
function isOpenAnyway({ from, protocol }: Port): boolean {
  if (from === 'pod') return ['tcp', 'udp', 'icmp', 'esp'].includes(protocol);
  return (from === 'node' || typeof from === 'object') && ['tcp', 'udp', 'icmp'].includes(protocol);
}

/** Every port of a protocol is one opening, and every protocol another. */
function allowed(ports: readonly Port[]): { protocol: string; ports?: string[] }[] {
  const protocols = [...new Set(ports.map(({ protocol }) => protocol))].sort();
  if (protocols.includes('all')) return [{ protocol: 'all' }];
  return protocols.map(protocol => {
    const ranges = ports.filter(port => port.protocol === protocol).map(({ range }) => range);
    if (ranges.includes(undefined)) return { protocol };
    const sorted = (ranges as (readonly [number, number])[]).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
    return {
      protocol,
      ports: [...new Set(sorted.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)))],
    };
  });
}
