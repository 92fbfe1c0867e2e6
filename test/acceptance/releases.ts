import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isObject } from './schema-types';
import { blocksOf, filesBelow, type JsonObject, type Stack, type Synthesized } from './synthesized';

/** A Helm release as a program asks for it. Values that are known only later are expressions. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  /** A chart's name in a repository, or a folder. */
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
  readonly values: JsonObject;
}

/** Every release of a program: Terraform's, and those listed for other tools. */
export function releasesOf({ folder, stacks }: Synthesized): Release[] {
  const listed = filesBelow(join(folder, 'manifests'), /^releases\.yaml$/);
  return [
    ...stacks.flatMap(terraformReleases),
    ...listed.flatMap(file => (parse(readFileSync(file, 'utf8')) as { releases: Release[] }).releases),
  ];
}

function terraformReleases(stack: Stack): Release[] {
  const blocks = blocksOf(stack.json, 'resource').filter(({ type }) => type === 'helm_release');
  return blocks.map(({ body }) => {
    const { values = [], ...rest } = body as unknown as Omit<Release, 'values'> & { values?: string[] };
    const documents = values.map(text => valuesIn(text, stack.folder));
    return { ...rest, chart: inFolder(rest.chart, stack.folder), values: documents.reduce(merge, {}) };
  });
}

/** What a Terraform template for values gives: a file's content, or JSON with expressions in it. */
function valuesIn(template: string, folder: string): JsonObject {
  const file = /^\$\{file\("(.+)"\)\}$/.exec(template)?.[1];
  if (file) return parse(readFileSync(inFolder(file, folder), 'utf8')) as JsonObject;
  const json = template.replace(/\$\{jsonencode\(([\w.-]+)\)\}/g, (_, expression) =>
    JSON.stringify(`\${${expression}}`),
  );
  return JSON.parse(json) as JsonObject;
}

function inFolder(path: string, folder: string): string {
  return path.replace('${path.module}', folder);
}

/** As Helm lays values over one another. */
function merge(under: JsonObject, over: JsonObject): JsonObject {
  const merged = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isObject(below) && isObject(value) ? merge(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(merged) };
}
