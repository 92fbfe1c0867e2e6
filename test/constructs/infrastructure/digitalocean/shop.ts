import { Doks, type DoksProps } from 'tenon/digitalocean';
import { planOf, type PlanOf } from 'tenon/testing';

export const publicAccess = ['203.0.113.0/24'];

/** A `Doks` in Frankfurt. */
export const doks = (changes: Partial<DoksProps> = {}) => new Doks({ region: 'fra1', publicAccess, ...changes });

/** What is wrong with a cluster on `Doks`, as `code path`. */
export function refusals(spec: Partial<PlanOf> = {}): string[] {
  return problems(spec).map(({ code, path }) => `${code} ${path}`);
}

/** What is wrong with a cluster on `Doks`. */
export function problems(spec: Partial<PlanOf> = {}) {
  return planOf({ infrastructure: doks(), ...spec }).problems;
}

/** The plan of a cluster on `Doks` that has no problems. */
export function planned(spec: Partial<PlanOf> = {}) {
  const { plan, problems: wrong } = planOf({ infrastructure: doks(), ...spec });
  if (!plan) throw new Error(JSON.stringify(wrong));
  return plan;
}
