import { shapeFindings } from '../../lib/shape';
import * as v from '../../lib/schema';

const schema = v.strictObject({
  name: v.pipe(v.string(), v.minLength(3), v.maxLength(5)),
  sizes: v.optional(v.pipe(v.array(v.pipe(v.number(), v.minValue(2), v.maxValue(9))), v.minLength(2), v.maxLength(3))),
  zones: v.optional(v.pipe(v.array(v.string()), v.minLength(2))),
  tags: v.optional(v.pipe(v.record(v.string(), v.string()), v.minEntries(1))),
  parts: v.optional(v.array(v.strictObject({ name: v.string(), count: v.optional(v.number()) }))),
});

/** What is said of props, beside a name that is right. */
const said = (props: unknown) =>
  shapeFindings(schema, props, 'plugin').map(({ at, because, fix }) => `${at}: ${because}: ${fix}`);

test.each([
  ['a text too short', { name: 'ab' }, "plugin/name: 'name' has 2 characters: give at least 3 characters"],
  ['a text too long', { name: 'abcdef' }, "plugin/name: 'name' has 6 characters: give at most 5 characters"],
  ['an empty text', { name: '' }, "plugin/name: 'name' is empty: give at least 3 characters"],
  ['an empty list', { name: 'abc', sizes: [] }, "plugin/sizes: 'sizes' is empty: give at least 2 items"],
  ['a list too long', { name: 'abc', sizes: [2, 3, 4, 5] }, "plugin/sizes: 'sizes' has 4 items: give at most 3 items"],
  ['a number too small', { name: 'abc', sizes: [1, 2] }, "plugin/sizes/0: 'sizes' is 1: give 2 or more"],
  ['a number too large', { name: 'abc', sizes: [2, 10] }, "plugin/sizes/1: 'sizes' is 10: give 9 or less"],
  ['an empty object', { name: 'abc', tags: {} }, "plugin/tags: 'tags' is an object: give at least 1 key"],
  ['a list for an object', { name: 'abc', tags: [1, 'a'] }, "plugin/tags: 'tags' is a list: give an object"],
  [
    'what is in a list, by its name',
    { name: 'abc', parts: [{ name: 'one', count: 'x' }] },
    "plugin/parts/one/count: 'count' is 'x': give a number",
  ],
  ['what has no name, by its place', { name: 'abc', parts: [{}] }, "plugin/parts/0/name: 'name' is missing: give it"],
  ['no props', undefined, "plugin: its props are missing: give an object with 'name'"],
  ['null for props', null, "plugin: its props are missing: give an object with 'name'"],
  [
    'a list that Terraform knows',
    { name: 'abc', zones: ['#{TfToken[TOKEN.1]}'] },
    "plugin/zones: 'plugin/zones' is a Terraform value, known only when Terraform runs, and the plan needs it now: give a literal value",
  ],
  [
    'a Terraform value',
    { name: '${TfToken[TOKEN.7]}' },
    "plugin/name: 'plugin/name' is a Terraform value, known only when Terraform runs, and the plan needs it now: give a literal value",
  ],
])('says of %s what it is and what to give', (_, props, text) => expect(said(props)).toEqual([text]));

test('gives a Terraform value its own code, and does not repeat it', () => {
  expect(shapeFindings(schema, { name: '${TfToken[TOKEN.7]}' }, 'plugin')).toEqual([
    expect.objectContaining({ code: 'UNRESOLVED' }),
  ]);
  expect(JSON.stringify(shapeFindings(schema, { name: '${TfToken[TOKEN.7]}' }, 'plugin'))).not.toContain('TOKEN');
});
