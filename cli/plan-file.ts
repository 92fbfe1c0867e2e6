import * as v from '../lib/schema';
import type { Data, Plan } from '../lib/spi';
import { Failure } from './failure';

const list = v.array(v.looseObject({}));

/** As much of a plan as a review reads. */
const shape = v.looseObject({
  format: v.literal('tenon.plan/1'),
  cluster: v.looseObject({ name: v.string(), kubernetes: v.string(), tags: v.record(v.string(), v.string()) }),
  plugins: v.array(v.looseObject({ socket: v.string(), name: v.string(), settings: v.looseObject({}) })),
  zones: v.array(v.string()),
  addresses: v.looseObject({ subnets: v.array(v.looseObject({ name: v.string(), cidr: v.string() })) }),
  pools: v.array(
    v.looseObject({
      name: v.string(),
      min: v.number(),
      max: v.number(),
      zones: v.array(v.string()),
      labels: v.looseObject({}),
      taints: list,
      startupTaints: list,
      answer: v.looseObject({ type: v.string() }),
    }),
  ),
  capabilities: v.record(v.string(), list),
  items: v.array(
    v.looseObject({
      kind: v.string(),
      id: v.string(),
      stage: v.string(),
      because: v.string(),
      consumer: v.string(),
      spec: v.looseObject({}),
    }),
  ),
  stacks: v.array(v.looseObject({ name: v.string(), stages: v.array(v.string()) })),
  acknowledged: v.array(v.looseObject({ code: v.string(), because: v.string() })),
  warnings: v.optional(
    v.array(v.looseObject({ code: v.string(), at: v.string(), because: v.string(), fix: v.string() })),
  ),
});

/** Data as the plan that it is. @throws Failure if it is none, or one of another release */
export function planOf(data: Data, file: string): Plan {
  const { success, issues } = v.safeParse(shape, data, { abortEarly: true });
  if (success) {
    const plan = data as unknown as Plan;
    return { ...plan, warnings: plan.warnings ?? [] };
  }
  const [issue] = issues;
  const path = v.getDotPath(issue) ?? 'it';
  if (path === 'format') {
    throw new Failure(
      `'${file}' is not a plan that this release reads: its format is ${issue.received}, not "tenon.plan/1"`,
    );
  }
  throw new Failure(`'${file}' is damaged: ${path} is ${issue.received}, not ${issue.expected ?? 'what it should be'}`);
}
