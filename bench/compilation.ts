import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Comparison } from './compare';
import { measure, type Program } from './measure';
import { root } from './synthesis';

/** What compiling a program comes to. */
export interface Compilation extends Comparison {
  /** Types that the compiler made, of Tenon's program and of the one by hand. */
  readonly types: { readonly tenon: number; readonly bare: number };
}

/** Compares what TypeScript needs for the two programs, as projects of their own that have the packages as they are published. */
export function compilation(folder: string, pairs: number): Compilation[] {
  const [tenon, bare] = [join(folder, 'project-tenon'), join(folder, 'project-bare')];
  makeProject(tenon, {
    'main.ts': join(root, 'bench/tenon.ts'),
    'cluster-name.ts': join(root, 'bench/cluster-name.ts'),
  });
  makeProject(bare, { 'main.ts': join(folder, 'bare.ts') });
  return [true, false].map(skipLibCheck => {
    const [ours, other] = [compiler(tenon, skipLibCheck), compiler(bare, skipLibCheck)];
    const of = skipLibCheck ? 'tsc, declarations not checked' : 'tsc, declarations checked';
    const comparison = compare({ of, tenon: ours, bare: other, pairs, limits: { wall: 1.2, memory: 1.2 } });
    return { ...comparison, types: { tenon: typesOf(ours), bare: typesOf(other) } };
  });
}

/** A folder with a program in it, this package as it is published, and everything else that is installed. */
function makeProject(folder: string, files: { readonly [name: string]: string }): void {
  const [from, to] = [join(root, 'node_modules'), join(folder, 'node_modules')];
  mkdirSync(join(to, 'tenon/dist'), { recursive: true });
  for (const name of readdirSync(from)) symlinkSync(join(from, name), join(to, name));
  cpSync(join(root, 'package.json'), join(to, 'tenon/package.json'));
  for (const part of ['lib', 'constructs'])
    cpSync(join(root, 'dist', part), join(to, 'tenon/dist', part), { recursive: true });
  for (const [name, path] of Object.entries(files)) writeFileSync(join(folder, name), readFileSync(path));
}

function compiler(cwd: string, skipLibCheck: boolean): Program {
  const options = ['--strict', '--target', 'es2022', '--module', 'node16', '--types', 'node', '--noEmit'];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  return { cwd, args: [tsc, ...options, '--skipLibCheck', String(skipLibCheck), 'main.ts'] };
}

function typesOf({ args, ...program }: Program): number {
  const { printed } = measure({ ...program, args: [...args, '--extendedDiagnostics'] });
  return Number(/^Types:\s+(\d+)/m.exec(printed)?.[1]);
}
