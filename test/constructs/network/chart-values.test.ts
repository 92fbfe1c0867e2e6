import { contradictions, merge, valueAt } from '../../../constructs/network/chart-values';

test('merges objects and replaces the rest', () => {
  expect(merge({ a: { b: 1, c: [1] }, d: 1 }, { a: { c: [2] }, d: { e: 1 } })).toEqual({
    a: { b: 1, c: [2] },
    d: { e: 1 },
  });
});

test('finds what is said otherwise', () => {
  expect(contradictions({ a: { b: 1 }, c: 1 }, { a: { b: 2 }, c: 1, d: 1 })).toEqual([
    { path: 'a.b', own: 1, over: 2 },
  ]);
});

test('takes keys that every object inherits for what they are', () => {
  const over = JSON.parse('{ "constructor": { "name": "x" }, "toString": 1, "__proto__": { "a": 1 } }');
  expect(contradictions({ a: 1 }, over)).toEqual([]);
  expect(valueAt({ a: {} }, 'a.constructor')).toBeUndefined();
  expect(valueAt({}, 'toString.name')).toBeUndefined();
  expect(JSON.stringify(merge({}, over))).toBe(JSON.stringify(over));
  expect(merge({}, over).a).toBeUndefined();
});
