import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isExpression, isObject } from './schema-types';
import type { Json, JsonObject } from './synthesized';

/** What a chart knows of its values: its defaults and, where it ships one, its schema. */
export interface ChartValues {
  readonly defaults: Json;
  readonly schema?: JsonObject;
}

/** The real chart's values, as the kit keeps them. */
export function readChart(folder: string, chart: string, version: string): ChartValues | undefined {
  const at = join(folder, `${chart}-${version}`);
  if (!existsSync(at)) return undefined;
  const schema = join(at, 'values.schema.json');
  return {
    defaults: parse(readFileSync(join(at, 'values.yaml'), 'utf8'), { maxAliasCount: -1 }) as Json,
    ...(existsSync(schema) && { schema: JSON.parse(readFileSync(schema, 'utf8')) as JsonObject }),
  };
}

/** Every key that the chart does not know, as `a.b.c`, and every value that its schema refuses. At `free` everything is allowed. */
export function valuesFaults(values: JsonObject, chart: ChartValues, free: readonly string[]): string[] {
  const schemas = chart.schema ? [chart.schema] : [];
  return objectFaults(values, { defaults: chart.defaults, schemas, root: chart.schema ?? {}, at: '' }, free);
}

/** What is known of one place: its default, and the schemas that speak of it. */
interface Known {
  readonly defaults: Json | undefined;
  readonly schemas: readonly JsonObject[];
  readonly root: JsonObject;
  readonly at: string;
}

function objectFaults(values: JsonObject, known: Known, free: readonly string[]): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (free.includes(pathOf(known.at, key))) return [];
    const child = childOf(known, key);
    return child ? valueFaults(value, child, free) : [`${pathOf(known.at, key)}: no such key`];
  });
}

function valueFaults(value: Json, known: Known, free: readonly string[]): string[] {
  const wrong =
    isExpression(value) || value === null ? [] : known.schemas.flatMap(schema => typeFault(value, schema, known.at));
  if (isObject(value)) return [...wrong, ...objectFaults(value, known, free)];
  if (!Array.isArray(value)) return wrong;
  const items = {
    ...known,
    defaults: undefined,
    schemas: known.schemas.map(it => resolve(it.items, known.root)).filter(isObject),
  };
  return [
    ...wrong,
    ...value.filter(isObject).flatMap(item => objectFaults(item, { ...items, at: `${known.at}[]` }, free)),
  ];
}

function childOf(known: Known, key: string): Known | undefined {
  const defaults = isObject(known.defaults) ? known.defaults[key] : undefined;
  const schemas = known.schemas.flatMap(schema => propertiesOf(schema, key, known.root));
  return defaults === undefined && schemas.length === 0
    ? undefined
    : { ...known, defaults, schemas, at: pathOf(known.at, key) };
}

/** What a schema says of a property that it names; a schema that allows any property names none. */
function propertiesOf(schema: JsonObject, key: string, root: JsonObject): JsonObject[] {
  const parts = [schema, ...branches(schema, root)];
  return parts
    .map(part => (isObject(part.properties) ? resolve(part.properties[key], root) : undefined))
    .filter(isObject);
}

function branches(schema: JsonObject, root: JsonObject): JsonObject[] {
  const lists = [schema.allOf, schema.anyOf, schema.oneOf].flatMap(list => (Array.isArray(list) ? list : []));
  return lists.map(part => resolve(part, root)).filter(isObject);
}

function resolve(schema: Json | undefined, root: JsonObject): Json | undefined {
  if (!isObject(schema) || typeof schema.$ref !== 'string') return schema;
  return schema.$ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), root);
}

function typeFault(value: Json, schema: JsonObject, at: string): string[] {
  const types = [schema.type ?? []].flat().filter(type => typeof type === 'string');
  if (types.length > 0 && !types.some(type => isOf(value, type)))
    return [`${at}: ${JSON.stringify(value)} is not a ${types.join(' or ')}`];
  const allowed = schema.enum;
  if (Array.isArray(allowed) && !allowed.includes(value))
    return [`${at}: ${JSON.stringify(value)} is not one of ${allowed.join(', ')}`];
  return [];
}

function isOf(value: Json, type: string): boolean {
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function pathOf(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`;
}
