import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blockFaults, type BlockSchema } from './block-faults';
import { isObject, type Fault } from './schema-types';
import { blocksOf, type JsonObject } from './synthesized';

/** The schemas of one provider at one version. */
interface ProviderSchema {
  /** `registry.terraform.io/hashicorp/aws` */
  readonly provider: string;
  readonly provider_schema: { readonly block: BlockSchema };
  readonly resource_schemas: { readonly [type: string]: { readonly block: BlockSchema } };
  readonly data_source_schemas: { readonly [type: string]: { readonly block: BlockSchema } };
}

/** Arguments of Terraform itself. */
const OWN = ['count', 'for_each', 'provider', 'depends_on', 'lifecycle', 'provisioner', 'connection'];

/** A data source of Terraform itself. @see https://developer.hashicorp.com/terraform/language/state/remote-state-data */
const REMOTE_STATE: BlockSchema = {
  attributes: {
    backend: { type: 'string', required: true },
    config: { type: 'dynamic', optional: true },
    defaults: { type: 'dynamic', optional: true },
    workspace: { type: 'string', optional: true },
  },
};

/** A resource of Terraform itself. @see https://developer.hashicorp.com/terraform/language/resources/terraform-data */
const DATA: BlockSchema = {
  attributes: {
    input: { type: 'dynamic', optional: true },
    triggers_replace: { type: 'dynamic', optional: true },
  },
};

const BUILT_IN: { readonly [type: string]: BlockSchema } = {
  terraform_remote_state: REMOTE_STATE,
  terraform_data: DATA,
};

/** The files leave out every argument called `description`. Of the types that have an optional one, those that are in use. */
const DESCRIBED = [
  'aws_iam_policy',
  'aws_iam_role',
  'aws_kms_key',
  'aws_launch_template',
  'aws_security_group',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
  'digitalocean_vpc',
  'google_compute_firewall',
  'helm_release',
];

/** Real providers' schemas by the name that a stack requires them under. */
export class ProviderSchemas {
  private readonly all: readonly ProviderSchema[];

  constructor(folder: string) {
    const files = readdirSync(folder).filter(file => file.endsWith('.json'));
    this.all = files.map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProviderSchema);
  }

  /** Everything that the providers refuse in a stack. */
  faults(json: JsonObject): Fault[] {
    const resources = blocksOf(json, 'resource').map(it => ({
      ...it,
      at: `${it.type}.${it.name}`,
      group: 'resource_schemas' as const,
    }));
    const data = blocksOf(json, 'data').map(it => ({
      ...it,
      at: `data.${it.type}.${it.name}`,
      group: 'data_source_schemas' as const,
    }));
    const blocks = [...resources, ...data].flatMap(({ type, at, body, group }) => {
      const schema = BUILT_IN[type] ?? this.of(json, type)?.[group][type]?.block;
      return schema ? blockFaults(body, described(type, schema), at, OWN) : [noSchema(at)];
    });
    return [...blocks, ...this.providerFaults(json)];
  }

  private providerFaults(json: JsonObject): Fault[] {
    return Object.entries((json.provider ?? {}) as JsonObject).flatMap(([name, value]) => {
      const schema = this.of(json, name)?.provider_schema.block;
      const bodies = (Array.isArray(value) ? value : [value]).filter(isObject);
      return schema
        ? bodies.flatMap(body => blockFaults(body, schema, `provider.${name}`, ['alias']))
        : [noSchema(`provider.${name}`)];
    });
  }

  /** The provider of a resource type is the type's first word, as the stack requires it. */
  private of(json: JsonObject, type: string): ProviderSchema | undefined {
    const { required_providers: required = {} } = json.terraform as {
      required_providers?: { [name: string]: { source: string } };
    };
    const source = required[type.split('_')[0] ?? '']?.source;
    return source === undefined ? undefined : this.all.find(({ provider }) => provider.endsWith(`/${source}`));
  }
}

function described(type: string, schema: BlockSchema): BlockSchema {
  if (!DESCRIBED.includes(type)) return schema;
  return { ...schema, attributes: { ...schema.attributes, description: { type: 'string', optional: true } } };
}

function noSchema(at: string): Fault {
  return { at, kind: 'no schema', says: 'no required provider has it' };
}
