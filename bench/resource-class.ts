import { readFileSync } from 'node:fs';
import { camel } from './expression';
import type { Json, JsonObject } from './output';

/** A class of cdktf for a kind of resource, data source or provider. */
export interface ResourceClass {
  readonly name: string;
  /** The module it comes from; nothing for classes that the program itself holds. */
  readonly from?: string;
  /** Arguments as the class names them. */
  config(terraform: JsonObject): JsonObject;
  /** Whether a property of the class, by Terraform's name, is a text. */
  isText(attribute: string): boolean;
}

interface Loaded {
  readonly [name: string]: { readonly tfResourceType?: string };
}

/** The class for a type such as `aws_vpc`. */
export function classOf(type: string, of: 'data' | 'resource' | 'provider'): ResourceClass {
  if (type === 'helm_release') return ownClass('HelmRelease');
  if (type === 'terraform_data') return ownClass('TerraformData');
  if (type === 'terraform_remote_state') return remoteState;
  const file =
    of === 'provider'
      ? 'provider'
      : `${of === 'data' ? 'data-' : ''}${type}`.replace('aws_', 'aws-').replaceAll('_', '-');
  const from = `@cdktf/provider-aws/lib/${of === 'resource' ? file.replace('aws-', '') : file}`;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const loaded = require(from) as Loaded;
  const name = Object.keys(loaded).find(each => loaded[each]?.tfResourceType === type);
  if (!name) throw new Error(`${from} has no class for ${type}`);
  const texts = textAttributes(readFileSync(require.resolve(from), 'utf8'), name);
  return {
    name,
    from,
    config: terraform =>
      block(
        terraform,
        name.replace(/^./, first => first.toLowerCase()),
        loaded,
      ),
    isText: attribute => texts.has(camel(attribute)),
  };
}

/** One that the program itself holds: it takes what Terraform takes, and cdktf's own `lifecycle`. */
function ownClass(name: string): ResourceClass {
  const config = ({ lifecycle, ...rest }: JsonObject) =>
    lifecycle === undefined ? rest : { ...rest, lifecycle: block(lifecycle as JsonObject, name, {}) };
  return { name, config, isText: () => false };
}

const remoteState: ResourceClass = {
  name: 'DataTerraformRemoteStateLocal',
  from: 'cdktf',
  config: ({ config, workspace }) => ({ ...(config as JsonObject), ...(workspace && { workspace }) }),
  isText: () => false,
};

/** Getters of the resource's own class, which comes last in its module. */
function textAttributes(source: string, name: string): Set<string> {
  const own = source.slice(source.indexOf(`class ${name} extends`));
  return new Set(
    [...own.matchAll(/get (\w+)\(\) \{\s+return this\.getStringAttribute\('/g)].map(([, each]) => each as string),
  );
}

/** Renames a block's arguments, and those of the blocks in it; the keys of maps stay as they are. */
function block(terraform: JsonObject, prefix: string, loaded: Loaded): JsonObject {
  const fields = Object.entries(terraform).map(([key, value]) => {
    const inner = `${prefix}${camel(`_${key}`)}`;
    const isBlock = `${inner}ToTerraform` in loaded || key === 'lifecycle';
    return [camel(key), isBlock ? eachBlock(value, each => block(each, inner, loaded)) : value];
  });
  return Object.fromEntries(fields) as JsonObject;
}

function eachBlock(value: Json, rename: (block: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return value.map(each => eachBlock(each, rename));
  return value !== null && typeof value === 'object' ? rename(value) : value;
}
