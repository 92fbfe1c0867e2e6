import { isExpression, isObject, typeFaults, wrong, type Fault, type SchemaType } from './schema-types';
import type { Json, JsonObject } from './synthesized';

/** A block as provider schemas write it. */
export interface BlockSchema {
  readonly attributes?: { readonly [name: string]: AttributeSchema };
  readonly block_types?: { readonly [name: string]: NestedBlockSchema };
}

interface AttributeSchema {
  readonly type?: SchemaType;
  readonly nested_type?: {
    readonly nesting_mode: NestingMode;
    readonly attributes: { readonly [name: string]: AttributeSchema };
  };
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
}

interface NestedBlockSchema {
  readonly nesting_mode: NestingMode;
  readonly block: BlockSchema;
  readonly min_items?: number;
  readonly max_items?: number;
}

type NestingMode = 'single' | 'group' | 'list' | 'set' | 'map';

/** Everything that a provider's schema refuses in a block, in Terraform's JSON syntax. `own` are arguments of Terraform itself. */
export function blockFaults(body: JsonObject, schema: BlockSchema, at: string, own: readonly string[] = []): Fault[] {
  const { attributes = {}, block_types: blocks = {} } = schema;
  const known = new Set(['//', 'dynamic', ...own, ...Object.keys(attributes), ...Object.keys(blocks)]);
  const unknown = Object.keys(body).filter(key => !known.has(key));
  const generated = dynamicBlocks(body);
  return [
    ...unknown.map((key): Fault => ({ at: `${at}.${key}`, kind: 'unknown', says: 'is not an argument' })),
    ...Object.entries(attributes).flatMap(([name, attribute]) =>
      attributeFaults(body[name] ?? null, attribute, `${at}.${name}`),
    ),
    ...Object.keys(generated)
      .filter(name => !(name in blocks))
      .map((name): Fault => ({ at: `${at}.dynamic.${name}`, kind: 'unknown', says: 'is not a block' })),
    ...Object.entries(blocks).flatMap(([name, block]) =>
      nestedFaults(body[name] ?? null, generated[name] ?? [], block, `${at}.${name}`),
    ),
  ];
}

function attributeFaults(value: Json, attribute: AttributeSchema, at: string): Fault[] {
  if (value === null) return attribute.required ? [{ at, kind: 'missing', says: 'is not set' }] : [];
  if (!attribute.required && !attribute.optional) return [{ at, kind: 'unknown', says: 'is decided by the provider' }];
  if (!attribute.nested_type) return typeFaults(value, attribute.type ?? 'dynamic', at);
  if (isExpression(value)) return [];
  const { nesting_mode: mode, attributes } = attribute.nested_type;
  const bodies = mode === 'single' ? [value] : mode === 'map' ? Object.values(isObject(value) ? value : {}) : value;
  if (!Array.isArray(bodies)) return [wrong(value, mode, at)];
  return bodies.flatMap((body, index) => {
    const path = mode === 'single' ? at : `${at}[${index}]`;
    return isObject(body) ? blockFaults(body, { attributes }, path) : [wrong(body, 'object', path)];
  });
}

function nestedFaults(value: Json, generated: readonly JsonObject[], schema: NestedBlockSchema, at: string): Fault[] {
  const bodies = value === null ? [] : Array.isArray(value) ? value : [value];
  const { min_items: least = 0, max_items: most = schema.nesting_mode === 'single' ? 1 : Infinity } = schema;
  const faults: Fault[] = [];
  if (bodies.length > most) faults.push({ at, kind: 'too many', says: `${bodies.length} blocks, at most ${most}` });
  if (bodies.length < least && generated.length === 0)
    faults.push({ at, kind: 'too few', says: `${bodies.length} blocks, at least ${least}` });
  return [
    ...faults,
    ...[...bodies, ...generated].flatMap(body =>
      isObject(body) ? blockFaults(body, schema.block, at) : [wrong(body, 'block', at)],
    ),
  ];
}

/** The content of each `dynamic` block, whose number is not known. */
function dynamicBlocks(body: JsonObject): { readonly [name: string]: readonly JsonObject[] } {
  const dynamic = Object.entries(isObject(body.dynamic) ? body.dynamic : {});
  return Object.fromEntries(
    dynamic.map(([name, value]) => [
      name,
      (Array.isArray(value) ? value : [value])
        .filter(isObject)
        .map(it => it.content)
        .filter(isObject),
    ]),
  );
}
