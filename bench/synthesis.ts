import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { bareProgram } from './bare';
import { clusterName } from './cluster-name';
import { compare, type Comparison, type Limits } from './compare';
import { measure, type Program } from './measure';
import { difference, readOutput } from './output';
import { exponent } from './statistics';

/** The repository. */
export const root = resolve(__dirname, '../..');

/** The program that users write, compiled. */
const tenon = join(__dirname, 'tenon.js');

/** What synthesis comes to, by number of clusters. */
export interface Synthesis {
  readonly comparisons: readonly (Comparison & { readonly clusters: number })[];
  /** By which power of their number the time of clusters grows, that of an app without any taken off. @default - too few sizes */
  readonly exponent?: number;
}

/** Compares the two programs at some sizes. */
export function synthesis(folder: string, bare: string, sizes: readonly Size[]): Synthesis {
  const comparisons = sizes.map(({ clusters, pairs }) => {
    const [ours, other] = [tenon, bare].map(program => at(program, join(folder, 'out'), clusters)) as [
      Program,
      Program,
    ];
    const of = clusters === 1 ? '1 cluster' : `${clusters} clusters`;
    return { clusters, ...compare({ of, tenon: ours, bare: other, pairs, limits: limitsOf(clusters) }) };
  });
  return { comparisons, ...growth(comparisons) };
}

/** How many clusters, and how often. */
export interface Size {
  readonly clusters: number;
  readonly pairs: number;
}

function limitsOf(clusters: number): Limits {
  if (clusters === 1) return { wall: 1.1, memory: 1.15 };
  return clusters < 100 ? {} : { wall: 1, memory: 1 };
}

/** The most that the exponent may be: this is linear, but for what cannot be told from it. */
export const EXPONENT = 1.05;

/** From 10 clusters on: with fewer, what node compiles on the way counts for more than they do. */
function growth(comparisons: Synthesis['comparisons']): Pick<Synthesis, 'exponent'> {
  const empty = comparisons.find(({ clusters }) => clusters === 0)?.figures.wall.tenon ?? 0;
  const points = comparisons
    .filter(({ clusters }) => clusters >= 10)
    .map(({ clusters, figures }) => ({ clusters, time: figures.wall.tenon - empty }));
  return points.length > 1 ? { exponent: exponent(points) } : {};
}

/**
 * Writes the program by hand from what Tenon makes of one cluster, makes sure that it makes the same of two, and gives its path. It is
 * compiled as TypeScript users compile theirs.
 */
export function writeBare(folder: string): string {
  const source = bareProgram(readOutput(outputOf(tenon, folder, 1)), clusterName(0));
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const program = join(folder, 'bare.js');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  writeFileSync(join(folder, 'bare.ts'), source);
  writeFileSync(program, ts.transpileModule(source, { compilerOptions: options }).outputText);
  const differs = difference(readOutput(outputOf(tenon, folder, 2)), readOutput(outputOf(program, folder, 2)));
  if (differs) throw new Error(`the two programs make different things, so their times say nothing: ${differs}`);
  return program;
}

let runs = 0;

function outputOf(program: string, folder: string, clusters: number): string {
  const out = join(folder, `output-${runs++}`);
  measure(at(program, out, clusters));
  return out;
}

/** Each run has its folder anew: writing over files takes longer than writing them. */
function at(program: string, out: string, clusters: number): Program {
  const before = () => {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out);
  };
  return { args: [program, String(clusters)], env: { CDKTF_OUTDIR: out }, before };
}
