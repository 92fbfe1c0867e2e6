import type { Finding } from '../../../lib/spi';

type Tags = { readonly [key: string]: string };

/** DigitalOcean's tags are words, not pairs: `team: 'shop'` becomes `team:shop`. */
export function tagsOf(tags: Tags): string[] {
  return Object.entries(tags)
    .map(([key, value]) => tagOf(key, value))
    .sort();
}

/** What DigitalOcean would not take as a tag. */
export function tagFindings(tags: Tags): readonly Finding[] {
  return Object.entries(tags).flatMap(([key, value]) => {
    const at = `tags/${key}`;
    const tag = tagOf(key, value);
    if (!/^[a-zA-Z0-9:_-]{1,255}$/.test(tag)) {
      const because = `a tag of DigitalOcean has letters, digits, colons, hyphens and underscores, and '${tag}' has others`;
      return [{ at, value, because, fix: 'use those characters only, and at most 255' }];
    }
    if (!/^k8s/i.test(tag) && !tag.startsWith('terraform:')) return [];
    return [{ at, value, because: `DigitalOcean keeps tags like '${tag}' for itself`, fix: 'choose another key' }];
  });
}

const tagOf = (key: string, value: string) => (value === '' ? key : `${key}:${value}`);
