import type { Data } from './data';
import type { Item, Stage } from './item';
import type { Pool } from './pool';
import type { Addresses, ChosenPlugin, ClusterFacts } from './plugin';

/** Everything that was decided, cloud-neutral and sorted: JSON. Whatever comes later reads it; nothing later changes it. */
export interface Plan {
  readonly format: 'tenon.plan/1';
  readonly cluster: ClusterFacts;
  readonly plugins: readonly ChosenPlugin[];
  readonly zones: readonly string[];
  readonly addresses: Addresses;
  readonly pools: readonly Pool[];
  /** Who supplies what, by capability. */
  readonly capabilities: { readonly [capability: string]: readonly { readonly by: string; readonly value?: Data }[] };
  /** In the order in which they take effect. */
  readonly items: readonly PlannedItem[];
  /** In the order in which they are deployed. */
  readonly stacks: readonly PlannedStack[];
  readonly acknowledged: readonly Acknowledgement[];
  /** What does not stand in the way, but should be known. */
  readonly warnings: readonly {
    readonly code: string;
    readonly at: string;
    readonly because: string;
    readonly fix: string;
  }[];
}

/** An item with the plugin that takes it. */
export type PlannedItem = Item & { readonly consumer: string };

/** Stages that are deployed together. */
export interface PlannedStack {
  readonly name: string;
  readonly stages: readonly Stage[];
}

/** Consent to a rule's finding, or to a warning. */
export interface Acknowledgement {
  /** The rule's code. */
  readonly code: string;
  /** Why it is all right here. */
  readonly because: string;
  /** Only findings at this path below the cluster. @default - all of the code */
  readonly at?: string;
}
