import type { Json, JsonObject } from './synthesized';

/** A type as provider schemas write it: `"string"`, `["list", "string"]`, `["object", { … }]`. */
export type SchemaType =
  string | readonly ['list' | 'set' | 'map', SchemaType] | readonly ['object', { readonly [key: string]: SchemaType }];

/** What is wrong, and where: `aws_vpc.main.cidr_block: missing`. */
export interface Fault {
  readonly at: string;
  readonly kind: 'unknown' | 'missing' | 'type' | 'too many' | 'too few' | 'no schema';
  readonly says: string;
}

/** What of a value Terraform would not convert to a type. */
export function typeFaults(value: Json, type: SchemaType, at: string): Fault[] {
  if (value === null || type === 'dynamic' || isExpression(value)) return [];
  if (typeof type === 'string') return isPrimitive(value, type) ? [] : [wrong(value, type, at)];
  if (type[0] === 'object') return isObject(value) ? objectFaults(value, type[1], at) : [wrong(value, 'object', at)];
  const [collection, element] = type;
  if (collection === 'map') {
    if (!isObject(value)) return [wrong(value, 'map', at)];
    return Object.entries(value).flatMap(([key, item]) => typeFaults(item, element, `${at}.${key}`));
  }
  if (!Array.isArray(value)) return [wrong(value, collection, at)];
  return value.flatMap((item, index) => typeFaults(item, element, `${at}[${index}]`));
}

/** A template that is one expression may be of any type; one with text around it is a string. */
export function isExpression(value: Json): boolean {
  return typeof value === 'string' && /^\$\{[^]*\}$/.test(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function wrong(value: Json, type: string, at: string): Fault {
  return { at, kind: 'type', says: `${JSON.stringify(value)} is not a ${type}` };
}

/** An object type has no optional keys. */
function objectFaults(value: JsonObject, keys: { readonly [key: string]: SchemaType }, at: string): Fault[] {
  const unknown = Object.keys(value).filter(key => !(key in keys));
  const missing = Object.keys(keys).filter(key => !(key in value));
  return [
    ...unknown.map((key): Fault => ({ at: `${at}.${key}`, kind: 'unknown', says: 'is not in the object' })),
    ...missing.map((key): Fault => ({ at: `${at}.${key}`, kind: 'missing', says: 'is not set' })),
    ...Object.entries(keys).flatMap(([key, type]) => typeFaults(value[key] ?? null, type, `${at}.${key}`)),
  ];
}

/** Terraform converts numbers and truth values to strings, and strings that look like them back. */
function isPrimitive(value: Json, type: string): boolean {
  if (type === 'string') return ['string', 'number', 'boolean'].includes(typeof value);
  if (type === 'number')
    return typeof value === 'number' || (typeof value === 'string' && value !== '' && Number.isFinite(Number(value)));
  return typeof value === 'boolean' || value === 'true' || value === 'false';
}
