import { Token } from 'cdktf';
import type { GkeProps } from 'tenon/google';
import { Calico, Cilium } from 'tenon/network';
import type { PlanOf } from 'tenon/testing';
import { planned, refusals, warnings } from './planned';

const network = {
  network: 'shared',
  subnetwork: 'nodes',
  cidr: '10.10.0.0/20',
  pods: { name: 'pods', cidr: '10.20.0.0/16' },
  services: { name: 'services', cidr: '10.30.0.0/20' },
  controlPlane: '10.40.0.0/28',
};
const token = () => Token.asString({ resolve: () => 'shared' });

type Side = [Partial<GkeProps>, Partial<PlanOf>?];
const change = ([props, spec]: Side, [nextProps, nextSpec]: Side) =>
  refusals(nextProps, { ...nextSpec, before: planned(props, spec) });

test('finds no fault with what stays, or with what changes in place', () => {
  expect(change([{}], [{}])).toEqual([]);
  const { zones, ...inPlace }: Partial<GkeProps> = {
    zones: 2,
    releaseChannel: 'stable',
    secretsKey: 'projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k',
    publicAccess: [],
    nodes: { image: 'UBUNTU_CONTAINERD' },
    logs: ['system'],
    fqdnNetworkPolicy: true,
  };
  expect(change([{}], [{ zones, ...inPlace }])).toEqual([]);
  expect(change([{}], [{}, { pools: [{ name: 'general', cpu: 4, memoryGiB: 16, min: 1, max: 9 }] }])).toEqual([]);
});

describe('asks for consent to another cluster', () => {
  test.each<[string, Side, Side, string]>([
    ['in another project', [{}], [{ project: 'acme-other' }], 'infrastructure/project'],
    ['in another region', [{}], [{ region: 'europe-west1' }], 'infrastructure/region'],
    ['in one zone', [{}], [{ controlPlane: 'zonal' }], 'infrastructure/controlPlane'],
    [
      'in another zone',
      [{ controlPlane: 'zonal' }],
      [{ controlPlane: 'zonal', zones: ['europe-west3-c'] }],
      'infrastructure/zones',
    ],
    ['without policies on domain names', [{ fqdnNetworkPolicy: true }], [{}], 'infrastructure/fqdnNetworkPolicy'],
    ['in another range', [{}], [{}, { addresses: { network: '10.1.0.0/16' } }], 'addresses/network'],
    ['in somebody else’s network', [{}], [{ network }], 'infrastructure/network'],
    [
      'in another subnet',
      [{ network }],
      [{ network: { ...network, subnetwork: 'b' } }],
      'infrastructure/network/subnetwork',
    ],
    [
      'on other secondary ranges',
      [{ network }],
      [{ network: { ...network, pods: { ...network.pods, name: 'b' } } }],
      'infrastructure/network/pods/name',
    ],
  ])('%s', (_, from, to, path) => {
    expect(change(from, to)).toEqual([`GKE-REPLACE test/${path}`]);
  });

  test('on another datapath, whoever chose it [GKE-03]', () => {
    expect(change([{}], [{ datapath: 'legacy' }])).toEqual(['GKE-03 test/infrastructure/datapath']);
    expect(change([{}, { network: new Cilium() }], [{}, { network: new Calico() }])).toEqual(['GKE-03 test/network']);
    expect(change([{}], [{}, { network: new Cilium() }])).toEqual([]);
  });

  test('to be without Calico on the datapath that it was for [GKE-CALICO]', () => {
    const legacy = { datapath: 'legacy' } as const;
    expect(change([{}, { network: new Calico() }], [legacy])).toEqual(['GKE-CALICO test/network']);
    expect(change([{}, { network: new Calico() }], [legacy, { network: new Calico() }])).toEqual([]);
    expect(change([legacy], [legacy, { network: new Calico() }])).toEqual([]);
    expect(change([{}, { network: new Calico() }], [{}])).toEqual(['GKE-03 test/network']);
  });

  test('but not of values that only Terraform knows', () => {
    expect(change([{ network: { ...network, network: token() } }], [{ network }])).toEqual([]);
  });

  test('which is taken', () => {
    const acknowledge = [{ code: 'GKE-REPLACE', because: 'nothing runs there yet' }];
    expect(change([{}], [{ region: 'europe-west1' }, { acknowledge }])).toEqual([]);
  });
});

describe('refuses', () => {
  test('to replace what is protected [GKE-KEEP]', () => {
    const moved = { region: 'europe-west1', datapath: 'legacy' } as const;
    const found = ['GKE-KEEP test/infrastructure/datapath', 'GKE-KEEP test/infrastructure/region'];
    expect(change([{ deletionProtection: true }], [moved])).toEqual(found);
    expect(change([{}], [{ ...moved, deletionProtection: true }])).toEqual(found);
  });

  test('to move the ranges of the subnet that a cluster uses', () => {
    expect(change([{}], [{}, { addresses: { pods: '10.64.0.0/14', services: '10.9.0.0/20' } }])).toEqual([
      'GKE-KEEP test/addresses/pods',
      'GKE-KEEP test/addresses/services',
    ]);
  });
});

describe('warns of pools that are made anew', () => {
  const pool = { name: 'general', cpu: 2, memoryGiB: 8, min: 1 };
  const warned = (before: Side, [props, spec]: Side) => warnings(props, { ...spec, before: planned(...before) });

  test.each<[string, Side, string]>([
    ['spot', [{}, { pools: [{ ...pool, spot: true }] }], 'spot'],
    [
      'GPUs',
      [
        {},
        { pools: [pool, { name: 'home', cpu: 2, min: 1 }].map(each => (each === pool ? { ...pool, gpu: 1 } : each)) },
      ],
      'machine',
    ],
    ['nested virtualization', [{ nodes: { nestedVirtualization: true } }, { pools: [pool] }], 'nestedVirtualization'],
    ['secure boot', [{ nodes: { secureBoot: false } }, { pools: [pool] }], 'secureBoot'],
    [
      'the disks’ key',
      [{ diskKey: 'projects/p/locations/global/keyRings/r/cryptoKeys/k' }, { pools: [pool] }],
      'diskKey',
    ],
    ['other processors', [{}, { pools: [{ ...pool, arch: 'arm64' }] }], 'machine'],
  ])('for %s', (_, to, name) => {
    expect(warned([{}, { pools: [pool] }], to)).toContain(`GKE-POOL-REPLACE test/pools/general/${name}`);
  });

  test('but not of a larger machine, or of a new pool', () => {
    const larger = { ...pool, cpu: 8, memoryGiB: 32 };
    expect(warned([{}, { pools: [pool] }], [{}, { pools: [larger, { ...pool, name: 'b', spot: true }] }])).toEqual([]);
  });
});
