import type { Data, Input } from '../spi';

/** Whether a value stands for one that only Terraform knows: a cdktf token. Other text that looks like an expression is just text. */
export function isTerraformValue(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('TfToken[');
  if (typeof value === 'number') return value < -1e100;
  if (typeof value !== 'object' || value === null) return false;
  if ('resolve' in value && typeof value.resolve === 'function') return true;
  // A map that only Terraform knows is one whose single key is a token.
  return Object.keys(value).some(key => key.includes('TfToken['));
}

/** Whether a value is a Terraform value or, where nothing but one is meant, an expression in Terraform's own syntax. */
export function isExpression(value: unknown): boolean {
  return isTerraformValue(value) || (typeof value === 'string' && value.includes('${'));
}

/** Where data holds Terraform values or expressions, as paths with slashes. */
export function terraformValuePaths(data: unknown, path = ''): string[] {
  if (isExpression(data)) return [path];
  if (data === null || typeof data !== 'object') return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const step = stepTo(data, key, value);
    return terraformValuePaths(value, path ? `${path}/${step}` : step);
  });
}

/** A place below data as paths call it: what is in a list by its name, if it has one, as rules tell of it as well. */
export function stepTo(container: unknown, key: string, value: unknown): string {
  if (!Array.isArray(container) || typeof value !== 'object') return key;
  const name = (value as { readonly name?: unknown } | null)?.name;
  return typeof name === 'string' && name !== '' && !isExpression(name) ? name : key;
}

/** The user's Terraform values by the name that stands for each in the plan. */
export type Inputs = ReadonlyMap<string, unknown>;

/** Data with each Terraform value replaced by its name, so that it is the same on every run; the values go into `inputs`. */
export function withoutTerraformValues<T>(data: T, name: string, inputs: Map<string, unknown>): T {
  if (isTerraformValue(data)) {
    inputs.set(name, data);
    return { $input: name } satisfies Input as T;
  }
  if (data === null || typeof data !== 'object') return data;
  if (Array.isArray(data))
    return data.map((each, index) => withoutTerraformValues(each, `${name}/${index}`, inputs)) as T;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, withoutTerraformValues(value, `${name}/${key}`, inputs)]),
  ) as T;
}

/** Data with every marker of one kind (`$fact`, `$input`) replaced. */
export function replaceMarkers(data: Data, marker: '$fact' | '$input', replace: (name: string) => unknown): unknown {
  if (data === null || typeof data !== 'object' || isTerraformValue(data)) return data;
  if (Array.isArray(data)) return data.map(each => replaceMarkers(each as Data, marker, replace));
  const entries = Object.entries(data);
  const [first] = entries;
  if (entries.length === 1 && first && first[0] === marker && typeof first[1] === 'string') return replace(first[1]);
  return Object.fromEntries(entries.map(([key, value]) => [key, replaceMarkers(value, marker, replace)]));
}

/** The names that a marker stands for in data. */
export function markersIn(data: unknown, marker: '$fact' | '$input'): string[] {
  if (data === null || typeof data !== 'object') return [];
  return Object.entries(data).flatMap(([key, value]) =>
    key === marker && typeof value === 'string' ? [value] : markersIn(value, marker),
  );
}
