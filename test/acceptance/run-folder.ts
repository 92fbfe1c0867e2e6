import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all acceptance tests: makes the folder that they share, and that goes when they end. One that is named already is kept. */
export default function makeRunFolder(): void {
  if (process.env.TENON_ACCEPTANCE_RUN) return;
  const folder = mkdtempSync(join(tmpdir(), 'tenon-acceptance-'));
  process.env.TENON_ACCEPTANCE_RUN = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/** The folder that one run of the tests shares. */
export function runFolder(): string {
  const folder = process.env.TENON_ACCEPTANCE_RUN;
  if (!folder) throw new Error('TENON_ACCEPTANCE_RUN is not set: run these tests with jest.acceptance.config.js');
  return folder;
}

/** A new folder in it. */
export function scratch(name: string): string {
  return mkdtempSync(join(runFolder(), `${name}-`));
}
