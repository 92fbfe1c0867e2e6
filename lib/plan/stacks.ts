import type { PlannedItem, PlannedStack, Stage } from '../spi';

/** The stages in their order. */
export const STAGES: readonly Stage[] = ['control-plane', 'network', 'nodes', 'platform'];

export const isStage = (stage: string): stage is Stage => (STAGES as readonly string[]).includes(stage);

/**
 * Which stages are deployed together. A stage into which a delivery brings something waits for what exists before it, and the next
 * stage waits for it; stages between which nothing stands share a stack. So no stack that makes the cluster talks to its API.
 */
export function planStacks(
  cluster: string,
  items: readonly PlannedItem[],
  deliveries: ReadonlySet<string>,
): PlannedStack[] {
  const delivered = (stage: Stage) => items.some(item => item.stage === stage && deliveries.has(item.consumer));
  const groups: Stage[][] = [];
  for (const [index, stage] of STAGES.entries()) {
    const previous = STAGES[index - 1];
    const group = groups.at(-1);
    if (!group || delivered(stage) || (previous && delivered(previous))) groups.push([stage]);
    else group.push(stage);
  }
  return groups.map(stages => ({
    name: stages[0] === 'control-plane' ? cluster : `${cluster}-${String(stages[0])}`,
    stages,
  }));
}
