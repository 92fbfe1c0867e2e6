import { dump, load, type DumpOptions } from 'js-yaml';
import { expression, type Scope } from './expression';
import type { Json, Output } from './output';
import { stackFunction } from './stack-function';

/**
 * Writes the program that somebody would write by hand with cdktf alone for what one cluster synthesized to: the same resources with the
 * same names, a provider class each, references as attributes of other resources, files with the same text by the same YAML library. It
 * loads nothing else, and has no planning, no checks and no generality: it is what Tenon is measured against.
 */
export function bareProgram({ stacks, files }: Output, cluster: string): string {
  const functions = stacks.map((stack, index) => stackFunction(stack, `stack${index}`, cluster));
  const loaded = new Map(functions.flatMap(({ classes }) => [...classes]));
  const scope = { cluster, variables: new Map() };
  const writes = [...files].map(
    ([path, content]) => `  write(${expression(path, scope)}, ${fileContent(content, scope)});`,
  );
  return [
    PRELUDE,
    ...[...loaded].map(([name, from]) => `const { ${name} } = require('${from}');`),
    ...functions.map(({ code }) => code),
    `function files(name) {\n${writes.join('\n')}\n}`,
    PROGRAM.replace('STACKS', stacks.map((_, index) => `stack${index}`).join(', ')),
  ].join('\n\n');
}

/** As Tenon writes it. */
const YAML: DumpOptions = { lineWidth: -1, noRefs: true, quoteStyle: 'double' };

const PRELUDE = `'use strict';
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { dump } = require('js-yaml');
const cdktf = require('cdktf');

const yaml = ${JSON.stringify(YAML)};
const clusterName = index => 'bench' + String(index).padStart(4, '0');

class HelmProvider extends cdktf.TerraformProvider {
  constructor(scope, config) {
    super(scope, 'helm-provider', { terraformResourceType: 'helm', terraformProviderSource: 'hashicorp/helm', terraformGeneratorMetadata: { providerName: 'helm' } });
    this.config = config;
  }
  synthesizeAttributes() {
    return this.config;
  }
}

class HelmRelease extends cdktf.TerraformResource {
  constructor(scope, id, { dependsOn, lifecycle, ...config }) {
    super(scope, id, { terraformResourceType: 'helm_release', terraformGeneratorMetadata: { providerName: 'helm' }, dependsOn, lifecycle });
    this.config = config;
  }
  synthesizeAttributes() {
    return this.config;
  }
}

class TerraformData extends cdktf.TerraformResource {
  constructor(scope, id, config) {
    super(scope, 'data-' + id, { terraformResourceType: 'terraform_data', terraformGeneratorMetadata: { providerName: 'terraform' } });
    this.overrideLogicalId(id);
    this.config = config;
  }
  synthesizeAttributes() {
    return this.config;
  }
}`;

const PROGRAM = `const app = new cdktf.App();

function write(path, content) {
  const file = join(app.outdir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const count = Number(process.argv[2]);
for (let index = 0; index < count; index++) {
  const stacks = {};
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
