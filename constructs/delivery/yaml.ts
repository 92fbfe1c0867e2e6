import { stringify, type ScalarTag } from 'yaml';
import type { Data } from '../../lib/spi';

/** Characters that the YAML parser of Kubernetes and Helm refuses or changes unless they are escaped. */
const UNSAFE = /(?![\t\n])\p{Cc}|[\u00a0\u2028\u2029\ufeff\ufffe\uffff]/u;

/** Text that it takes for something else unless it is in quotes: a number, a default, an indentation. */
const MISTAKEN = /^(0o[0-7]+|=)$|^\s/;

const escaped: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  identify: value => typeof value === 'string' && (UNSAFE.test(value) || MISTAKEN.test(value)),
  resolve: text => text,
  stringify: ({ value }) => JSON.stringify(value).replace(new RegExp(UNSAFE, 'gu'), unicode),
};

const unicode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Data as YAML that every parser reads alike. Kubernetes' own tools read YAML 1.1, where `no` and `0777` mean something else: such text
 * is quoted.
 */
export function toYaml(data: Data): string {
  const customTags = (tags: unknown[]) => [escaped, ...tags] as ScalarTag[];
  return stringify(data, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false, customTags });
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
