import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from '@swc/core';
import ts from 'typescript';
import { lazyExports } from '../../scripts/lazy-exports';
import { filesBelow, read, root } from './source';

/** The package as it is published, compiled into a folder of its own: no test needs a build before it. */
export class Built {
  /** A folder with `package.json`, `dist` and `node_modules`. */
  readonly folder = mkdtempSync(join(tmpdir(), 'tenon-'));

  constructor() {
    for (const file of filesBelow('lib', 'constructs', 'cli', 'apps')) {
      const isIndex = /^constructs\/(?:.+\/)?index\.ts$/.test(file);
      this.write(`dist/${file.replace(/\.ts$/, '.js')}`, isIndex ? compileIndex(read(file)) : compile(read(file)));
    }
    for (const folder of ['lib', 'constructs']) {
      cpSync(join(root, folder), join(this.folder, 'dist', folder), {
        recursive: true,
        filter: path => !path.endsWith('.ts'),
      });
    }
    this.write('package.json', read('package.json'));
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'dir');
  }

  /** Adds a file, by its path in the folder. */
  write(path: string, content: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Runs node in a folder of this one, in a process of its own, and gives what it printed. */
  async node(args: readonly string[], at = '.', env: NodeJS.ProcessEnv = {}): Promise<string> {
    const cwd = join(this.folder, at);
    mkdirSync(cwd, { recursive: true });
    const options = { cwd, env: { PATH: process.env.PATH, ...env }, maxBuffer: 1 << 26 };
    return (await promisify(execFile)(process.execPath, args, options)).stdout;
  }

  /** Runs a program of `dist` in a folder of this one, and gives the files it made there. */
  async synth(program: string, at: string, env: NodeJS.ProcessEnv = {}): Promise<Map<string, string>> {
    await this.node([join(this.folder, 'dist', program)], at, env);
    const out = join(this.folder, at);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    const paths = files.map(file => join(file.parentPath, file.name)).sort();
    return new Map(paths.map(path => [path.slice(out.length + 1), readFileSync(path, 'utf8')]));
  }

  /** The files that a process has loaded once it has run some code. */
  async loadedBy(code: string): Promise<string[]> {
    return JSON.parse(
      await this.node(['-e', `${code}; console.log(JSON.stringify(Object.keys(require.cache)))`]),
    ) as string[];
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An index, as the build makes it. */
function compileIndex(source: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return lazyExports(ts.transpileModule(source, { compilerOptions }).outputText);
}

/** TypeScript to CommonJS, without looking at types. */
export function compile(source: string): string {
  return transformSync(source, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
    swcrc: false,
  }).code;
}
