import { isValidCIDR, parseCIDR } from 'ipaddr.js';

/** A range of addresses, of IPv4 or IPv6. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** The range that text names; `undefined` if it names none. */
export function parseRange(text: string): AddressRange | undefined {
  if (!isValidCIDR(text)) return undefined;
  const [address, prefix] = parseCIDR(text);
  const bytes = address.toByteArray();
  const bits = bytes.length === 4 ? 32 : 128;
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  return { bits, first, last: first + size - 1n };
}

export function holds(outer: AddressRange, inner: AddressRange): boolean {
  return outer.bits === inner.bits && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether some ranges together hold another. */
export function holdTogether(outer: readonly AddressRange[], inner: AddressRange): boolean {
  let reached = inner.first;
  const near = outer.filter(({ bits }) => bits === inner.bits).sort((a, b) => (a.first < b.first ? -1 : 1));
  for (const { first, last } of near) if (first <= reached && last >= reached) reached = last + 1n;
  return reached > inner.last;
}

/** Whether a range is every address there is. */
export function isEverybody({ bits, first, last }: AddressRange): boolean {
  return first === 0n && last === (1n << BigInt(bits)) - 1n;
}
