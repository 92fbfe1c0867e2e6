import type { ClusterFacts, Finding } from '../../../lib/spi';

/** What EC2 takes as a tag on everything. */
const LEGAL = /^[\p{L}\p{N} _.:/=+\-@]*$/u;

/** What is put on everything that AWS can tag: the user's tags, and whose it is. In one order, for an add-on takes them as text. */
export function tagsOf({ name, tags }: ClusterFacts): { readonly [key: string]: string } {
  const all = Object.entries({ ...tags, 'tenon:cluster': name });
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Tags that AWS would refuse. */
export function tagFindings(tags: { readonly [key: string]: string }): Finding[] {
  return Object.entries(tags).flatMap(([key, value]) => {
    const at = `tags/${key}`;
    if (/^aws:/i.test(key))
      return [{ at, value: key, because: 'AWS keeps tags whose name begins with aws: to itself', fix: 'rename it' }];
    if (key.length < 1 || key.length > 128 || value.length > 256) {
      return [
        { at, value, because: "a tag's name has 1 to 128 characters and its value 256 at most", fix: 'shorten it' },
      ];
    }
    if (LEGAL.test(key) && LEGAL.test(value)) return [];
    return [
      {
        at,
        value,
        because: 'a tag is made of letters, digits, spaces and _ . : / = + - @',
        fix: 'leave the other characters out',
      },
    ];
  });
}
