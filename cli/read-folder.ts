import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Output, OutputFile, StackOutput } from '../lib/review/output';
import { isFields, textsOf, type Fields } from '../lib/review/data';
import { NOTHING } from '../lib/review/output';
import type { Data, Plan } from '../lib/spi';
import { documentsOf } from './documents';
import { Failure } from './failure';
import { planOf } from './plan-file';

/**
 * Reads what `app.synth()` wrote. An empty folder is one with no clusters, so that the first one can be reviewed.
 *
 * @throws Failure if there is no such folder, it holds something else, or a file in it is damaged
 */
export function readFolder(folder: string): Output {
  const names = listed(folder);
  if (names.length === 0) return NOTHING;
  const manifest = names.includes('manifest.json') ? readManifest(folder) : undefined;
  const plans = names.filter(name => name.endsWith('.plan.json'));
  if (!manifest && plans.length === 0) {
    throw new Failure(`'${folder}' is not what app.synth() writes: it has no manifest.json and no <cluster>.plan.json`);
  }
  const stacks = manifest ? stacksOf(folder, manifest) : stacksBelow(folder);
  const written = new Set(stacks.map(({ name }) => name));
  const clusters = plans
    .map(name => planOf(parse(folder, name), join(folder, name)))
    // What an earlier run left behind is no part of this one.
    .filter(plan => !manifest || plan.stacks.some(({ name }) => written.has(name)));
  requirePlans(folder, names, manifest === undefined ? [] : stacks, clusters);
  return { clusters: sorted(clusters, plan => plan.cluster.name), stacks, files: filesOf(folder, stacks, clusters) };
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'it is no folder' : String(code);
    throw new Failure(`'${folder}' cannot be read: ${why}`);
  }
}

type Manifest = { readonly [stack: string]: Fields };

function readManifest(folder: string): Manifest {
  const manifest = parse(folder, 'manifest.json');
  const stacks = isFields(manifest) ? manifest.stacks : undefined;
  if (!isFields(stacks) || !Object.values(stacks).every(isFields)) {
    throw new Failure(`'${join(folder, 'manifest.json')}' is not what cdktf writes: it has no stacks`);
  }
  return stacks as Manifest;
}

function stacksOf(folder: string, manifest: Manifest): StackOutput[] {
  const stacks = Object.entries(manifest).map(([name, stack]) => {
    const path = textsOf(stack.synthesizedStackPath)[0] ?? `stacks/${name}/cdk.tf.json`;
    // Construct paths end in the stack's name.
    const after = textsOf(stack.dependencies).map(dependency => dependency.split('/').at(-1) ?? dependency);
    return { name, terraform: terraformOf(folder, path), after: [...after].sort() };
  });
  return sorted(stacks, ({ name }) => name);
}

/** Without a manifest nobody knows the order. */
function stacksBelow(folder: string): StackOutput[] {
  const stacks = join(folder, 'stacks');
  if (!existsSync(stacks)) return [];
  const names = listed(stacks).filter(name => existsSync(join(stacks, name, 'cdk.tf.json')));
  return names.map(name => ({ name, terraform: terraformOf(folder, `stacks/${name}/cdk.tf.json`), after: [] }));
}

function terraformOf(folder: string, path: string): Fields {
  const terraform = parse(folder, path);
  if (!isFields(terraform)) throw new Failure(`'${join(folder, path)}' is not Terraform's JSON: it is no object`);
  return terraform;
}

/** A cluster's contract comes with its plan; one without is half an output. */
function requirePlans(
  folder: string,
  names: readonly string[],
  stacks: readonly StackOutput[],
  clusters: readonly Plan[],
): void {
  const known = new Set(clusters.map(({ cluster }) => cluster.name));
  const contracts = names
    .filter(name => name.endsWith('.contract.json'))
    .map(name => name.replace(/\.contract\.json$/, ''));
  const orphan = contracts.find(
    name => !known.has(name) && (stacks.length === 0 || stacks.some(each => each.name === name)),
  );
  if (orphan === undefined) return;
  throw new Failure(`'${folder}' has ${orphan}.contract.json and no ${orphan}.plan.json: synthesize it anew`);
}

/** What lies beside the stacks and in the clusters' manifests. */
function filesOf(folder: string, stacks: readonly StackOutput[], clusters: readonly Plan[]): OutputFile[] {
  const places = [
    ...stacks.map(({ name }) => `stacks/${name}`),
    ...clusters.map(({ cluster }) => `manifests/${cluster.name}`),
  ];
  const paths = places.flatMap(place => filesBelow(join(folder, place)).map(path => `${place}/${path}`));
  return sorted(
    paths
      .filter(path => /\.(?:ya?ml|json|tpl)$/.test(path) && !/^stacks\/[^/]+\/(?:cdk\.tf|metadata)\.json$/.test(path))
      .map(path => ({ path, documents: documentsOf(text(folder, path), path) })),
    ({ path }) => path,
  );
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile() && !entry.parentPath.includes('.terraform'));
  return files.map(file => relative(folder, join(file.parentPath, file.name)).replaceAll('\\', '/')).sort();
}

function parse(folder: string, path: string): Data {
  try {
    return JSON.parse(text(folder, path)) as Data;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`'${join(folder, path)}' is not JSON: ${(error as Error).message}`);
  }
}

function text(folder: string, path: string): string {
  const file = join(folder, path);
  try {
    if (!statSync(file).isFile()) throw new Failure(`'${file}' is no file`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`'${file}' cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
}

function sorted<T>(elements: readonly T[], nameOf: (element: T) => string): T[] {
  return elements.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}
