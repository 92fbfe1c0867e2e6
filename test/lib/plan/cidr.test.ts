import * as fc from 'fast-check';
import { cidrRange, contains, coversInternet, overlaps, parseCidr, size, subrange } from '../../../lib/plan/cidr';

describe('ranges', () => {
  it.each([
    ['10.0.0.0', "'10.0.0.0' has no prefix length"],
    ['10.0.0.1/16', "'10.0.0.1/16' names an address inside its range: the range is 10.0.0.0/16"],
    ['10.0.0.0/33', "'10.0.0.0/33' is not an IPv4 range"],
    ['fd00::/8', "'fd00::/8' is not an IPv4 range"],
    ['', "'' is not an IPv4 range"],
  ])('%s is refused', (text, because) => expect(parseCidr(text)).toBe(because));

  it('divides into parts that are inside, apart and of one size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 24 }), fc.nat(7), fc.nat(7), (prefix, one, other) => {
        const whole = '10.8.0.0/13';
        const [a, b] = [subrange(whole, prefix, one), subrange(whole, prefix, other)];
        expect(contains(whole, a)).toBe(true);
        expect(overlaps(a, b)).toBe(one === other);
        expect(size(a)).toBe(2 ** (32 - prefix));
        expect(cidrRange(a).first).toBe(cidrRange(whole).first + one * size(a));
      }),
    );
  });

  it.each<[string[], boolean]>([
    [['0.0.0.0/0'], true],
    [['0.0.0.0/1', '128.0.0.0/1'], true],
    [['128.0.0.0/2', '192.0.0.0/2'], true],
    [['192.0.0.0/3', '0.0.0.0/2', '64.0.0.0/2'], true],
    [['128.0.0.0/2', '128.0.0.0/2', '160.0.0.0/3'], false],
    [['64.0.0.0/2', '203.0.113.0/24'], false],
    [[], false],
  ])('%j lets the internet in: %p', (ranges, expected) => expect(coversInternet(ranges)).toBe(expected));
});
