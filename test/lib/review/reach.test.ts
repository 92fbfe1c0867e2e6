import type { Opening } from '../../../lib/review/knowledge';
import { openingsOf, portsOf, reachChanges } from '../../../lib/review/reach';
import { item, plan } from './clusters';

const api = (from: string): Opening => ({
  from,
  to: 'the API server',
  protocol: 'tcp',
  ports: [443, 443],
  outside: true,
});

function told(base: readonly Opening[], head: readonly Opening[], isNew = false): string[] {
  return reachChanges(base, head, isNew).map(({ happens, subject }) => `${happens} ${subject}`);
}

test('tells what is opened and closed', () => {
  expect(told([api('203.0.113.0/24')], [api('198.51.100.0/24')])).toEqual([
    'opened 198.51.100.0/24 → the API server',
    'closed 203.0.113.0/24 → the API server',
  ]);
});

test('tells nothing of what something else lets through anyway', () => {
  expect(told([api('203.0.113.0/24')], [api('203.0.113.0/25')])).toEqual(['closed 203.0.113.0/24 → the API server']);
  expect(told([api('203.0.113.0/24')], [api('203.0.113.128/25'), api('203.0.113.0/25')])).toEqual([]);
  const every: Opening = { ...api('203.0.113.0/24'), protocol: 'all', ports: undefined };
  expect(told([every], [api('203.0.113.0/24')])).toEqual(['closed 203.0.113.0/24 → the API server']);
  expect(told([{ ...every, protocol: 'udp' }], [api('203.0.113.0/24')])).toHaveLength(2);
});

test('everybody stands out, in a new cluster too', () => {
  const [opened] = reachChanges([], [api('0.0.0.0/0')], true);
  expect(opened?.attention).toBe('everybody on the internet may reach the API server (tcp 443)');
  expect(reachChanges([], [api('::/0')], true)[0]?.attention).toMatch('everybody');
  expect(reachChanges([], [{ ...api('x'), from: 'internet' }], true)[0]?.attention).toMatch('everybody');
});

test('asks to look at who gets in from outside, and not at what parts say to each other', () => {
  expect(reachChanges([], [api('203.0.113.0/24')], false)[0]?.attention).toBe(
    '203.0.113.0/24 may now reach the API server (tcp 443)',
  );
  expect(reachChanges([], [api('203.0.113.0/24')], true)[0]?.attention).toBeUndefined();
  const inside: Opening = { from: 'node', to: 'node', protocol: 'udp' };
  expect(reachChanges([], [inside], false)[0]?.attention).toBeUndefined();
});

test('says ports in words', () => {
  const ports = (each: Partial<Opening>) => portsOf({ from: '', to: '', protocol: 'tcp', ...each });
  expect([ports({}), ports({ ports: [80, 80] }), ports({ ports: [80, 90] }), ports({ protocol: 'all' })]).toEqual([
    'tcp',
    'tcp 80',
    'tcp 80-90',
    'every port',
  ]);
});

test('rules that are made of a cluster’s ports are not told again; others are', () => {
  const because = "agents ask each other's health";
  const port = item('port', 'health', { from: 'node', to: 'node', protocol: 'tcp', range: [4240, 4240] }, { because });
  const rule = (from: string, why: string): Opening => ({
    from,
    to: 'group',
    protocol: 'tcp',
    because: why,
    outside: true,
  });
  const made = [
    rule('group', 'agents ask each others health'),
    rule('10.0.1.0/24', 'agents ask each oth'),
    rule('192.168.0.0/24', because),
    rule('group', 'somebody wants it'),
  ];
  expect(openingsOf(plan({ items: [port] }), made).map(({ from, because: why }) => `${from}: ${why}`)).toEqual([
    `node: ${because}`,
    `192.168.0.0/24: ${because}`,
    'group: somebody wants it',
  ]);
});
