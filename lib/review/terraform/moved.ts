import { isFields, listOf, textsOf } from '../data';
import type { Configuration, Resource } from './configuration';

/** Resources of the base by the addresses that they have now: a stack may say that one was `moved`. */
export function renamed(resources: ReadonlyMap<string, Resource>, head: Configuration): ReadonlyMap<string, Resource> {
  const now = new Map(resources);
  for (const [stack, { terraform }] of head.stacks) {
    for (const { from, to } of listOf(terraform.moved).filter(isFields)) {
      const [old, key] = [from, to].map(address => `${stack}:${textsOf(address)[0]?.replace(/^\$\{(.*)\}$/, '$1')}`);
      const resource = resources.get(old as string);
      if (!resource || now.has(key as string)) continue;
      now.delete(old as string);
      now.set(key as string, resource);
    }
  }
  return now;
}
