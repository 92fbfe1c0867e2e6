import * as fc from 'fast-check';
import { Eks } from 'tenon/aws';
import { Doks } from 'tenon/digitalocean';
import { AwsVpcCni, Cilium } from 'tenon/network';
import { AwsEbs, AwsEfs, CloudDisk, CloudFiles, DigitalOceanBlockStorage } from 'tenon/storage';
import { planOf } from 'tenon/testing';

/** Now and then something that is not what the types say. */
const or = <T>(sound: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 400, arbitrary: sound }, { weight: 1, arbitrary: fc.anything() as fc.Arbitrary<T> });
const maybe = <T>(sound: fc.Arbitrary<T>) => fc.option(or(sound), { nil: undefined, freq: 1 });
const cidr = fc
  .tuple(fc.constantFrom('10.0', '10.1', '172.16', '192.168', '100.64'), fc.integer({ min: 15, max: 24 }))
  .map(([start, prefix]) => `${start}.0.0/${prefix}`);

const pool = fc.record({
  name: or(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)),
  cpu: or(fc.integer({ min: 1, max: 256 })),
  memoryGiB: maybe(fc.integer({ min: 1, max: 512 })),
  arch: maybe(fc.constantFrom('amd64', 'arm64')),
  gpu: maybe(fc.integer({ min: 0, max: 8 })),
  machine: maybe(fc.constantFrom('m7i.xlarge', 'm7g.large', 's-4vcpu-8gb', 'm7i.xlrage', 't3.micro')),
  min: or(fc.integer({ min: 1, max: 3 })),
  max: maybe(fc.integer({ min: 2, max: 300 })),
  spot: maybe(fc.boolean()),
  diskGiB: maybe(fc.integer({ min: 1, max: 500 })),
  zones: maybe(fc.array(fc.constantFrom('eu-central-1a', 'eu-central-1b', 'nowhere'))),
  kubernetes: maybe(fc.constantFrom('1.33', '1.34', '1.35', '1.36')),
  maxSurge: maybe(fc.nat(3)),
  maxUnavailable: maybe(fc.nat(3)),
});

const infrastructure = fc.oneof(
  fc
    .record({
      region: or(fc.constantFrom('eu-central-1', 'us-east-1', 'cn-north-1', 'mars-1')),
      zones: maybe(fc.integer({ min: 1, max: 5 })),
      publicAccess: maybe(fc.array(cidr)),
      autoMode: maybe(fc.boolean()),
      os: maybe(fc.constantFrom('al2023', 'bottlerocket')),
    })
    .map(props => new Eks(props as never)),
  fc
    .record({ region: or(fc.constantFrom('fra1', 'nyc3', 'mars1')), publicAccess: maybe(fc.array(cidr)) })
    .map(props => new Doks(props as never)),
);

const network = fc.oneof(
  fc.constant(undefined),
  fc
    .record({
      ipam: maybe(fc.constantFrom('eni', 'cluster-pool', 'chained')),
      encryption: maybe(fc.constantFrom('wireguard', 'ipsec')),
      hubble: maybe(fc.boolean()),
      gatewayApi: maybe(fc.boolean()),
      replaceKubeProxy: maybe(fc.boolean()),
      prefixDelegation: maybe(fc.boolean()),
    })
    .map(props => new Cilium(props as never)),
  fc
    .record({ prefixDelegation: maybe(fc.boolean()), networkPolicy: maybe(fc.boolean()) })
    .map(props => new AwsVpcCni(props as never)),
);

const storageProps = fc.record({
  name: or(fc.constantFrom('a', 'b', 'fast')),
  type: or(fc.constantFrom('gp3', 'io2', 'st1')),
  default: maybe(fc.boolean()),
  snapshots: maybe(fc.boolean()),
  reclaim: maybe(fc.constantFrom('Delete', 'Retain')),
});
const storage = fc
  .tuple(fc.constantFrom(CloudDisk, CloudFiles, AwsEbs, AwsEfs, DigitalOceanBlockStorage), storageProps)
  .map(([Class, { type, ...props }]) => new Class((Class === AwsEbs ? { ...props, type } : props) as never));

const spec = fc.record({
  name: or(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)),
  kubernetes: or(fc.constantFrom('1.33', '1.34', '1.35', '1.36', '1.37')),
  infrastructure,
  network: or(network),
  storage: or(fc.array(storage, { maxLength: 3 })),
  pools: or(fc.array(pool, { maxLength: 3 })),
  addresses: maybe(fc.record({ network: maybe(cidr), pods: maybe(cidr), services: maybe(cidr) })),
  tags: maybe(fc.dictionary(fc.string(), fc.string())),
});

test('whatever is asked for, there is a plan or there are problems with a repair, and never an exception', () => {
  const seen = { planned: 0, refused: 0 };
  fc.assert(
    fc.property(spec, given => {
      const { plan, problems } = planOf(given as never);
      seen[plan ? 'planned' : 'refused'] += 1;
      expect(Boolean(plan)).toBe(problems.length === 0);
      for (const problem of problems) {
        expect(problem.fix).toBeTruthy();
        expect(problem.code).not.toMatch(/^(PLUGIN|ITEM|ORDER|OBJECT)$/);
      }
      expect(JSON.stringify(planOf(given as never).plan)).toBe(JSON.stringify(plan));
    }),
    { numRuns: 1500, seed: 20261122 },
  );
  expect(seen.planned).toBeGreaterThan(20);
  expect(seen.refused).toBeGreaterThan(100);
}, 60_000);
