import { Gke, type GkeProps } from 'tenon/google';
import { CONTRACT, type Plugin, type Socket } from 'tenon/spi';
import { planOf, type PlanOf } from 'tenon/testing';

export const publicAccess = ['203.0.113.0/24'];

/** A `Gke` in Frankfurt. */
export const gke = (changes: Partial<GkeProps> = {}) =>
  new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess, ...changes });

/** What is wrong with a cluster on `Gke`. */
export const problems = (props: Partial<GkeProps> = {}, spec: Partial<PlanOf> = {}) =>
  planOf({ infrastructure: gke(props), ...spec }).problems;

/** What is wrong with a cluster on `Gke`, as `code path`. */
export const refusals = (props: Partial<GkeProps> = {}, spec: Partial<PlanOf> = {}) =>
  problems(props, spec).map(({ code, path }) => `${code} ${path}`);

/** What a cluster on `Gke` is warned of, as `code path`. */
export const warnings = (props: Partial<GkeProps> = {}, spec: Partial<PlanOf> = {}) =>
  planOf({ infrastructure: gke(props), ...spec }).warnings.map(({ code, path }) => `${code} ${path}`);

/** The plan of a cluster on `Gke` that has no problems. */
export function planned(props: Partial<GkeProps> = {}, spec: Partial<PlanOf> = {}) {
  const { plan, problems: wrong } = planOf({ infrastructure: gke(props), ...spec });
  if (!plan) throw new Error(JSON.stringify(wrong));
  return plan;
}

/** A plugin that nobody has heard of. */
export function stranger<S extends Socket>(socket: S, name: string, changes: Partial<Plugin<S>> = {}): Plugin<S> {
  return { contract: CONTRACT, socket, name, settings: {}, provides: () => [], contribute: () => [], ...changes };
}
