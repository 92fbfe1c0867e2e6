import * as fc from 'fast-check';
import { Eks } from 'tenon/aws';
import { Manifests, TerraformHelm } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { Containerd } from 'tenon/runtime';
import { AcmeBoot } from '../machines/acme-boot';
import { AcmeMachines } from '../machines/acme-machines';
import { gke } from './random-gke';
import { networksOf } from './random-network';
import { cidr, flag, listOf, mostly, or, record, seldom, some } from './random-props';
import { storageOf } from './random-storage';

const eks = record(
  { region: mostly(some('eu-central-1', 'us-east-1', 'cn-north-1'), 'mars-1') },
  {
    zones: fc.integer({ min: 1, max: 3 }),
    publicAccess: listOf(some('203.0.113.0/24')),
    autoMode: flag,
    os: some('al2023', 'bottlerocket'),
  },
).map(props => new Eks(props as never));
const doks = record(
  { region: mostly(some('fra1', 'nyc3'), 'mars1'), publicAccess: listOf(some('203.0.113.0/24')) },
  { highAvailability: flag },
).map(props => new Doks(props as never));

const pool = record(
  {
    name: mostly(some('batch', 'web', 'gpu'), 'plain', 'a-', 'Web'),
    cpu: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 256 })),
    min: fc.integer({ min: 1, max: 3 }),
  },
  {
    memoryGiB: fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 512 })),
    arch: some('amd64', 'arm64'),
    gpu: fc.integer({ min: 0, max: 8 }),
    machine: some('m7i.xlarge', 'm7g.large', 's-4vcpu-8gb', 'm7i.xlrage', 't3.micro', 'n2-standard-8', 'n4-standard-4'),
    max: fc.integer({ min: 2, max: 300 }),
    spot: flag,
    diskGiB: fc.integer({ min: 1, max: 500 }),
    zones: mostly(some([], ['eu-central-1a'], ['europe-west3-a']), ['nowhere']),
    kubernetes: some('1.33', '1.34', '1.35', '1.36'),
    labels: mostly(some({ team: 'shop' }, {}), { 'kubernetes.io/role': 'a' }),
    taints: listOf(fc.record({ key: some('a', 'b'), effect: some('NoSchedule', 'PreferNoSchedule', 'NoExecute') })),
    maxSurge: fc.nat(3),
    maxUnavailable: fc.nat(3),
  },
);

/** A pool that every cloud has machines for. */
const plain = fc.constant({ name: 'plain', cpu: 2, memoryGiB: 4, min: 1, max: 3 });

const pools = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(plain) },
  fc.tuple(plain, pool),
  mostly(fc.tuple(pool, pool), []),
);

/** What a place takes nine times of ten, and what others do. */
const fitting = <T>(own: readonly fc.Arbitrary<T>[], all: { readonly [place: string]: readonly fc.Arbitrary<T>[] }) =>
  fc.oneof({ weight: 9, arbitrary: fc.oneof(...own) }, fc.oneof(...Object.values(all).flat()));

const name = mostly(fc.stringMatching(/^[a-z]{1,12}$/), 'Prod', 'a-b', '1st', 'x'.repeat(70));

function clusters(
  place: keyof typeof networksOf,
  classes: keyof typeof storageOf,
  infrastructure: fc.Arbitrary<object>,
) {
  return fc.record({
    name: or(name),
    kubernetes: or(mostly(some('1.35', '1.36', '1.36'), '1.33', '1.34', '1.37')),
    infrastructure,
    network: or(fitting<unknown>(networksOf[place], networksOf)),
    storage: or(fc.array(fitting<object>(storageOf[classes], storageOf), { maxLength: 2 })),
    deliveries: seldom(fc.tuple(some(new TerraformHelm(), new Manifests()))),
    pools: or(pools),
    addresses: seldom(record({}, { network: cidr, pods: cidr, services: cidr })),
    tags: seldom(fc.oneof(some({ team: 'shop' }), fc.dictionary(fc.string(), fc.string()))),
    acknowledge: seldom(some(CONSENT)),
  });
}

const CONSENT = ['GKE-PUBLIC', 'GKE-REGION', 'ST-37', 'CAL-11'].map(code => ({ code, because: 'this is a test' }));

/** A cluster on one of the clouds: mostly what the types say, now and then something else. */
export const onClouds = fc.oneof(clusters('aws', 'aws', eks), clusters('digitalocean', 'digitalocean', doks), {
  weight: 3,
  arbitrary: clusters('google', 'google', gke),
});

/** A cluster on machines of a third party, where every network is the user's own. */
const onMachines = clusters('machines', 'digitalocean', fc.constant(new AcmeMachines())).map(given => ({
  ...given,
  bootstrap: new AcmeBoot(),
  runtime: new Containerd(),
  storage: [],
}));

/** Whatever a cluster may be asked to be. */
export const anywhere = fc.oneof({ weight: 4, arbitrary: onClouds }, onMachines);
