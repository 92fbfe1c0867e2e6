import type { Fact, Input } from './spi';

/** Whether data stands for a value that is known only later. */
export function isMarker(data: unknown): data is Fact | Input {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return false;
  const entries = Object.entries(data);
  const [key, name] = entries[0] ?? [];
  return entries.length === 1 && (key === '$fact' || key === '$input') && typeof name === 'string';
}

/** What a marker stands for, as one word with slashes: `fact/endpoint/host`. */
export function markerName(marker: Fact | Input): string {
  return '$fact' in marker ? `fact/${marker.$fact}` : `input/${marker.$input}`;
}
