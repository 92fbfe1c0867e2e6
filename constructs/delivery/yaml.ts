import { dump } from 'js-yaml';
import type { Data } from '../../lib/spi';

/**
 * Data as YAML that every parser reads alike. Kubernetes' own tools read YAML 1.1, where `no` and `0777` mean something else: such text
 * is quoted.
 */
export function toYaml(data: Data): string {
  return dump(data, { lineWidth: -1, noRefs: true, quoteStyle: 'double' });
}

/** Data with the keys of every object in order, so that it is written alike however it was put together. */
export function sorted(data: Data): Data {
  if (data === null || typeof data !== 'object') return data;
  if (Array.isArray(data)) return data.map(sorted);
  const entries = Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value)]));
}

/** Text as a YAML comment. */
export function comment(text: string): string {
  return text.replace(/^/gm, '# ').replace(/[^\S\n]+$/gm, '');
}
