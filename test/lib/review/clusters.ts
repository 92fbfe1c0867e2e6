import type { Plan, PlannedItem } from 'tenon/spi';
import { review, type Review } from '../../../lib/review';
import type { Change } from '../../../lib/review/model';
import { cloud } from './terraform/stacks';

/** A plan in as few words as one can be. */
export function plan(overrides: Partial<Plan> = {}): Plan {
  return {
    format: 'tenon.plan/1',
    cluster: { name: 'shop', kubernetes: '1.35', tags: {} },
    plugins: [{ socket: 'infrastructure', name: 'ground', as: 'install', settings: {} }],
    zones: ['a'],
    addresses: {
      network: '10.0.0.0/16',
      pods: '10.1.0.0/16',
      services: '10.2.0.0/16',
      domain: 'cluster.local',
      subnets: [],
    },
    pools: [],
    capabilities: { cloud: [{ by: 'ground', value: 'cloud' }] },
    items: [],
    stacks: [{ name: 'shop', stages: ['control-plane', 'network', 'nodes', 'platform'] }],
    acknowledged: [],
    warnings: [],
    ...overrides,
  };
}

/** An item that a delivery brings. */
export function item(kind: string, id: string, spec: object, rest: object = {}): PlannedItem {
  return { kind, id, by: 'x', because: 'y', stage: 'platform', consumer: 'z', spec, ...rest } as unknown as PlannedItem;
}

/** What a review says of two plans. */
export function reviewOf(base: Plan | undefined, head: Plan | undefined): Review {
  const output = (each: Plan | undefined) => ({ clusters: each ? [each] : [], stacks: [], files: [] });
  return review(output(base), output(head), [{ ...cloud, cloud: 'cloud' }]);
}

/** What it says of one topic. */
export function changesOf(base: Plan, head: Plan, topic: Change['topic']): readonly Change[] {
  return reviewOf(base, head).clusters.flatMap(({ changes }) => changes.filter(change => change.topic === topic));
}
