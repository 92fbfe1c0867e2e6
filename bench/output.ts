import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** An object of JSON. */
export type JsonObject = { [key: string]: Json };

/** What an app synthesized. */
export interface Output {
  /** In the order in which they are deployed. */
  readonly stacks: readonly Stack[];
  /** Every other file that is deployed, by its path; not what only Tenon makes, plans and contracts. */
  readonly files: ReadonlyMap<string, string>;
}

/** A stack's Terraform. */
export interface Stack {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly terraform: JsonObject;
}

interface Manifest {
  readonly stacks: {
    readonly [name: string]: { readonly dependencies: readonly string[]; readonly synthesizedStackPath: string };
  };
}

/** Reads an app's output folder. */
export function readOutput(folder: string): Output {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const stacks = Object.entries(manifest.stacks).map(([name, { dependencies, synthesizedStackPath }]) => ({
    name,
    dependencies: dependencies.map(path => path.split('/').at(-1) as string),
    terraform: JSON.parse(readFileSync(join(folder, synthesizedStackPath), 'utf8')) as JsonObject,
  }));
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = entries.map(entry => relative(folder, join(entry.parentPath, entry.name))).sort();
  const deployed = paths.filter(path => !/^manifest\.json$|cdk\.tf\.json$|\.(?:plan|contract)\.json$/.test(path));
  return { stacks, files: new Map(deployed.map(path => [path, readFileSync(join(folder, path), 'utf8')])) };
}

/** Where two outputs differ, cdktf's own remarks (`//`) aside; nothing if they are the same. */
export function difference(one: Output, other: Output): string | undefined {
  const [first, second] = [comparable(one), comparable(other)];
  const names = new Set([...first.keys(), ...second.keys()]);
  for (const name of names)
    if (first.get(name) !== second.get(name)) return `${name}:\n${first.get(name)}\n${second.get(name)}`;
  return undefined;
}

function comparable({ stacks, files }: Output): Map<string, string> {
  const sections = stacks.flatMap(({ name, terraform, dependencies }) => [
    [`${name} dependencies`, JSON.stringify(dependencies)] as const,
    ...Object.entries(terraform)
      .filter(([section]) => section !== '//')
      .flatMap(([section, content]) =>
        Object.entries(content as JsonObject).map(
          ([kind, each]) => [`${name} ${section} ${kind}`, canonical(each)] as const,
        ),
      ),
  ]);
  return new Map([...sections, ...files]);
}

function canonical(value: Json): string {
  return JSON.stringify(value, (key, each: Json) => {
    if (key === '//' || (key === 'depends_on' && Array.isArray(each) && each.length === 0)) return undefined;
    if (each === null || typeof each !== 'object' || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
