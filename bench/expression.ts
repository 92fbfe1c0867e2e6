import type { Json } from './output';

/** A resource's variable in the bare program, and which of its attributes are texts. */
export interface Variable {
  readonly name: string;
  isText(attribute: string): boolean;
}

/** What an expression may speak of. */
export interface Scope {
  /** The cluster's name in what was synthesized; the program has it in the variable `name`. */
  readonly cluster: string;
  /** Variables by Terraform address: `aws_vpc.main`, `data.aws_partition.current`. */
  readonly variables: ReadonlyMap<string, Variable>;
}

const reference = /\$\{((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+)\.([a-z0-9_]+)\}/g;

/** Data as an expression of JavaScript, written as people write cdktf: `vpc.id` and not `'${aws_vpc.main.id}'`. */
export function expression(value: Json, scope: Scope): string {
  if (typeof value === 'string') return text(value, scope);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(each => expression(each, scope)).join(', ')}]`;
  const fields = Object.entries(value).map(([key, each]) => `${field(key, scope)}: ${expression(each, scope)}`);
  return `{ ${fields.join(', ')} }`;
}

function field(key: string, scope: Scope): string {
  if (/^[a-z]\w*$/i.test(key)) return key;
  return key.includes(scope.cluster) ? `[${text(key, scope)}]` : JSON.stringify(key);
}

function text(value: string, scope: Scope): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of value.matchAll(reference)) {
    const variable = scope.variables.get(match[1] as string);
    if (!variable?.isText(match[2] as string)) continue;
    parts.push(quoted(value.slice(end, match.index), scope), `\${${variable.name}.${camel(match[2] as string)}}`);
    end = match.index + match[0].length;
  }
  parts.push(quoted(value.slice(end), scope));
  const whole = parts.join('');
  if (/^\$\{[\w.]+\}$/.test(whole)) return whole.slice(2, -1);
  return whole === quoted(value, { ...scope, cluster: '\0' }) ? JSON.stringify(value) : `\`${whole}\``;
}

/** Text inside of a template literal. */
function quoted(value: string, { cluster }: Scope): string {
  return value.replace(/[\\`]|\$(?=\{)/g, '\\$&').replaceAll(cluster, '${name}');
}

/** An argument's name in cdktf. */
export function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
