import type { ClusterFacts, Finding } from '../../../lib/spi';

type Tags = { readonly [key: string]: string };

/** What a label may be made of. @see https://cloud.google.com/compute/docs/labeling-resources#requirements */
const KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** Labels on one thing. Google, GKE and Terraform add some of their own. */
const MOST = 32;

const OWN = 'tenon-cluster';

/** What is put on everything that Google can label: the user's tags, and whose it is. */
export function labelsOf({ name, tags }: ClusterFacts): { readonly [key: string]: string } {
  return { ...tags, [OWN]: name };
}

/** Tags that Google would not take as labels. */
export function tagFindings(tags: Tags): readonly Finding[] {
  const count = Object.keys(tags).length;
  return [
    ...(count > MOST
      ? [{ at: 'tags', value: count, because: 'Google takes 64 labels, half of them its own', fix: `keep ${MOST}` }]
      : []),
    ...Object.entries(tags).flatMap(([key, value]) => labelFindings(key, value)),
  ];
}

function labelFindings(key: string, value: string): Finding[] {
  const at = `tags/${key}`;
  if (/^goog/.test(key) || key === OWN) {
    const keeper = key === OWN ? 'Tenon' : 'Google';
    return [{ at, value, because: `${keeper} sets labels like '${key}' itself`, fix: 'choose another key' }];
  }
  if (KEY.test(key) && VALUE.test(value)) return [];
  return [
    {
      at,
      value,
      because: `a label has up to 63 lower-case letters, digits, _ and -, and its key begins with a letter; '${KEY.test(key) ? value : key}' does not`,
      fix: 'use those characters only',
    },
  ];
}
