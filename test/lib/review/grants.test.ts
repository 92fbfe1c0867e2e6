import { grantChanges, matches } from '../../../lib/review/grants';
import type { Grant } from '../../../lib/review/knowledge';

const may = (action: string, rest: Partial<Grant> = {}): Grant => ({ who: 'role', may: action, on: '*', ...rest });

function told(base: readonly Grant[], head: readonly Grant[]): string[] {
  return grantChanges(base, head, false).map(({ happens, from, to }) => `${happens} ${JSON.stringify(to ?? from)}`);
}

test('tells what is granted and revoked, together for the same things', () => {
  expect(told([may('s3:GetObject')], [may('s3:PutObject'), may('s3:DeleteObject')])).toEqual([
    'granted ["s3:DeleteObject","s3:PutObject"]',
    'revoked ["s3:GetObject"]',
  ]);
});

test('tells nothing of what a wider grant covers', () => {
  expect(told([may('s3:*')], [may('S3:getobject'), may('s3:*')])).toEqual([]);
  expect(told([may('s3:Get*')], [may('s3:*')])).toEqual(['granted ["s3:*"]']);
  expect(told([may('s3:*', { on: 'bucket/*' })], [may('s3:GetObject', { on: 'bucket/a' })])).toEqual([
    'revoked ["s3:*"]',
  ]);
});

test('a condition that goes widens, and one that comes narrows', () => {
  expect(told([may('s3:*', { when: 'at home' })], [may('s3:*')])).toEqual(['granted ["s3:*"]']);
  expect(told([may('s3:*')], [may('s3:*', { when: 'at home' })])).toEqual(['revoked ["s3:*"]']);
});

test('a denial that goes widens', () => {
  const [granted] = grantChanges([may('s3:*', { denied: true })], [], false);
  expect(granted).toMatchObject({ happens: 'granted', says: 'by a denial that changes, on *' });
});

test('asks to look at what is granted, unless it is routine or all of it is new', () => {
  const attention = (grant: Grant, isNew = false) => grantChanges([], [grant], isNew)[0]?.attention;
  expect(attention(may('s3:*'))).toBe('role is granted s3:* on *');
  expect(attention(may('s3:*', { routine: true }))).toBeUndefined();
  expect(attention(may('s3:*'), true)).toBeUndefined();
});

test.each([
  ['*', '', true],
  ['s3:Get*', 's3:GetObject', true],
  ['s3:*Object', 's3:GetObjectAcl', false],
  ['s3:???Object', 's3:GetObject', true],
  ['s3:Get?', 's3:Get*', false],
  ['a*b*c', 'aXXbYYc', true],
  ['a*b*c', 'aXXcYYb', false],
])('%s stands for %s: %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));

test('a pattern made to be slow is not', () => {
  const start = process.hrtime.bigint();
  expect(matches(`${'*a'.repeat(60)}b`, 'a'.repeat(2000))).toBe(false);
  expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(500);
});
