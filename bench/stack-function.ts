import { classOf, type ResourceClass } from './resource-class';
import { expression, type Scope } from './expression';
import type { Json, JsonObject, Stack } from './output';

/** A function that makes a stack, and the classes it needs with the modules they come from. */
export interface StackFunction {
  readonly code: string;
  readonly classes: ReadonlyMap<string, string>;
}

interface Element {
  readonly variable: string;
  readonly address: string;
  readonly id: string;
  readonly config: JsonObject;
  readonly class: ResourceClass;
}

/** Writes the function `name` that makes a stack of a cluster with cdktf. */
export function stackFunction(
  { name, dependencies, terraform }: Stack,
  called: string,
  cluster: string,
): StackFunction {
  const elements = inOrder([...elementsOf(terraform, 'data', 'd'), ...elementsOf(terraform, 'resource', 'r')]);
  const named = ({ variable, class: { isText } }: Element) => ({ name: variable, isText });
  const scope: Scope = { cluster, variables: new Map(elements.map(element => [element.address, named(element)])) };
  const key = (stack: string) => JSON.stringify(stack.replace(cluster, ''));
  const provider = classOf('aws', 'provider');
  const lines = [
    `const stack = (stacks[${key(name)}] = new TerraformStack(app, ${expression(name, scope)}));`,
    ...dependencies.map(each => `stack.addDependency(stacks[${key(each)}]);`),
    ...settings(terraform, scope),
    ...awsProvider(terraform, provider, scope),
    ...plain(terraform, 'locals', 'TerraformLocal', scope),
    ...elements.map(element => `const ${element.variable} = ${construction(element, scope)};`),
    ...helmProvider(terraform, scope),
    ...plain(terraform, 'output', 'TerraformOutput', scope),
  ];
  const classes = [provider, ...elements.map(element => element.class)];
  return {
    code: `function ${called}(app: App, name: string, stacks: Stacks): void {\n${lines.map(line => `  ${line}`).join('\n')}\n}`,
    classes: new Map(classes.flatMap(({ name: each, from }) => (from ? [[each, from] as const] : []))),
  };
}

function settings(terraform: JsonObject, scope: Scope): string[] {
  const { backend, required_providers: required = {} } = section(terraform, 'terraform');
  const versions = Object.entries(required as { [provider: string]: JsonObject });
  const { path } = (backend as { local: JsonObject }).local;
  return [
    `new LocalBackend(stack, { path: ${expression(path as Json, scope)} });`,
    ...versions.map(([name, { version }]) => {
      return `stack.addOverride('terraform.required_providers.${name}.version', ${JSON.stringify(version)});`;
    }),
  ];
}

function awsProvider(terraform: JsonObject, aws: ResourceClass, scope: Scope): string[] {
  const { aws: configs = [] } = section(terraform, 'provider');
  return (configs as JsonObject[]).map(
    config => `new ${aws.name}(stack, "aws", ${expression(aws.config(config), scope)});`,
  );
}

/** It speaks of the cluster, so it comes after. */
function helmProvider(terraform: JsonObject, scope: Scope): string[] {
  const { helm: configs = [] } = section(terraform, 'provider');
  return (configs as JsonObject[]).map(config => `new HelmProvider(stack, ${expression(config, scope)});`);
}

function plain(terraform: JsonObject, of: string, name: string, scope: Scope): string[] {
  const entries = Object.entries(section(terraform, of));
  return entries.map(([id, value]) => `new ${name}(stack, ${expression(id, scope)}, ${expression(value, scope)});`);
}

function construction({ class: { name, config }, id, ...element }: Element, scope: Scope): string {
  const { '//': _, depends_on: after = [], ...given } = element.config;
  const before = (after as string[]).map(address => scope.variables.get(address)?.name ?? JSON.stringify(address));
  const fields = expression(config(given), scope);
  const all = before.length > 0 ? fields.replace(/ ?\}$/, `, dependsOn: [${before.join(', ')}] }`) : fields;
  return `new ${name}(stack, ${expression(id, scope)}, ${all})`;
}

function elementsOf(terraform: JsonObject, of: 'data' | 'resource', letter: string): Element[] {
  const prefix = of === 'data' ? 'data.' : '';
  const all = Object.entries(section(terraform, of)).flatMap(([type, instances]) =>
    Object.entries(instances as { [id: string]: JsonObject }).map(([id, config]) => ({ type, id, config })),
  );
  return all.map(({ type, id, config }, index) => ({
    variable: `${letter}${index}`,
    address: `${prefix}${type}.${id}`,
    id,
    config,
    class: classOf(type, of),
  }));
}

/** Each after those that it speaks of. */
function inOrder(elements: readonly Element[]): Element[] {
  const done = new Set<Element>();
  const add = (element: Element): void => {
    if (done.has(element)) return;
    const { '//': _, ...config } = element.config;
    const words = JSON.stringify(config);
    const speaksOf = (other: Element) =>
      new RegExp(`(?<![\\w.-])${other.address.replaceAll('.', '\\.')}(?![\\w-])`).test(words);
    for (const other of elements) if (other !== element && speaksOf(other)) add(other);
    done.add(element);
  };
  elements.forEach(add);
  return [...done];
}

function section(terraform: JsonObject, name: string): JsonObject {
  return (terraform[name] ?? {}) as JsonObject;
}
