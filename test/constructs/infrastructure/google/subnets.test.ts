import { contains, overlaps, size } from '../../../../lib/plan/cidr';
import { gke, planned, problems } from './planned';

const divide = (network: string) => gke().subnets(network);

test('gives nodes one half, and the control plane the last /28', () => {
  expect(divide('10.0.0.0/16')).toEqual([
    { name: 'nodes', tier: 'private', zone: '', cidr: '10.0.0.0/17' },
    { name: 'control-plane', tier: 'intra', zone: '', cidr: '10.0.255.240/28' },
  ]);
});

test.each(Array.from({ length: 19 }, (_, index) => index + 8))('divides a /%i into parts that are apart', prefix => {
  const network = `10.0.0.0/${prefix}`;
  const parts = divide(network);
  if ('because' in parts) throw new Error(parts.because);
  const [nodes = '', controlPlane = ''] = parts.map(({ cidr }) => cidr);
  expect(contains(network, nodes) && contains(network, controlPlane)).toBe(true);
  expect(overlaps(nodes, controlPlane)).toBe(false);
  expect(size(nodes)).toBe(size(network) / 2);
});

test.each([
  ['10.0.0.0/27', 'give a /26 or larger'],
  ['8.0.0.0/7', 'give a /8 or smaller'],
])('refuses %s', (network, fix) => {
  expect(divide(network)).toMatchObject({ fix });
});

test('leaves room for the nodes that pools may grow to', () => {
  const pools = [{ name: 'wide', cpu: 2, min: 1, max: 40 }];
  expect(problems({}, { pools, addresses: { network: '10.0.0.0/26' } })).toMatchObject([{ code: 'CAPACITY' }]);
  expect(planned({}, { pools, addresses: { network: '10.0.0.0/25' } }).addresses.network).toBe('10.0.0.0/25');
});
