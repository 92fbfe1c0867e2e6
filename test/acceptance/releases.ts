import { readFileSync } from 'node:fs';
import { isObject } from './schema-types';
import { filesBelow, type Json, type JsonObject } from './synthesized';

/** A Helm release that a cluster's plan asks for. */
export interface Release {
  readonly id: string;
  readonly chart: string;
  readonly version: string;
  readonly namespace: string;
  readonly values: JsonObject;
}

/** The releases of every cluster of a program. What is known only once a cluster exists is an expression. */
export function releasesOf(folder: string): Release[] {
  return filesBelow(folder, /\.plan\.json$/).flatMap(file => {
    const plan = JSON.parse(readFileSync(file, 'utf8')) as {
      items: { kind: string; id: string; spec: Omit<Release, 'id'> }[];
    };
    const releases = plan.items.filter(({ kind }) => kind === 'helm-release');
    return releases.map(({ id, spec }) => ({ ...spec, id, values: withoutMarkers(spec.values) as JsonObject }));
  });
}

function withoutMarkers(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutMarkers);
  if (!isObject(value)) return value;
  const marker = value.$fact ?? value.$input;
  if (typeof marker === 'string') return `\${${marker}}`;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutMarkers(inner)]));
}
