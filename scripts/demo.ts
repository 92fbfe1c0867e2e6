/** `npm run demo`: runs each program of `apps/` and says what it made. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { styleText } from 'node:util';
import { summary, type Emphasis, type Output } from './summary';

const programs = join(__dirname, '../apps');
const colours = { heading: 'bold', label: 'cyan', warning: 'yellow' } as const;

function demo(): void {
  const all = filesBelow(programs).filter(path => path.endsWith('.js'));
  const first = 'quickstart.js';
  for (const program of [first, ...all.filter(path => path !== first)]) {
    const app = program.replace(/\.js$/, '');
    const folder = `cdktf.out/${app}`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(dirname(folder), { recursive: true });
    const env = { ...process.env, CDKTF_OUTDIR: folder };
    const { status } = spawnSync(process.execPath, [join(programs, program)], { env, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
    console.log(`${style('heading', `apps/${app}.ts`)} → ${folder}`);
    console.log(summary(read(folder), folder, style).join('\n'));
  }
}

/** Colour for people, none for files and pipes. */
function style(emphasis: Emphasis, text: string): string {
  return process.stdout.isTTY ? styleText(colours[emphasis], text) : text;
}

function read(folder: string): Output {
  return new Map(filesBelow(folder).map(path => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Paths from the folder with forward slashes, sorted. */
function filesBelow(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return files.map(file => relative(folder, join(file.parentPath, file.name)).replaceAll('\\', '/')).sort();
}

demo();
