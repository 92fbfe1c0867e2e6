import { Address4, AddressError } from 'ip-address';
import type { Cidr } from '../spi';

/** An IPv4 range. */
export interface Range {
  readonly cidr: Cidr;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** The range, or why it is none. */
export function parseCidr(text: string): Range | string {
  try {
    const address = new Address4(text);
    if (!text.includes('/')) return `'${text}' has no prefix length`;
    const network = `${address.startAddress().correctForm()}/${address.subnetMask}`;
    if (network !== text) return `'${text}' names an address inside its range: the range is ${network}`;
    return range(text, address);
  } catch (error) {
    if (error instanceof AddressError) return `'${text}' is not an IPv4 range`;
    throw error;
  }
}

/** The range of a CIDR that is known to be valid. */
export function cidrRange(cidr: Cidr): Range {
  return range(cidr, new Address4(cidr));
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  const [one, other] = [cidrRange(a), cidrRange(b)];
  return one.first <= other.last && other.first <= one.last;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  const [one, other] = [cidrRange(outer), cidrRange(inner)];
  return one.first <= other.first && other.last <= one.last;
}

/** How many addresses. */
export function size(cidr: Cidr): number {
  return 2 ** (32 - cidrRange(cidr).prefix);
}

/** The `index`-th range of `prefix` bits inside `cidr`, counted from its start. */
export function subrange(cidr: Cidr, prefix: number, index: number): Cidr {
  const start = cidrRange(cidr).first + BigInt(index) * 2n ** BigInt(32 - prefix);
  return `${Address4.fromBigInt(start).correctForm()}/${prefix}`;
}

function range(cidr: Cidr, address: Address4): Range {
  return {
    cidr,
    prefix: address.subnetMask,
    first: address.startAddress().bigInt(),
    last: address.endAddress().bigInt(),
  };
}
