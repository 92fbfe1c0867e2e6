import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { objectsOf, type KubernetesObject } from './api-server';
import { releasesOf } from './releases';
import type { Synthesized } from './synthesized';

/** The objects of the charts that a program brings itself, as the real Helm renders them. */
export function rendered(helm: string, synthesized: Synthesized): KubernetesObject[] {
  const own = releasesOf(synthesized).filter(({ chart }) => existsSync(chart));
  return own.flatMap(({ name, namespace, chart, values }) => {
    const args = ['template', name, chart, '--namespace', namespace, '--values', '-'];
    return objectsOf(execFileSync(helm, args, { input: JSON.stringify(values), encoding: 'utf8', maxBuffer: 1 << 26 }));
  });
}
