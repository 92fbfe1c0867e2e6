/** Every program whose output the tests examine. */
export const programs = [
  'apps/quickstart.ts',
  'apps/existing-network.ts',
  'apps/swap-cloud/aws.ts',
  'apps/swap-cloud/google.ts',
  'apps/swap-cloud/digitalocean.ts',
  'apps/fleet.ts',
  'test/acceptance/programs/everything.ts',
  'test/acceptance/programs/options.ts',
  'test/acceptance/programs/calico.ts',
  'test/acceptance/programs/node-ranges.ts',
  'test/acceptance/programs/google.ts',
  'test/acceptance/programs/google-storage.ts',
  'test/acceptance/programs/combinations.ts',
];
