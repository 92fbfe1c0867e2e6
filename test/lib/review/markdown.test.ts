import { markdown } from '../../../lib/review/markdown';
import type { Change, Review } from '../../../lib/review/model';
import { plan, reviewOf } from './clusters';

const tagged = (count: number) =>
  plan({
    cluster: {
      name: 'shop',
      kubernetes: '1.35',
      tags: Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'x'.repeat(40)])),
    },
  });

test('says so where nothing changes', () => {
  expect(markdown(reviewOf(plan(), plan()))).toBe('## Tenon review\n\nNothing changes.\n\n');
});

test('emphasizes headings, and what somebody should look at', () => {
  const marked = markdown(reviewOf(plan(), undefined), { style: (emphasis, text) => `<${emphasis}>${text}</>` });
  expect(marked).toContain('<heading>## Tenon review</>');
  expect(marked).toContain('> - <grave>`shop`: cluster shop goes, with all that runs in it</>');
});

test('stays within its limit, and says what it leaves out', () => {
  const long = reviewOf(plan(), tagged(300));
  const text = markdown(long, { limit: 2000 });
  expect(text.length).toBeLessThanOrEqual(2000);
  expect(text).toContain('`--json` has all of it');
  expect(markdown(long).length).toBeGreaterThan(2000);
  const grave: Review = {
    ...long,
    verdict: 'attention',
    attention: Array.from({ length: 200 }, () => ({ at: 'shop', because: 'x'.repeat(50) })),
  };
  expect(markdown(grave, { limit: 2000 }).length).toBeLessThanOrEqual(2000);
});

test('shows what others wrote as it is', () => {
  const text = markdown(
    reviewOf(plan(), plan({ acknowledged: [{ code: 'A|B`', because: '@acme <script>\n# x [y](z)' }] })),
  );
  expect(text).not.toMatch(/<script|\n# x|@acme|(?<!\\)\[y/);
});

test('every topic has an audience', () => {
  const topics: { [topic in Change['topic']]: true } = {
    cluster: true,
    kubernetes: true,
    pool: true,
    offer: true,
    address: true,
    reach: true,
    permission: true,
    protection: true,
    acknowledgement: true,
    warning: true,
    plugin: true,
    version: true,
    image: true,
    release: true,
    object: true,
    addon: true,
    node: true,
    item: true,
    loss: true,
    stack: true,
    provider: true,
    tag: true,
  };
  const changes = Object.keys(topics).map(topic => ({ topic, happens: 'changed', subject: `of ${topic}` }) as Change);
  const text = markdown({
    format: 'tenon.review/1',
    verdict: 'changed',
    attention: [],
    clusters: [{ name: 'shop', fate: 'changed', changes }],
    stacks: [],
    files: [],
  });
  expect(Object.keys(topics).filter(topic => !text.includes(`of ${topic}`))).toEqual([]);
});
