import { messages, type Draft } from '../errors';
import type { Capability, Data, Needed, Provided } from '../spi';
import type { Seat } from './seats';

/** Who supplies what. */
export type Supply = ReadonlyMap<Capability, readonly { readonly by: string; readonly value?: Data }[]>;

/** What every cluster needs from somebody. */
const EVERY_CLUSTER: readonly Needed[] = [
  { capability: 'network/pods', because: 'pods need addresses', fix: "name a 'network'" },
  {
    capability: 'network/services',
    because: 'Services need a proxy on every node',
    fix: "name a 'network' that replaces kube-proxy",
  },
  {
    capability: 'dns/cluster',
    because: 'pods find Services by name',
    fix: "use an 'infrastructure' or 'bootstrap' that brings cluster DNS",
  },
  { capability: 'runtime/containers', because: 'nodes need a container runtime', fix: "name a 'runtime'" },
];

/** Settles who supplies each capability: those who always do, and for what is still missing the first who can. */
export function settle(seats: readonly Seat[]): { supply: Supply; problems: Draft[] } {
  const offers = seats.flatMap(seat => seat.provides.map(provided => ({ seat, provided })));
  const supply = new Map<Capability, { by: string; value?: Data }[]>();
  const add = (seat: Seat, { capability, value }: Provided) => {
    const entry = { by: seat.name, ...(value !== undefined && { value }) };
    supply.set(capability, [...(supply.get(capability) ?? []), entry]);
  };
  for (const { seat, provided } of offers) if (provided.supply !== 'if-needed') add(seat, provided);

  const problems: Draft[] = [];
  for (const [capability, suppliers] of supply) {
    const all = offers.filter(({ provided }) => provided.capability === capability && provided.supply !== 'if-needed');
    const last = all.at(-1);
    if (suppliers.length < 2 || !last || !all.some(({ provided }) => provided.exclusive)) continue;
    const names = suppliers.map(each => each.by);
    const fix = all.findLast(({ provided }) => provided.fix)?.provided.fix;
    problems.push(messages.conflict(last.seat.at, capability, names, fix));
  }
  for (const { seat, need } of allNeeds(seats)) {
    if (supply.has(need.capability)) continue;
    const offer = offers.find(({ provided }) => provided.capability === need.capability);
    if (offer) add(offer.seat, offer.provided);
    else problems.push(messages.missing({ seat, need }));
  }
  return { supply, problems };
}

function allNeeds(seats: readonly Seat[]): { seat?: Seat; need: Needed }[] {
  const own = seats.flatMap(seat => seat.needs.map(need => ({ seat, need })));
  return [...EVERY_CLUSTER.map(need => ({ need })), ...own];
}
