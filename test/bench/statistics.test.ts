import { exponent, median, summarize } from '../../bench/statistics';

const usage = (wall: number) => ({ wall, cpu: 2 * wall, memory: 50 + wall });
const pair = (tenon: number, bare: number) => ({ tenon: usage(tenon), bare: usage(bare) });

test('a ratio is the median of the ratios of the pairs, so that one slow pair does not count', () => {
  const { wall, memory } = summarize([pair(100, 100), pair(300, 100), pair(220, 200)]);
  expect(wall).toEqual({ ratio: 1.1, lowest: 1, highest: 3, tenon: 220, bare: 100 });
  expect(memory).toEqual({ ratio: 1.08, lowest: 1, highest: 350 / 150, tenon: 270, bare: 150 });
});

test('a median of an even number of values is the mean of the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([5])).toBe(5);
});

test('the exponent is 1 where each further cluster takes as long as the ones before, and more where it takes longer', () => {
  const of = (time: (clusters: number) => number) =>
    exponent([10, 100, 1000].map(clusters => ({ clusters, time: time(clusters) })));
  expect(of(n => 7 * n)).toBeCloseTo(1);
  expect(of(n => 3 * n ** 1.1)).toBeCloseTo(1.1);
  expect(of(n => n * Math.log(n))).toBeGreaterThan(1.2);
  expect(of(n => 300 + n)).toBeLessThan(0.6);
});
