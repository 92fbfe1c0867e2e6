import { anyOrder, canonical, compareBy, differences, leavesOf } from '../../../lib/review/data';

describe('differences', () => {
  test('are none for another order of keys, a block in a list, and nothing in other words', () => {
    expect(differences({ a: 1, b: { c: 2 } }, { b: [{ c: 2 }], a: '1' })).toEqual([]);
    expect(differences({ a: null, b: [] }, {})).toEqual([]);
  });

  test('are told leaf by leaf, with what is gone and what is new', () => {
    expect(differences({ a: { b: 1, c: 2 }, d: true }, { a: { b: 3 }, e: ['x'] })).toEqual([
      { path: 'a.b', from: 1, to: 3 },
      { path: 'a.c', from: 2 },
      { path: 'd', from: true },
      { path: 'e', to: ['x'] },
    ]);
  });

  test('go into blocks that come or go', () => {
    expect(differences({}, { a: { b: 1 } })).toEqual([{ path: 'a.b', to: 1 }]);
    expect(differences({ a: [{ b: 1 }] }, {})).toEqual([{ path: 'a[0].b', from: 1 }]);
    expect(differences({}, { a: {} })).toEqual([{ path: 'a', to: {} }]);
  });

  test('see the order of a list, unless it has none', () => {
    const [one, other] = [{ a: ['x', 'y'] }, { a: ['y', 'x'] }];
    expect(differences(one, other)).toEqual([{ path: 'a', from: ['x', 'y'], to: ['y', 'x'] }]);
    expect(differences(one, other, path => path === 'a')).toEqual([]);
    expect(differences({ a: ['x', 'x'] }, { a: ['x'] }, anyOrder)).toHaveLength(1);
  });
});

test('canonical text is the same for the same data, and only for it', () => {
  expect(canonical({ b: [1, 2], a: 'x' })).toBe(canonical({ a: 'x', b: ['1', '2'] }));
  expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
  expect(canonical({ a: [1, 2] }, anyOrder)).toBe(canonical({ a: [2, 1] }, anyOrder));
  expect(canonical('1,2')).not.toBe(canonical([1, 2]));
});

test('leaves have their paths', () => {
  expect(leavesOf({ a: [{ b: 'x' }, 'y'], c: null })).toEqual([
    { path: 'a[0].b', value: 'x' },
    { path: 'a[1]', value: 'y' },
  ]);
});

test('two lists are compared by name, sorted', () => {
  expect(compareBy(['b', 'a'], ['c', 'b'], each => each)).toEqual({
    gone: ['a'],
    added: ['c'],
    kept: [{ name: 'b', was: 'b', is: 'b' }],
  });
});
