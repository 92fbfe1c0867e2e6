import { DefaultTokenResolver, StringConcat, TerraformElement, TerraformStack, Token, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * Does what `TerraformStack.prepareStack` does: resolves what a stack holds for the first time, upon which references to other stacks
 * make the outputs and data sources that they need. cdktf resolves all text, key by key; here only what may be a token is resolved,
 * which is where anything can come of it.
 */
export function prepare(stack: TerraformStack): void {
  stack.ensureBackendExists();
  for (const element of elementsOf(stack)) prepareValue(element.toTerraform(), stack);
}

/** A stack's own, not those of stacks inside of it. */
function elementsOf(scope: IConstruct): TerraformElement[] {
  const below = scope.node.children.filter(child => !TerraformStack.isStack(child)).flatMap(elementsOf);
  return TerraformElement.isTerraformElement(scope) ? [scope, ...below] : below;
}

function prepareValue(value: unknown, scope: TerraformStack): void {
  if (mayBeToken(value)) Tokenization.resolve(value, { scope, resolver, preparing: true });
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      prepareValue(key, scope);
      prepareValue(each, scope);
    }
  }
}

const resolver = new DefaultTokenResolver(new StringConcat());

/** How tokens look in text: as text, lists and maps by their marker, as numbers by their size. */
const MARKED = /TfToken\[|\de\+\d/;

/** Whether a value is anything but plain data. What only cdktf knows to be wrong counts as well: it says so. */
function mayBeToken(value: unknown): boolean {
  if (typeof value === 'string') return MARKED.test(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' || Token.isUnresolved(value);
  return Token.isUnresolved(value) || !(Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
}
