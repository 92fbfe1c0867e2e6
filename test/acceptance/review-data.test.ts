import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsReview } from '../../constructs/infrastructure/aws/review';
import { digitaloceanReview } from '../../constructs/infrastructure/digitalocean/review';
import { googleReview } from '../../constructs/infrastructure/google/review';
import type { ProviderReview } from '../../lib/review/knowledge';
import { within } from '../../lib/review/terraform/arguments';
import type { BlockSchema } from './block-faults';
import { describeWith, kit } from './needs';

/** What a provider's schema says of one argument or block. */
interface Place {
  readonly path: string;
  readonly isSet: boolean;
  /** Left out, the provider says what it is. */
  readonly isKept: boolean;
}

/** Arguments of Google's cluster that pools of their own have here. */
const NOT_HERE = ['node_pool', 'cluster_autoscaling'];

const files: readonly (readonly [string, ProviderReview])[] = [
  ['aws-5.100.0', awsReview],
  ['digitalocean-2.71.0', digitaloceanReview],
  ['google-6.50.0', googleReview],
];

describeWith("a review's data and the providers' schemas", { schemas: kit('schemas') }, ({ schemas }) => {
  describe.each(files)('%s', (file, { resources }) => {
    const { resource_schemas: known } = JSON.parse(readFileSync(join(schemas, `${file}.json`), 'utf8')) as {
      resource_schemas: { readonly [type: string]: { readonly block: BlockSchema } };
    };

    test.each(Object.keys(resources))('agree on which arguments of %s have no order', type => {
      const sets = placesIn((known[type] as { block: BlockSchema }).block)
        .filter(({ isSet, path }) => isSet && !isElsewhere(type, path))
        .map(({ path }) => path);
      expect([...(resources[type]?.sets ?? [])].sort()).toEqual(sets.sort());
    });

    test.each(Object.keys(resources))('agree on which arguments of %s are kept when they are left out', type => {
      const places = placesIn((known[type] as { block: BlockSchema }).block);
      const wrong = (resources[type]?.kept ?? []).filter(path => {
        const place = places.find(each => each.path === path);
        return place && !place.isKept;
      });
      expect(wrong).toEqual([]);
    });
  });
});

function isElsewhere(type: string, path: string): boolean {
  return type === 'google_container_cluster' && NOT_HERE.some(each => within(path, each));
}

/** A block that may be left out may be computed: its schema does not say. */
function placesIn(block: BlockSchema, at = ''): Place[] {
  const attributes = Object.entries(block.attributes ?? {}).flatMap(
    ([name, { type, optional, required, computed }]): Place[] => {
      if (!optional && !required) return [];
      const path = `${at}${name}`;
      const inner = Array.isArray(type) && Array.isArray(type[1]) && type[1][0] === 'object' ? type[1][1] : {};
      const sets = Object.entries(inner as { [name: string]: unknown }).filter(
        ([, of]) => Array.isArray(of) && of[0] === 'set',
      );
      return [
        { path, isSet: Array.isArray(type) && type[0] === 'set', isKept: computed === true },
        ...sets.map(([each]) => ({ path: `${path}.${each}`, isSet: true, isKept: true })),
      ];
    },
  );
  const blocks = Object.entries(block.block_types ?? {}).flatMap(([name, of]) => [
    { path: `${at}${name}`, isSet: of.nesting_mode === 'set', isKept: true },
    ...placesIn(of.block, `${at}${name}.`),
  ]);
  return [...attributes, ...blocks.filter(({ path }) => !within(path, 'timeouts'))];
}
