import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan } from 'tenon';
import { Doks } from 'tenon/digitalocean';
import { planOf } from 'tenon/testing';
import { emptyFolder } from '../folder';

/** A plan of a small cluster. */
export function plan(overrides: Partial<Plan> = {}): Plan {
  const infrastructure = new Doks({ region: 'fra1', publicAccess: ['203.0.113.0/24'] });
  const pools = [{ name: 'general', machine: 's-2vcpu-4gb', min: 1, max: 3 }];
  const planned = planOf({ infrastructure, pools, name: 'shop' }).plan;
  if (!planned) throw new Error('the cluster should be fine');
  return { ...planned, ...overrides };
}

/** Goes when the tests of the file are over. */
const all = emptyFolder();

/** A folder with some files: text as it is, else as JSON. */
export function folderOf(files: { readonly [path: string]: unknown }): string {
  const folder = mkdtempSync(join(all, 'x'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

/** What cdktf says of some stacks, each after those before it. */
export function manifestOf(...stacks: readonly string[]): object {
  const entries = stacks.map((name, index) => [
    name,
    {
      name,
      synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
      dependencies: stacks.slice(0, index).map(before => `shop/${before}`),
    },
  ]);
  return { stacks: Object.fromEntries(entries) as object, version: '0' };
}
