import { growth, median, summarize } from '../../bench/statistics';

const pair = (tenon: number, bare: number) => ({ tenon, bare });

test('a ratio is the median of the ratios of the pairs, so that one slow pair does not count', () => {
  const { ratio, lowest, highest, tenon } = summarize(1, [pair(100, 100), pair(300, 100), pair(220, 200)]);
  expect({ ratio, lowest, highest, tenon }).toEqual({ ratio: 1.1, lowest: 1, highest: 3, tenon: 220 });
});

test('a median of an even number of values is the mean of the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([5])).toBe(5);
});

test('growth is 1 where each further cluster takes as long as the ones before', () => {
  const sizes = (...times: [number, number][]) => times.map(([clusters, time]) => summarize(clusters, [pair(time, 1)]));
  expect(growth(sizes([1, 510], [100, 1500], [1000, 10500]))).toEqual([{ from: 100, to: 1000, factor: 1 }]);
  expect(growth(sizes([1, 510], [100, 1500], [1000, 19500]))).toEqual([{ from: 100, to: 1000, factor: 2 }]);
});
