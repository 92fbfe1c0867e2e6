import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import { Late, type Settled } from './late';

/**
 * Data as a Terraform template that gives JSON. Late values become locals of the stack that holds `at`, so that whatever expression
 * they are, the template only names them.
 */
export function terraformJson(data: Settled, at: Construct): string {
  if (data instanceof Late) return `\${jsonencode(local.${localOf(data, at)})}`;
  if (data === null || typeof data !== 'object') return literal(data);
  if (Array.isArray(data)) return `[${data.map((each: Settled) => terraformJson(each, at)).join(',')}]`;
  const entries = Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, value]) => `${literal(key)}:${terraformJson(value, at)}`).join(',')}}`;
}

/** JSON in which nothing looks like the start of a Terraform expression. */
function literal(value: null | boolean | number | string): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, sign => (sign === '$' ? '\\u0024' : '\\u0025'));
}

function localOf({ id, value }: Late, at: Construct): string {
  if (!at.node.tryFindChild(id)) new TerraformLocal(at, id, value);
  return id;
}
