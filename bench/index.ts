/**
 * `npm run bench`: how much longer Tenon takes than a hand-written cdktf program that makes the same resources and files, and whether
 * its time grows with the number of clusters only. Both are compiled, run as whole processes, in pairs that take turns at going first.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bareProgram } from './bare';
import { clusterName } from './cluster-name';
import { difference, readOutput } from './output';
import { growth, summarize, type Comparison, type Pair } from './statistics';

/** The most that one cluster may take, compared with the hand-written program. */
const LIMIT = 1.1;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    clusters: { type: 'string', default: '1,100,1000' },
    pairs: { type: 'string', default: '15,5,2' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'tenon-bench-'));
try {
  bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function bench(): void {
  const tenon = join(__dirname, 'tenon.js');
  const bare = writeBare(tenon);
  const counts = values.clusters.split(',').map(Number);
  const pairs = values.pairs.split(',').map(Number);
  const comparisons = counts.map((clusters, index) => {
    const comparison = compare(tenon, bare, clusters, pairs[index] ?? pairs.at(-1) ?? 1);
    if (!values.json) console.log(inWords(comparison));
    return comparison;
  });
  const report = { node: process.version, limit: LIMIT, comparisons, growth: growth(comparisons) };
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else
    for (const { from, to, factor } of report.growth)
      console.log(`a cluster of ${to} takes ${factor.toFixed(2)} times one of ${from}`);
  if (comparisons.some(({ clusters, ratio }) => clusters === 1 && ratio > LIMIT)) process.exitCode = 1;
}

/** Writes the hand-written program from what Tenon makes of one cluster, and makes sure that it makes the same of two. */
function writeBare(tenon: string): string {
  run(tenon, 1, 'template');
  const program = join(folder, 'bare.js');
  symlinkSync(join(__dirname, '../../node_modules'), join(folder, 'node_modules'), 'dir');
  writeFileSync(program, bareProgram(readOutput(join(folder, 'template')), clusterName(0)));
  run(tenon, 2, 'tenon');
  run(program, 2, 'bare');
  const differs = difference(readOutput(join(folder, 'tenon')), readOutput(join(folder, 'bare')));
  if (differs) throw new Error(`the two programs make different things, so their times say nothing: ${differs}`);
  return program;
}

function compare(tenon: string, bare: string, clusters: number, count: number): Comparison {
  const pairs: Pair[] = [];
  for (let pair = 0; pair < count; pair++) {
    const first = pair % 2 === 0 ? run(tenon, clusters, 'out') : undefined;
    const bareTime = run(bare, clusters, 'out');
    pairs.push({ tenon: first ?? run(tenon, clusters, 'out'), bare: bareTime });
  }
  return summarize(clusters, pairs);
}

/** Runs a program in a new folder; gives the milliseconds that its process took. */
function run(program: string, clusters: number, name: string): number {
  const out = join(folder, name);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, [program, String(clusters)], {
    env: { ...process.env, CDKTF_OUTDIR: out },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`${program} failed`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function inWords({ clusters, pairs, tenon, bare, ratio, lowest, highest }: Comparison): string {
  const noun = clusters === 1 ? 'cluster' : 'clusters';
  const range = `${lowest.toFixed(2)} to ${highest.toFixed(2)} in ${pairs.length} pairs`;
  return `${clusters} ${noun}: tenon ${tenon.toFixed(0)} ms, by hand ${bare.toFixed(0)} ms, ratio ${ratio.toFixed(3)} (${range})`;
}
