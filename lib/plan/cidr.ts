import { IPv4 } from 'ipaddr.js';
import type { Cidr } from '../spi';

/** An IPv4 range. */
export interface Range {
  readonly cidr: Cidr;
  readonly prefix: number;
  /** Its first address, as a number. */
  readonly first: number;
  /** Its last address, as a number. */
  readonly last: number;
}

/** The range, or why it is none. */
export function parseCidr(text: string): Range | string {
  if (!IPv4.isValidCIDRFourPartDecimal(text))
    return `'${text}' ${IPv4.isValidFourPartDecimal(text) ? 'has no prefix length' : 'is not an IPv4 range'}`;
  const range = cidrRange(text);
  const network = `${address(range.first)}/${range.prefix}`;
  return network === text ? range : `'${text}' names an address inside its range: the range is ${network}`;
}

/** The range of a CIDR that is known to be valid. */
export function cidrRange(cidr: Cidr): Range {
  const [address, prefix] = IPv4.parseCIDR(cidr);
  const size = 2 ** (32 - prefix);
  const first = number(address) - (number(address) % size);
  return { cidr, prefix, first, last: first + size - 1 };
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  const [one, other] = [cidrRange(a), cidrRange(b)];
  return one.first <= other.last && other.first <= one.last;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  const [one, other] = [cidrRange(outer), cidrRange(inner)];
  return one.first <= other.first && other.last <= one.last;
}

/**
 * Whether ranges let the internet in: together they hold half of all addresses, or more. Nobody has so many; who names them, whole or
 * in parts, means everybody.
 */
export function coversInternet(ranges: readonly Cidr[]): boolean {
  const sorted = ranges.map(cidrRange).sort((one, other) => one.first - other.first);
  let count = 0;
  let next = 0;
  for (const { first, last } of sorted) {
    count += Math.max(0, last + 1 - Math.max(first, next));
    next = Math.max(next, last + 1);
  }
  return count >= 2 ** 31;
}

/** How many addresses. */
export function size(cidr: Cidr): number {
  return 2 ** (32 - cidrRange(cidr).prefix);
}

/** The `index`-th range of `prefix` bits inside `cidr`, counted from its start. */
export function subrange(cidr: Cidr, prefix: number, index: number): Cidr {
  return cidrAt(cidrRange(cidr).first + index * 2 ** (32 - prefix), prefix);
}

/** The range of `prefix` bits that begins at an address. */
export function cidrAt(first: number, prefix: number): Cidr {
  return `${address(first)}/${prefix}`;
}

const number = ({ octets }: IPv4): number => octets.reduce((value, octet) => value * 256 + octet, 0);

const address = (value: number): string => [24, 16, 8, 0].map(bits => (value >>> bits) & 255).join('.');
