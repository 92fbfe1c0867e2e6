import type { Item, ItemKind } from '../spi';
import { isStage } from './stacks';

/** What the spec of each kind cannot do without. Kinds of third parties are theirs to check. */
const REQUIRED: { readonly [K in ItemKind]?: readonly string[] } = {
  'helm-release': ['chart', 'repository', 'version', 'namespace', 'values'],
  object: ['apiVersion', 'kind', 'metadata'],
  port: ['from', 'to', 'protocol'],
  identity: ['namespace', 'serviceAccount', 'grants'],
  addon: ['name'],
  'node-file': ['path', 'content'],
  'node-package': ['name'],
  'node-command': ['run'],
  offer: ['type', 'name'],
};

/** What is wrong with the form of something that a plugin contributed as an item. */
export function malformed(item: Item | null): string | undefined {
  if (item === null || typeof item !== 'object') return 'which is no item';
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(String(item.id)))
    return 'whose id is not up to 63 lower-case letters, digits and hyphens';
  if (!isStage(item.stage)) return `whose stage is '${String(item.stage)}'`;
  if (!item.by) return "which does not say by whom it is ('by')";
  if (!item.because) return "which does not say why it is there ('because')";
  if (item.spec === null || typeof item.spec !== 'object') return 'which has no spec';
  const missing = (REQUIRED[item.kind] ?? []).filter(
    field => (item.spec as { [field: string]: unknown })[field] === undefined,
  );
  return missing.length > 0 ? `whose spec lacks ${missing.map(field => `'${field}'`).join(', ')}` : undefined;
}

/** The pools that an item names: where it goes, and the ends of a connection. */
export function poolsNamed(item: Item): string[] {
  const ends = item.kind === 'port' ? [item.spec.from, item.spec.to] : [];
  return [item.on, ...ends].flatMap(end => (typeof end === 'object' && 'pool' in end ? [end.pool] : []));
}
