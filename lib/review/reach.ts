import type { ItemOf, Peer, Plan } from '../spi';
import type { Opening } from './knowledge';
import type { Change } from './model';
import { holds, holdTogether, isEverybody, parseRange } from './range';

/** Openings that are new, and those that are gone, each unless others cover it. */
export function reachChanges(base: readonly Opening[], head: readonly Opening[], isNew: boolean): Change[] {
  const opened = head.filter(each => !isCovered(each, base));
  const closed = base.filter(each => !isCovered(each, head));
  return [
    ...distinct(opened).map((each): Change => ({ ...described(each), happens: 'opened', ...concern(each, isNew) })),
    ...distinct(closed).map((each): Change => ({ ...described(each), happens: 'closed' })),
  ];
}

/**
 * Who gets in and out of a cluster: what its plugins' ports let through, by the names of who is at each end, and of what its resources
 * open whatever those ports do not tell.
 */
export function openingsOf(plan: Plan, made: readonly Opening[]): Opening[] {
  const planned = plannedOpenings(plan);
  const reasons = planned.flatMap(({ because }) => (because === undefined ? [] : [wordsOf(because)]));
  const { network, pods, services } = plan.addresses;
  const own = [network, pods, services].flatMap(range => parseRange(range) ?? []);
  const isOwn = ({ from }: Opening) => {
    const range = parseRange(from);
    return range === undefined || own.some(each => holds(each, range));
  };
  return [...planned, ...made.filter(each => !isOwn(each) || !isToldBy(reasons, each))];
}

/** Whether a rule is made of ports: it has their reasons, as far as its cloud has room for them. */
function isToldBy(reasons: readonly string[], { because }: Opening): boolean {
  const parts = because?.split('; ').map(wordsOf) ?? [];
  return parts.length > 0 && parts.every(part => reasons.some(reason => reason.startsWith(part)));
}

/** Clouds take no quotes in a description. */
function wordsOf(text: string): string {
  return text.replace(/[^a-z0-9]+/gi, '').toLowerCase();
}

function plannedOpenings(plan: Plan): Opening[] {
  const ports = plan.items.filter(item => item.kind === 'port') as ItemOf<'port'>[];
  return ports.map(({ spec: { from, to, protocol, range }, because }) => ({
    from: peerName(from),
    to: peerName(to),
    protocol,
    ...(range && { ports: range }),
    because,
  }));
}

function peerName(peer: Peer): string {
  if (typeof peer === 'string') return peer;
  return 'pool' in peer ? `pool ${peer.pool}` : `service ${peer.service}`;
}

/** Names of ends that are outside of a cluster. */
const OUTSIDE = ['internet', 'operator', 'load-balancer'];

function concern(opening: Opening, isNew: boolean): Pick<Change, 'attention'> {
  const range = parseRange(opening.from);
  const what = `${opening.to} (${portsOf(opening)})`;
  if (opening.from === 'internet' || (range && isEverybody(range))) {
    return { attention: `everybody on the internet may reach ${what}` };
  }
  const outside = opening.outside === true || OUTSIDE.includes(opening.from) || range !== undefined;
  return outside && !isNew ? { attention: `${opening.from} may now reach ${what}` } : {};
}

function described(opening: Opening): Pick<Change, 'topic' | 'subject' | 'says' | 'why'> {
  const { from, to, because } = opening;
  const everybody = parseRange(from);
  const who = everybody && isEverybody(everybody) ? `${from} (everybody)` : from;
  return { topic: 'reach', subject: `${who} → ${to}`, says: portsOf(opening), ...(because && { why: [because] }) };
}

/** In words: `tcp 443`, `udp`, `every port`. */
export function portsOf({ protocol, ports }: Opening): string {
  if (protocol === 'all') return 'every port';
  if (!ports) return protocol;
  return `${protocol} ${ports[0] === ports[1] ? ports[0] : ports.join('-')}`;
}

function distinct(openings: readonly Opening[]): Opening[] {
  const keys = new Set<string>();
  return openings
    .filter(each => {
      const key = `${each.to} ${each.from} ${portsOf(each)}`;
      return !keys.has(key) && keys.add(key);
    })
    .sort((one, other) => (`${one.to} ${one.from}` < `${other.to} ${other.from}` ? -1 : 1));
}

/** Whether some openings together let through what one does. */
function isCovered(opening: Opening, others: readonly Opening[]): boolean {
  const near = others.filter(each => hasEnd(each.to, opening.to) && hasPorts(each, opening));
  if (near.some(each => hasEnd(each.from, opening.from))) return true;
  const range = parseRange(opening.from);
  const ranges = near.flatMap(each => parseRange(each.from) ?? []);
  return range !== undefined && holdTogether(ranges, range);
}

function hasEnd(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const [one, other] = [parseRange(outer), parseRange(inner)];
  return one !== undefined && other !== undefined && holds(one, other);
}

function hasPorts(outer: Opening, inner: Opening): boolean {
  if (outer.protocol === 'all') return true;
  if (outer.protocol !== inner.protocol) return false;
  if (!outer.ports) return true;
  return inner.ports !== undefined && outer.ports[0] <= inner.ports[0] && inner.ports[1] <= outer.ports[1];
}
