import { messages, type Problem } from '../errors';
import type { AddressDefaults, Plan } from '../spi';
import { cidrRange, type Range } from './cidr';

/** The code of an overlap between clusters. */
const CODE = 'ADDRESSES-SHARED';

interface Claim extends Range {
  readonly path: string;
  /** `network`, `pods` or `services`. */
  readonly name: string;
}

/** A cluster's ranges that must be its own in the whole account, unless it consents to sharing them. */
export function accountClaims(path: string, plan: Plan, { disjointInAccount, existing }: AddressDefaults): Claim[] {
  if (!disjointInAccount || plan.acknowledged.some(({ code }) => code === CODE)) return [];
  const names = ['network', 'pods', 'services'] as const;
  const own = names.filter(name => name !== 'network' || !existing);
  return own.map(name => ({ ...cidrRange(plan.addresses[name]), path, name }));
}

/** Claims of different clusters that overlap; each is told once, with the one before it. */
export function overlappingClaims(claims: readonly Claim[]): Problem[] {
  const sorted = claims.toSorted((one, other) => one.first - other.first);
  const problems: Problem[] = [];
  let widest: Claim | undefined;
  for (const claim of sorted) {
    if (widest && claim.first <= widest.last && claim.path !== widest.path) problems.push(overlap(widest, claim));
    if (!widest || claim.last > widest.last) widest = claim;
  }
  return problems;
}

function overlap(one: Claim, other: Claim): Problem {
  const { at, ...draft } = messages.sharedRange(
    CODE,
    other.name,
    other.cidr,
    `${one.path}/addresses/${one.name}`,
    one.cidr,
  );
  return { ...draft, path: `${other.path}/${at}` };
}
