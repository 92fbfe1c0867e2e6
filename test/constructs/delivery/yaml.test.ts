import { comment, sorted, toYaml } from '../../../constructs/delivery/yaml';

test.each([
  ['bell\u0007', '"bell\\a"'],
  ['delete\u007f', '"delete\\x7F"'],
  ['carriage\r\nreturn', '"carriage\\r\\nreturn"'],
  ['\u00a0wide', '"\\_wide"'],
  ['\n\tindented', '"\\n\\tindented"'],
  ['0o7', '"0o7"'],
  ['no', '"no"'],
  ['0777', '"0777"'],
  ['=', '"="'],
  ['plain text, é', 'plain text, é'],
])('writes %j so that it is read as text', (text, written) => {
  expect(toYaml({ a: text })).toBe(`a: ${written}\n`);
});

test('writes lines as lines', () => {
  expect(toYaml({ a: 'one\n  two\nthree\n' })).toBe('a: |\n  one\n    two\n  three\n');
});

test('writes one object in two places twice', () => {
  const same = { x: 1 };
  expect(toYaml({ a: same, b: same })).toBe('a:\n  x: 1\nb:\n  x: 1\n');
});

test('sorts keys at every depth, and no list', () => {
  expect(JSON.stringify(sorted({ b: [{ d: 1, c: 2 }, 1], a: null }))).toBe('{"a":null,"b":[{"c":2,"d":1},1]}');
});

test('comments every line', () => {
  expect(comment('one\n\ntwo  ')).toBe('# one\n#\n# two');
});
