import fc from 'fast-check';
import { code, prose, visible } from '../../../lib/review/escape';

test.each([
  ['**bold** _and_ `code`', '\\*\\*bold\\*\\* \\_and\\_ \\`code\\`'],
  ['[x](https://evil.example)', '\\[x\\](https://evil.example)'],
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['a | b', 'a \\| b'],
  ['snake_case_name', 'snake_case_name'],
  ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
  ['first\n## second', 'first ## second'],
  ['\u001b[31mred\u202e', '\\\\u001b\\[31mred\\\\u202e'],
])('shows %j as it is', (text, expected) => expect(prose(text)).toBe(expected));

test('mentions nobody, and refers to nothing', () => {
  for (const text of ['@acme/shop', 'see #12', 'GH-12', 'a@b.example']) {
    expect(prose(text)).not.toBe(text);
    expect(prose(text).replaceAll('\u2060', '')).toBe(text);
  }
});

test.each([
  ['a', '`a`'],
  ['a`b', '``a`b``'],
  ['`a', '`` `a ``'],
  ['a|b', '`a\\|b`'],
  ['a\\|b', '`a\\\u2060\\|b`'],
  ['', '(empty)'],
  ['a\nb', '`a b`'],
])('a code span of %j is %j', (text, expected) => expect(code(text)).toBe(expected));

test('whatever the text, nothing in it ends a line, a cell or a span, or is HTML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(prose(text)).not.toMatch(/[\r\n<>]|(?<!\\)(?:\\\\)*\||@[\w-]|#\d/);
      const span = code(text);
      expect(span).not.toMatch(/[\r\n]|(?<!\\)(?:\\\\)*\|/);
      const fence = /^`+/.exec(span)?.[0] ?? '';
      if (fence) expect(span.slice(fence.length, -fence.length)).not.toMatch(new RegExp(`(?<!\`)${fence}(?!\`)`));
      // eslint-disable-next-line no-control-regex -- that there is none
      expect(visible(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
  );
});
