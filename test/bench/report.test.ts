import { brokenOf, markdown, type Report } from '../../bench/report';
import { summarize } from '../../bench/statistics';

const figures = summarize([{ tenon: { wall: 110, cpu: 100, memory: 90 }, bare: { wall: 100, cpu: 100, memory: 100 } }]);
const comparison = { of: '1 cluster', pairs: 1, limits: { wall: 1.2, memory: 1 }, figures, broken: [] };
const kept: Report = {
  machine: 'a machine',
  date: '2026-11-22',
  synthesis: { comparisons: [{ clusters: 1, ...comparison }], exponent: 0.98 },
  compilation: [{ ...comparison, of: 'tsc', types: { tenon: 12, bare: 34 } }],
  planning: { combinations: 9, planned: 5, milliseconds: 300, limit: 2000, broken: false },
};

test('says what is over its limit, and by how much', () => {
  expect(brokenOf(kept)).toEqual([]);
  const broken: Report = {
    ...kept,
    synthesis: { comparisons: [], exponent: 1.2 },
    compilation: [{ ...kept.compilation![0]!, limits: { wall: 1.05 }, broken: ['wall'] }],
    planning: { ...kept.planning!, milliseconds: 2500, broken: true },
  };
  expect(brokenOf(broken)).toEqual([
    'tsc: wall is 1.100 times, and the limit is 1.05',
    'time grows with clusters to the power of 1.200, and the limit is 1.05',
    'planning takes 2500 ms, and the limit is 2000',
  ]);
});

test('shows what was measured, where and when', () => {
  const text = markdown(kept);
  expect(text).toContain('2026-11-22, on a machine:');
  expect(text).toContain(
    '| 1 cluster | 110 ms | 100 ms | **1.100** (1.10–1.10) | 1.20 | 1.000 | 90 MiB | 100 MiB | **0.900** | 1.00 | 1 |',
  );
  expect(text).toContain('to the power of 0.980 (limit 1.05)');
  expect(text).toContain('tsc: 12 types, by hand 34');
  expect(text).toContain('Planning 9 combinations, of which 5 can be built: 300 ms');
});
