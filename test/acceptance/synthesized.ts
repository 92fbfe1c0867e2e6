import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './needs';
import { run } from './repository';
import { runFolder, scratch } from './run-folder';

/** An object of Terraform's JSON syntax. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What one program wrote. */
export interface Synthesized {
  /** Holds `stacks` and `manifests`. */
  readonly folder: string;
  /** In the order in which they are deployed. */
  readonly stacks: readonly Stack[];
}

export interface Stack {
  readonly name: string;
  readonly folder: string;
  readonly dependencies: readonly string[];
  readonly json: JsonObject;
}

/** Runs a program of this repository, such as `apps/quickstart.ts`, once for all tests of a run, some of which run at the same time. */
export function synthesized(program: string): Synthesized {
  const folder = join(runFolder(), program.replace(/\.ts$/, '').replaceAll('/', '-'));
  const output = join(folder, 'cdktf.out');
  if (!existsSync(output)) {
    const own = scratch('program');
    synthesize(program, join(own, 'cdktf.out'));
    moveUnlessThere(own, folder);
  }
  return read(output);
}

/** Another test may have made the same meanwhile: a folder cannot take the place of one that has something in it. */
function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

/** Runs a program of this repository, or of a copy of it, into an output folder. */
export function synthesize(program: string, folder: string, repository = root): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '..'), { recursive: true });
  const loader = join(repository, 'test/acceptance/typescript.js');
  const node = ['--conditions=tenon-source', '--require', loader, join(repository, program)];
  run(join(folder, '..'), process.execPath, node, { CDKTF_OUTDIR: folder });
}

/** Reads an output folder. */
export function read(folder: string): Synthesized {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const stacks = Object.values(manifest.stacks).map(({ name, workingDirectory, dependencies }) => ({
    name,
    folder: join(folder, workingDirectory),
    dependencies,
    json: JSON.parse(readFileSync(join(folder, workingDirectory, 'cdk.tf.json'), 'utf8')) as JsonObject,
  }));
  return { folder, stacks: inOrder(stacks) };
}

/** Every file below a folder whose name matches, sorted; none where there is no such folder. */
export function filesBelow(folder: string, name: RegExp): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile() && name.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

/** The blocks of a stack below `resource`, `data` or `provider`, one by one. */
export function blocksOf(
  json: JsonObject,
  kind: 'resource' | 'data',
): { type: string; name: string; body: JsonObject }[] {
  const types = Object.entries((json[kind] ?? {}) as { [type: string]: { [name: string]: JsonObject } });
  return types.flatMap(([type, named]) => Object.entries(named).map(([name, body]) => ({ type, name, body })));
}

interface Manifest {
  readonly stacks: {
    readonly [name: string]: {
      readonly name: string;
      readonly workingDirectory: string;
      readonly dependencies: readonly string[];
    };
  };
}

/** Each stack after those it depends on. */
function inOrder(stacks: readonly Stack[]): Stack[] {
  const done: Stack[] = [];
  const visit = (stack: Stack): void => {
    if (done.includes(stack)) return;
    stacks.filter(other => stack.dependencies.includes(other.name)).forEach(visit);
    done.push(stack);
  };
  stacks.forEach(visit);
  return done;
}
