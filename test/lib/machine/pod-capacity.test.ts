import fc from 'fast-check';
import aws from '../../../constructs/infrastructure/aws/machines.json';
import { readCatalogue, type MachineType } from '../../../lib/machine/catalogue';
import { maxPods, recommendedPods } from '../../../lib/machine/pod-capacity';
import { machine } from './requests';

const machines = readCatalogue(aws).machines;
const named = (type: string) => machines.find(each => each.type === type)!;
const unlimited = { limit: Infinity };

/** As published in eni-max-pods.txt of amazon-vpc-cni-k8s on 2026-08-20. */
const published: [string, number][] = [
  ['t3.small', 11],
  ['t3.medium', 17],
  ['m7g.medium', 8],
  ['m5.large', 29],
  ['c6i.xlarge', 58],
  ['m7i.4xlarge', 234],
  ['p5.48xlarge', 100],
  ['m7i.48xlarge', 737],
  ['m8i.96xlarge', 1514],
  ['p4d.24xlarge', 737],
  ['c7i.metal-24xl', 737],
];

test.each(published)('%s has addresses for %d pods', (type, pods) => {
  expect(maxPods(named(type), 'interface-addresses', unlimited)).toBe(pods);
});

test.each([
  ['t3.medium', 242],
  ['m5.large', 434],
  ['m7i.48xlarge', 11762],
])('%s has prefixes for %d pods', (type, pods) => {
  expect(maxPods(named(type), 'interface-prefixes', unlimited)).toBe(pods);
});

test('a node is asked to bear 110 pods, or 250 with more than 30 cpu', () => {
  expect(maxPods(named('m5.large'), 'interface-prefixes')).toBe(110);
  expect(maxPods(named('m7i.8xlarge'), 'interface-prefixes')).toBe(250);
  expect(maxPods(named('m7i.48xlarge'), 'interface-addresses')).toBe(250);
  expect(maxPods(named('m5.large'), 'interface-addresses')).toBe(29);
  expect([30, 31].map(cpu => recommendedPods({ cpu }))).toEqual([110, 250]);
});

test('interfaces that take no prefixes give addresses', () => {
  const prefixes = maxPods(named('i3.4xlarge'), 'interface-prefixes', unlimited);
  expect(prefixes).toBe(maxPods(named('i3.4xlarge'), 'interface-addresses', unlimited));
  expect(prefixes).toBe(234);
});

test('reserved interfaces give nothing', () => {
  expect(maxPods(named('m5.large'), 'interface-addresses', { reservedInterfaces: 1 })).toBe(20);
  expect(maxPods(named('m7g.medium'), 'interface-addresses', { reservedInterfaces: 2 })).toBe(0);
});

test('a range of its own bounds a node by its size, and by the kubelet’s default', () => {
  const any = machine({ type: 'any', cpu: 64 });
  expect(maxPods(any, 'node-range')).toBe(110);
  expect(maxPods(any, 'node-range', { nodeRange: 256 })).toBe(110);
  expect(maxPods(any, 'node-range', { nodeRange: 64 })).toBe(62);
  expect(maxPods(any, 'node-range', { nodeRange: 256, limit: 250 })).toBe(250);
  expect(maxPods(any, 'node-range', { nodeRange: 1 })).toBe(0);
});

test('a cloud whose pods have no interface addresses bounds nothing', () => {
  expect(maxPods(machine({ type: 'any', cpu: 4 }), 'interface-addresses')).toBe(110);
});

test('it is a whole number from 0 to the limit; prefixes never hold less, and a reserved interface never more', () => {
  const anyMachine = fc.constantFrom<MachineType>(...machines);
  const anyLimit = fc.nat({ max: 500 });
  fc.assert(
    fc.property(anyMachine, anyLimit, fc.nat({ max: 16 }), (type, limit, reservedInterfaces) => {
      const [addresses, prefixes] = (['interface-addresses', 'interface-prefixes'] as const).map(how =>
        maxPods(type, how, { limit, reservedInterfaces }),
      ) as [number, number];
      for (const pods of [addresses, prefixes]) {
        expect(Number.isInteger(pods)).toBe(true);
        expect(pods).toBeGreaterThanOrEqual(0);
        expect(pods).toBeLessThanOrEqual(limit);
      }
      expect(prefixes).toBeGreaterThanOrEqual(addresses);
      expect(maxPods(type, 'interface-addresses', { limit })).toBeGreaterThanOrEqual(addresses);
    }),
  );
});
