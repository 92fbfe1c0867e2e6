import type { Data } from '../../lib/spi';

/** Values of a Helm chart. */
export type Values = { readonly [key: string]: Data };

/** Lays values over one another, later over earlier; objects are merged, everything else is replaced. */
export function merge(...layers: readonly Values[]): Values {
  const merged = new Map<string, Data>();
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      const under = merged.get(key);
      merged.set(key, isObject(under) && isObject(value) ? merge(under, value) : value);
    }
  }
  return Object.fromEntries(merged);
}

/** Where `over` says something else than `own`: the path of each key, both values. */
export function contradictions(own: Values, over: Values, path = ''): { path: string; own: Data; over: Data }[] {
  return Object.entries(over).flatMap(([key, value]) => {
    const at = path ? `${path}.${key}` : key;
    const set = ownValue(own, key);
    if (set === undefined) return [];
    if (isObject(set) && isObject(value) && !('$fact' in set)) return contradictions(set, value, at);
    return JSON.stringify(set) === JSON.stringify(value) ? [] : [{ path: at, own: set, over: value }];
  });
}

/** The value at a path such as `bpf.masquerade`. */
export function valueAt(values: Values, path: string): Data | undefined {
  return path.split('.').reduce<Data | undefined>((at, key) => (isObject(at) ? ownValue(at, key) : undefined), values);
}

/** Every object inherits `constructor` and the like, which nobody set. */
function ownValue(values: Values, key: string): Data | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function isObject(value: Data | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
