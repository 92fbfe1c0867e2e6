/**
 * `npm run bench`: what Tenon costs, compared with a cdktf program by hand that makes the same resources and files, and whether it keeps
 * the limits that are written down here. Ends with a code other than 0 if it does not. `bench/README.md` says what is measured and how.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compilation } from './compilation';
import { planning } from './planning';
import { brokenOf, machine, markdown, type Report } from './report';
import { root, synthesis, writeBare } from './synthesis';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    parts: { type: 'string', default: 'synthesis,compilation,planning' },
    clusters: { type: 'string', default: '0,1,10,100,1000' },
    pairs: { type: 'string', default: '7,21,9,5,3' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'tenon-bench-'));
try {
  bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function bench(): void {
  const parts = values.parts.split(',');
  const bare = writeBare(folder);
  const report: Report = {
    machine: machine(),
    date: new Date().toISOString().slice(0, 10),
    ...(parts.includes('planning') && { planning: planning(5) }),
    ...(parts.includes('compilation') && { compilation: compilation(folder, 5) }),
    ...(parts.includes('synthesis') && { synthesis: synthesis(folder, bare, sizes()) }),
  };
  const broken = brokenOf(report);
  console.log(values.json ? JSON.stringify({ ...report, broken }, null, 2) : [markdown(report), ...broken].join('\n'));
  if (values.write) write(report);
  if (broken.length > 0) process.exitCode = 1;
}

function sizes() {
  const pairs = values.pairs.split(',').map(Number);
  const clusters = values.clusters.split(',').map(Number);
  return clusters.map((count, index) => ({ clusters: count, pairs: pairs[index] ?? pairs.at(-1) ?? 1 }));
}

/** Puts the results in the place of those that are written down. */
function write(report: Report): void {
  const path = join(root, 'bench/README.md');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(/(<!-- results -->\n)[^]*(<!-- \/results -->)/, `$1\n${markdown(report)}\n\n$2`));
}
