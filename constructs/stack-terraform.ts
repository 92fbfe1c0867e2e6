import { TerraformOutput, type TerraformElement, type TerraformStack } from 'cdktf';
import { elementsOf, prepareValue, resolved } from './tokens';

/** A tree of Terraform's JSON. */
export type Tree = { [key: string]: unknown };

/**
 * Does what `TerraformStack.prepareStack` does: resolves what a stack holds for the first time, upon which references to other stacks
 * make the outputs and data sources that they need.
 */
export function prepare(stack: TerraformStack): void {
  stack.ensureBackendExists();
  for (const element of elementsOf(stack)) prepareValue(element.toTerraform(), stack);
}

/**
 * What `TerraformStack.toTerraform` gives, without the version of the tool. cdktf looks at all text of a stack for tokens, twice, which
 * is most of the time that synthesis takes: here each value is looked at once, and cdktf resolves what may be a token.
 *
 * @param overrides what was set by the stack's own `addOverride`
 */
export function terraformOf(stack: TerraformStack, overrides: Tree): Tree {
  const elements = elementsOf(stack);
  const overridden = Object.keys(overrides);
  const metadata = {
    stackName: stack.node.id,
    backend: 'local',
    ...(overridden[0] && { overrides: { stack: overridden } }),
  };
  for (const element of elements) merge(metadata, resolved(element.toMetadata(), stack) as Tree);
  const terraform: Tree = { '//': { metadata, outputs: outputsOf(elements) } };
  for (const element of elements) merge(terraform, resolved(element.toTerraform(), stack) as Tree);
  return merge(terraform, resolvedLeaves(overrides, stack));
}

/** Names of outputs in Terraform, by the path of their construct. */
function outputsOf(elements: readonly TerraformElement[]): Tree {
  const outputs: Tree = {};
  for (const element of elements) {
    if (TerraformOutput.isTerraformOutput(element))
      setAt(outputs, element.node.path.split('/'), element.friendlyUniqueId);
  }
  return outputs;
}

/** Sets a value below others, in place of whatever is there or on the way. */
export function setAt(tree: Tree, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) tree[key] = value;
  else setAt(isTree(tree[key]) ? tree[key] : ((tree[key] = {}) as Tree), rest, value);
}

/** Keeps what is `undefined`: it takes away what it is merged into. */
function resolvedLeaves(value: unknown, stack: TerraformStack): Tree {
  const leaves = Object.entries(value as Tree).map(([key, each]) => [
    key,
    isTree(each) ? resolvedLeaves(each, stack) : resolved(each, stack),
  ]);
  return Object.fromEntries(leaves) as Tree;
}

/** Puts one tree over another, which it changes: lists are joined, and `undefined` takes away. */
function merge(under: Tree, over: Tree): Tree {
  for (const key of Object.keys(over)) {
    const [below, value] = [under[key], over[key]];
    if (isTree(value) && isTree(below)) merge(below, value);
    else if (Array.isArray(value) && Array.isArray(below)) under[key] = [...below, ...value];
    else if (value === undefined) Reflect.deleteProperty(under, key);
    else under[key] = value;
  }
  return under;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
