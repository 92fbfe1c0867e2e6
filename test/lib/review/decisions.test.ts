import { compareVersions } from '../../../lib/review/items';
import { changesOf, plan, reviewOf } from './clusters';

const kubernetes = (version: string) => plan({ cluster: { name: 'shop', kubernetes: version as '1.35', tags: {} } });

test.each([
  ['1.35', '1.36', 'raised', undefined],
  ['1.34', '1.36', 'raised', 'Kubernetes skips a minor on its way from 1.34 to 1.36'],
  ['1.36', '1.35', 'lowered', 'Kubernetes goes back from 1.36 to 1.35, which no service does'],
  ['1.9', '1.10', 'raised', undefined],
])('Kubernetes from %s to %s', (from, to, happens, attention) => {
  const [change] = changesOf(kubernetes(from), kubernetes(to), 'kubernetes');
  expect(change).toMatchObject({ happens, from, to });
  expect(change?.attention).toBe(attention);
});

test('a network that goes asks for a look, and tells what takes its place', () => {
  const network = (name: string) => plan({ plugins: [{ socket: 'network', name, as: 'install', settings: {} }] });
  const [gone, added] = changesOf(network('one'), network('other'), 'plugin');
  expect(gone).toMatchObject({ happens: 'removed', attention: 'network one goes, and network other takes its place' });
  expect(added).toMatchObject({ happens: 'added', subject: 'network other' });
});

test('settings are compared without the order of lists, and secrets are not shown', () => {
  const settings = (of: object) =>
    plan({ plugins: [{ socket: 'network', name: 'n', as: 'install', settings: of as { [key: string]: string } }] });
  expect(changesOf(settings({ a: ['x', 'y'] }), settings({ a: ['y', 'x'] }), 'plugin')).toEqual([]);
  const [change] = changesOf(settings({ apiToken: 'one' }), settings({ apiToken: 'two' }), 'plugin');
  expect(change?.details).toEqual([{ path: 'apiToken', from: '(not shown)', to: '(not shown)' }]);
});

test('another way of getting a plugin is told', () => {
  const as = (how: 'install' | 'native') =>
    plan({ plugins: [{ socket: 'network', name: 'n', as: how, settings: {} }] });
  expect(changesOf(as('install'), as('native'), 'plugin')).toMatchObject([{ from: 'install', to: 'native' }]);
});

test('protection that goes asks for a look', () => {
  const encrypted = plan({ capabilities: { 'network/encryption': [{ by: 'n' }] } });
  expect(changesOf(encrypted, plan(), 'protection')).toMatchObject([
    { happens: 'removed', attention: expect.any(String) as string },
  ]);
  expect(changesOf(plan(), encrypted, 'protection')[0]?.attention).toBeUndefined();
});

test('reasons and warnings are told with their words', () => {
  const said = plan({
    acknowledged: [{ code: 'A-1', because: 'we know', at: 'network' }],
    warnings: [{ code: 'W-1', at: '', because: 'beware', fix: 'mend it' }],
  });
  const { attention } = reviewOf(plan(), said);
  expect(attention.map(({ because }) => because)).toEqual(['A-1 at network is acknowledged: we know', 'beware [W-1]']);
  expect(reviewOf(said, plan()).verdict).toBe('changed');
});

test('ranges and subnets are told', () => {
  const subnets = (cidr: string) => [{ name: 'a', tier: 'private' as const, zone: 'z', cidr }];
  const at = (pods: string, cidr: string) => plan({ addresses: { ...plan().addresses, pods, subnets: subnets(cidr) } });
  expect(changesOf(at('10.1.0.0/16', '10.0.0.0/24'), at('10.9.0.0/16', '10.0.1.0/24'), 'address')).toMatchObject([
    { subject: 'pods', from: '10.1.0.0/16', to: '10.9.0.0/16' },
    { subject: 'subnet a', from: '10.0.0.0/24 in z', to: '10.0.1.0/24 in z' },
  ]);
});

test.each([
  ['1.9.0', '1.10.0', -1],
  ['v1.12.4-eksbuild.1', 'v1.12.1-eksbuild.2', 1],
  ['1.0', '1.0.0', 0],
  ['1.0.0-alpha', '1.0.0-beta', -1],
])('version %s and %s', (one, other, sign) => expect(Math.sign(compareVersions(one, other))).toBe(sign));
