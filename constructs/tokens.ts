import { DefaultTokenResolver, StringConcat, TerraformElement, TerraformStack, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';

/** A stack's own elements, not those of stacks inside of it. */
export function elementsOf(scope: IConstruct, found: TerraformElement[] = []): TerraformElement[] {
  if (TerraformElement.isTerraformElement(scope)) found.push(scope);
  for (const child of scope.node.children) if (!TerraformStack.isStack(child)) elementsOf(child, found);
  return found;
}

/**
 * Resolves what may be a token in a value, for what comes of it: references to other stacks make the outputs and data sources that they
 * need.
 */
export function prepareValue(value: unknown, scope: TerraformStack): void {
  if (mayBeToken(value)) Tokenization.resolve(value, { scope, resolver, preparing: true });
  else if (typeof value === 'object' && value !== null)
    for (const key of Object.keys(value)) prepareValue((value as { [key: string]: unknown })[key], scope);
}

/** A copy of a value with tokens resolved and without what is `undefined`, as cdktf resolves it, which looks at all text for tokens. */
export function resolved(value: unknown, scope: TerraformStack): unknown {
  if (mayBeToken(value)) return Tokenization.resolve(value, { scope, resolver, preparing: false });
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(each => resolved(each, scope)).filter(each => each !== undefined);
  const copy: { [key: string]: unknown } = {};
  for (const key of Object.keys(value)) {
    const each = resolved((value as typeof copy)[key], scope);
    if (each !== undefined) copy[key] = each;
  }
  return copy;
}

const resolver = new DefaultTokenResolver(new StringConcat());

/** How tokens look in text: by their marker, numbers by their size, and what is in the place of a map's values by its words. */
const MARKED = /TfToken\[|\de\+\d|Map Token Value/;

/** Whether a value is anything but plain data, in itself or by its keys. What only cdktf knows to be wrong counts as well: it says so. */
function mayBeToken(value: unknown): boolean {
  if (typeof value === 'string') return MARKED.test(value);
  if (typeof value === 'number') return mayBeNumberToken(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'function';
  if (Array.isArray(value)) return value.some(mayBeListToken);
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  return !isPlain || 'resolve' in value || Object.keys(value).some(key => MARKED.test(key));
}

/** A list that is a token has one element, which says so. */
function mayBeListToken(element: unknown): boolean {
  return typeof element === 'string' ? element.includes('#{TfToken[') : mayBeNumberToken(element);
}

/** Tokens are less than any number that a cloud is told, and so is what is in the place of a map's values. */
function mayBeNumberToken(value: unknown): boolean {
  return typeof value === 'number' && !(value >= 0);
}
