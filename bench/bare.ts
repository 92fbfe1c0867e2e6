import { dump, load, type DumpOptions } from 'js-yaml';
import { expression, type Scope } from './expression';
import type { Json, Output } from './output';
import { stackFunction } from './stack-function';

/**
 * Writes the program, in TypeScript, that somebody would write by hand with cdktf alone for what one cluster synthesized to: the same
 * resources with the same names, a provider class each, references as attributes of other resources, files with the same text by the same
 * YAML library. It loads nothing else, and has no planning, no checks and no generality: it is what Tenon is measured against.
 */
export function bareProgram({ stacks, files }: Output, cluster: string): string {
  const functions = stacks.map((stack, index) => stackFunction(stack, `stack${index}`, cluster));
  const classes = new Map([...OWN_CLASSES, ...functions.flatMap(({ classes }) => [...classes])]);
  const scope = { cluster, variables: new Map() };
  const writes = [...files].map(
    ([path, content]) => `  write(${expression(path, scope)}, ${fileContent(content, scope)});`,
  );
  return [
    [...classes].map(([name, from]) => `import { ${name} } from '${from}';`).join('\n'),
    PRELUDE,
    ...functions.map(({ code }) => code),
    `function files(name: string): void {\n${writes.join('\n')}\n}`,
    PROGRAM.replace('STACKS', stacks.map((_, index) => `stack${index}`).join(', ')),
  ].join('\n\n');
}

/** What the program takes of cdktf whatever it makes, with the module of each. */
const OWN_CLASSES = [
  'App',
  'LocalBackend',
  'TerraformLocal',
  'TerraformOutput',
  'TerraformProvider',
  'TerraformResource',
  'TerraformStack',
  'type TerraformMetaArguments',
].map(name => [name, 'cdktf'] as const);

/** As Tenon writes it. */
const YAML: DumpOptions = { lineWidth: -1, noRefs: true, quoteStyle: 'double' };

const PRELUDE = `import type { Construct } from 'constructs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dump } from 'js-yaml';

const yaml = ${JSON.stringify(YAML)} as const;
const clusterName = (index: number): string => 'bench' + String(index).padStart(4, '0');

type Stacks = { [suffix: string]: TerraformStack };
type Config = { [argument: string]: unknown };

class HelmProvider extends TerraformProvider {
  constructor(scope: Construct, private readonly config: Config) {
    super(scope, 'helm-provider', { terraformResourceType: 'helm', terraformProviderSource: 'hashicorp/helm', terraformGeneratorMetadata: { providerName: 'helm' } });
  }
  protected override synthesizeAttributes(): Config {
    return this.config;
  }
}

class HelmRelease extends TerraformResource {
  private readonly config: Config;
  constructor(scope: Construct, id: string, { dependsOn, lifecycle, ...config }: Config & TerraformMetaArguments) {
    super(scope, id, { terraformResourceType: 'helm_release', terraformGeneratorMetadata: { providerName: 'helm' }, dependsOn, lifecycle });
    this.config = config;
  }
  protected override synthesizeAttributes(): Config {
    return this.config;
  }
}

class TerraformData extends TerraformResource {
  constructor(scope: Construct, id: string, private readonly config: Config) {
    super(scope, 'data-' + id, { terraformResourceType: 'terraform_data', terraformGeneratorMetadata: { providerName: 'terraform' } });
    this.overrideLogicalId(id);
  }
  protected override synthesizeAttributes(): Config {
    return this.config;
  }
}`;

const PROGRAM = `const app = new App();

function write(path: string, content: string): void {
  const file = join(app.outdir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const count = Number(process.argv[2]);
for (let index = 0; index < count; index++) {
  const stacks: Stacks = {};
  for (const make of [STACKS]) make(app, clusterName(index), stacks);
}
app.synth();
for (let index = 0; index < count; index++) files(clusterName(index));
`;

/** YAML is written from data, as a program does, wherever that gives the same text. */
function fileContent(content: string, scope: Scope): string {
  const [head = ''] = /^(?:#.*\n)*/.exec(content) ?? [];
  const body = content.slice(head.length);
  try {
    const data = load(body) as Json;
    if (dump(data, YAML) === body) return `${expression(head, scope)} + dump(${expression(data, scope)}, yaml)`;
  } catch {
    // Not YAML: a template.
  }
  return expression(content, scope);
}
