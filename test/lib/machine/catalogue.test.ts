import { offeredIn, readCatalogue, withKvmFrom, type CatalogueFile } from '../../../lib/machine/catalogue';

const file: CatalogueFile = {
  source: 'a test',
  asOf: '2026-11-22',
  order: 'as written',
  families: [
    {
      name: 'new',
      arch: 'amd64',
      kvm: 'nested',
      notIn: ['north'],
      machines: [
        { type: 'new.small', cpu: 2, memoryGiB: 8, interfaces: 3, addresses: 10 },
        { type: 'new.metal', cpu: 96, memoryGiB: 384, interfaces: 15, addresses: 50, kvm: 'metal' },
      ],
    },
    {
      name: 'old',
      arch: 'arm64',
      gpuModel: 'Maker Model',
      prefixes: false,
      byNameOnly: true,
      machines: [{ type: 'old.small', cpu: 4, memoryGiB: 15.25, gpu: 2, diskGiB: 50, interfaces: 2, addresses: 4 }],
    },
    { name: 'plain', arch: 'amd64', machines: [{ type: 'plain', cpu: 1, memoryGiB: 2 }] },
  ],
};

test('a machine has what its line and its family say, and the family’s place as its rank', () => {
  const { machines, ...rest } = readCatalogue(file);
  expect(rest).toEqual({ source: 'a test', asOf: '2026-11-22' });
  expect(machines).toEqual([
    {
      type: 'new.small',
      arch: 'amd64',
      cpu: 2,
      memoryGiB: 8,
      gpu: 0,
      kvm: 'nested',
      interfaces: { count: 3, addresses: 10, prefixes: true },
      rank: 0,
      byNameOnly: false,
      notIn: ['north'],
    },
    expect.objectContaining({ type: 'new.metal', kvm: 'metal', rank: 0 }),
    {
      type: 'old.small',
      arch: 'arm64',
      cpu: 4,
      memoryGiB: 15.25,
      gpu: 2,
      gpuModel: 'Maker Model',
      interfaces: { count: 2, addresses: 4, prefixes: false },
      diskGiB: 50,
      rank: 1,
      byNameOnly: true,
      notIn: [],
    },
    { type: 'plain', arch: 'amd64', cpu: 1, memoryGiB: 2, gpu: 0, rank: 2, byNameOnly: false, notIn: [] },
  ]);
});

test('a region is remembered, and nothing is lost for it', () => {
  const all = readCatalogue(file);
  expect(offeredIn(all, 'north')).toEqual({ ...all, region: 'north' });
});

test('a service keeps /dev/kvm only where it comes in a way that the service lets through', () => {
  const kvms = (ways: readonly ('metal' | 'nested')[]) =>
    withKvmFrom(readCatalogue(file), ways).machines.map(each => each.kvm);
  expect(kvms(['metal', 'nested'])).toEqual(['nested', 'metal', undefined, undefined]);
  expect(kvms(['metal'])).toEqual([undefined, 'metal', undefined, undefined]);
  expect(kvms([])).toEqual([undefined, undefined, undefined, undefined]);
  expect(withKvmFrom(readCatalogue(file), []).machines[0]).not.toHaveProperty('kvm');
});
