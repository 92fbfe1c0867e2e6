import * as fc from 'fast-check';

/** Now and then something that is not what the types say. */
export const or = <T>(sound: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 800, arbitrary: sound }, { weight: 1, arbitrary: fc.anything() as fc.Arbitrary<T> });

/** There now and then. */
export const seldom = <T>(sound: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: or(sound) });

/** What is well, and now and then what is well formed and yet wrong. */
export const mostly = (sound: fc.Arbitrary<unknown>, ...wrong: unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 24, arbitrary: sound }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });

/** One of these, which are props of callers without types. */
export const some = (...values: unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
export const flag = fc.boolean();
export const listOf = <T>(each: fc.Arbitrary<T>, maxLength = 2) => fc.array(each, { minLength: 1, maxLength });

type Shape = { readonly [prop: string]: fc.Arbitrary<unknown> };

/** Props that must be there, and a few of those that may. */
export function record(required: Shape, optional: Shape = {}): fc.Arbitrary<object> {
  const few = { weight: Object.keys(optional).length, arbitrary: fc.constant(undefined) };
  const each = (shape: Shape, change: (sound: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>) =>
    Object.fromEntries(Object.entries(shape).map(([name, sound]) => [name, change(or(sound))]));
  return fc.record({
    ...each(required, sound => sound),
    ...each(optional, sound => fc.oneof(few, { weight: 2, arbitrary: sound })),
  });
}

/** A range, often one that others overlap, sometimes too small or too large. */
export const cidr = fc
  .tuple(fc.constantFrom('10.0', '10.1', '172.16', '192.168', '100.64'), fc.integer({ min: 15, max: 24 }))
  .map(([start, prefix]) => `${start}.0.0/${prefix}`);
