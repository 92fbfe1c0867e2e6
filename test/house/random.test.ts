import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import * as fc from 'fast-check';
import { Cluster } from 'tenon';
import { planOf } from 'tenon/testing';
import { ClusterError } from '../../lib/errors';
import { emptyFolder, filesOf } from '../folder';
import { pluginFiles } from './plugin-files';
import { anywhere, onClouds } from './random-specs';

const seed = 20261122;

/** Codes of problems that are a plugin's own, and no user's. */
const PLUGINS_FAULT = /^(PLUGIN|ITEM|ORDER|OBJECT|UNCLAIMED|CONTRACT|SOCKET)$/;

test('whatever is asked for, there is a plan or there are problems with a repair, and never an exception', () => {
  const seen = { planned: 0, refused: 0 };
  const used = new Set<string>();
  fc.assert(
    fc.property(anywhere, given => {
      const { plan, problems } = planOf(given as never);
      seen[plan ? 'planned' : 'refused'] += 1;
      plan?.plugins.forEach(({ name }) => used.add(name));
      expect(Boolean(plan)).toBe(problems.length === 0);
      for (const problem of problems) {
        expect(problem.because && problem.fix).toBeTruthy();
        expect(problem.code).not.toMatch(PLUGINS_FAULT);
      }
      expect(JSON.stringify(planOf(given as never).plan)).toBe(JSON.stringify(plan));
    }),
    { numRuns: 1500, seed },
  );
  expect(seen.planned).toBeGreaterThan(200);
  expect(seen.refused).toBeGreaterThan(300);
  const plugins = pluginFiles().map(({ product }) => product);
  expect(plugins.filter(name => !used.has(name))).toEqual([]);
}, 60_000);

test('whatever a cluster was, it stays as it was, or what changes is planned or has a repair', () => {
  let changed = 0;
  fc.assert(
    fc.property(anywhere, anywhere, (was, given) => {
      const before = planOf(was as never).plan;
      if (!before) return;
      const again = planOf({ ...was, before } as never);
      expect(again.problems).toEqual([]);
      expect(JSON.stringify(again.plan?.items)).toBe(JSON.stringify(before.items));
      const change = { ...given, name: before.cluster.name };
      const other = planOf({ ...change, before } as never);
      for (const { code, because, fix } of [...other.problems, ...other.warnings]) {
        expect(code).not.toMatch(PLUGINS_FAULT);
        expect(`${because}: ${fix}`).not.toMatch(/undefined|\[object|NaN/);
      }
      const readBack = planOf({ ...change, before: JSON.parse(JSON.stringify(before)) } as never);
      expect(JSON.stringify(readBack)).toBe(JSON.stringify(other));
      changed += 1;
    }),
    { numRuns: 600, seed },
  );
  expect(changed).toBeGreaterThan(80);
}, 60_000);

describe('an app', () => {
  const folder = emptyFolder();

  /** What an app writes, or what is wrong with it. */
  function outcome({ name, ...props }: { name: string }): { problems?: unknown; files: object } {
    const outdir = join(folder, 'cdktf.out');
    rmSync(outdir, { recursive: true, force: true });
    const app = new App({ outdir });
    try {
      new Cluster(app, name, props as never);
      app.synth();
    } catch (error) {
      if (error instanceof ClusterError) return { problems: error.problems, files: filesOf(outdir) };
      throw error;
    }
    return { files: filesOf(outdir) };
  }

  test('of any cluster writes the same files again, or says what is wrong before it writes one', () => {
    const seen = { written: 0, refused: 0 };
    fc.assert(
      fc.property(onClouds, given => {
        const first = outcome(given as never);
        seen[first.problems ? 'refused' : 'written'] += 1;
        if (first.problems) expect(first.files).toEqual({});
        expect(outcome(given as never)).toEqual(first);
      }),
      { numRuns: 200, seed },
    );
    expect(seen.written).toBeGreaterThan(25);
    expect(seen.refused).toBeGreaterThan(40);
  }, 60_000);
});
