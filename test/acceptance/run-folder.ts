import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all acceptance tests: makes the folder in which they share what was synthesized. One that is named already is kept. */
export default function makeRunFolder(): void {
  if (process.env.TENON_ACCEPTANCE_RUN) return;
  const folder = mkdtempSync(join(tmpdir(), 'tenon-acceptance-'));
  process.env.TENON_ACCEPTANCE_RUN = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}
