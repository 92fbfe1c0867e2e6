import { holds, holdTogether, isEverybody, parseRange, type AddressRange } from '../../../lib/review/range';

const range = (text: string) => parseRange(text) as AddressRange;

test('knows which range holds another', () => {
  expect(holds(range('10.0.0.0/8'), range('10.1.0.0/16'))).toBe(true);
  expect(holds(range('10.1.0.0/16'), range('10.0.0.0/8'))).toBe(false);
  expect(holds(range('::/0'), range('10.0.0.0/8'))).toBe(false);
  expect(holds(range('2001:db8::/32'), range('2001:db8:1::/48'))).toBe(true);
});

test('knows what ranges hold together', () => {
  const halves = [range('10.128.0.0/9'), range('10.0.0.0/9')];
  expect(holdTogether(halves, range('10.0.0.0/8'))).toBe(true);
  expect(holdTogether([range('10.0.0.0/9'), range('10.129.0.0/16')], range('10.0.0.0/8'))).toBe(false);
  expect(holdTogether([], range('10.0.0.0/8'))).toBe(false);
});

test('knows everybody', () => {
  expect(['0.0.0.0/0', '::/0', '0.0.0.0/1'].map(text => isEverybody(range(text)))).toEqual([true, true, false]);
});

test('takes names for no ranges, and an address inside its range for the range', () => {
  expect(['internet', '10.0.0.0', ''].map(parseRange)).toEqual([undefined, undefined, undefined]);
  expect(range('10.1.2.3/8')).toEqual(range('10.0.0.0/8'));
});
