import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { Cluster } from 'tenon';
import { planOf } from 'tenon/testing';
import { emptyFolder, filesOf } from '../folder';
import {
  combinations,
  deliveries,
  infrastructures,
  networks,
  runtimes,
  specOf,
  storages,
  type Combination,
} from './combinations';

const folder = emptyFolder();
const shownAs = ({ infrastructure, network, storage, delivery }: Combination) =>
  [infrastructure, network, storage, delivery].filter(Boolean).join(' + ');

describe('every combination synthesizes, or is refused with a code, a reason and a repair', () => {
  it.each(combinations.map(each => [shownAs(each), each] as const))('%s', (_, combination) => {
    const app = new App({ outdir: join(folder, String(combinations.indexOf(combination))) });
    const { problems } = new Cluster(app, 'x', specOf(combination));
    for (const problem of problems) {
      expect(problem).toMatchObject({
        code: expect.stringMatching(/^[A-Z]/),
        because: expect.stringMatching(/.{10}/),
        fix: expect.stringMatching(/.{5}/),
      });
      expect(problem.code).not.toMatch(/^(PLUGIN|ITEM|ORDER|OBJECT|PROPS|CONTRACT|SOCKET)$/);
    }
    if (problems.length > 0) return;
    app.synth();
    expect(Object.keys(filesOf(app.outdir))).toContain('stacks/x/cdk.tf.json');
  });

  it('refuses some and synthesizes others', () => {
    const refused = combinations.filter(each => planOf(specOf(each)).problems.length > 0);
    expect(refused.length).toBeGreaterThan(10);
    expect(combinations.length - refused.length).toBeGreaterThan(50);
  });
});

test('the table in the README is what the planner says; UPDATE_README=1 writes it anew', () => {
  const path = join(__dirname, '../../README.md');
  const readme = readFileSync(path, 'utf8');
  const updated = readme.replace(/(<!-- matrix -->\n)[\s\S]*(<!-- \/matrix -->)/, `$1${table()}$2`);
  if (process.env.UPDATE_README === '1') writeFileSync(path, updated);
  else expect(readme).toBe(updated);
});

/** What becomes of each choice on each infrastructure, all else being the default. */
function table(): string {
  const columns = Object.keys(infrastructures);
  const rows = [
    ...rowsOf('network', networks),
    ...rowsOf('runtime', runtimes),
    ...rowsOf('storage', storages),
    ...rowsOf('delivery', deliveries),
  ];
  const head = `| | ${columns.map(each => each.replace(/^(\w+)/, '`$1`')).join(' | ')} |\n|---|${columns.map(() => '---').join('|')}|\n`;
  return `\n${head}${rows.join('\n')}\n\n`;
}

function rowsOf(socket: keyof Combination, choices: object): string[] {
  return Object.keys(choices)
    .filter(Boolean)
    .map(
      shown =>
        `| \`${shown}\` | ${Object.keys(infrastructures)
          .map(infrastructure => cell(infrastructure, socket, shown))
          .join(' | ')} |`,
    );
}

function cell(infrastructure: string, socket: keyof Combination, shown: string): string {
  const plain = { infrastructure, network: '', storage: '', delivery: 'TerraformHelm()' };
  const usual = new Set(planOf(specOf(plain)).warnings.map(each => each.code));
  const { plan, problems, warnings } = planOf(specOf({ ...plain, [socket]: shown }));
  if (!plan) return `refused: ${codesOf(problems)}`;
  const name = shown.replace(/\(.*/, '');
  const chosen = plan.plugins.find(
    each => each.socket === socket && each.name === name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase(),
  );
  const new_ = warnings.filter(each => !usual.has(each.code));
  return [chosen?.as === 'native' ? 'built in' : 'yes', ...(new_.length > 0 ? [`(warns: ${codesOf(new_)})`] : [])].join(
    ' ',
  );
}

const codesOf = (problems: readonly { code: string }[]) => [...new Set(problems.map(each => each.code))].join(', ');
