import type { Construct } from 'constructs';
import type { Data } from './data';
import type { Stage } from './item';
import type { Plan, PlannedItem } from './plan';
import type { Access, Consumer } from './infrastructure';
import type { Plugin } from './plugin';

/** Brings items into the cluster. */
export interface Delivery extends Plugin<'delivery'>, Consumer {
  /** From where it acts. One that runs in the cluster's own pods cannot bring the cluster's network. */
  readonly reach: 'operator' | 'node' | 'inside' | 'management';
  deliver(context: DeliveryContext): void;
}

/** What a delivery is given to build from. */
export interface DeliveryContext {
  readonly plan: Plan;
  /** Items that this delivery takes, in order. */
  readonly items: readonly PlannedItem[];
  /** The Terraform stack of a stage, made when it is first asked for. */
  stack(stage: Stage): Construct;
  access(at: Construct): Access;
  /** Puts facts and the user's Terraform values into data, as used in the stack that holds `at`. */
  resolve(data: Data, at: Construct): unknown;
  /** Writes a file beside the stack's `cdk.tf.json` when the app is synthesized. */
  writeBeside(at: Construct, path: string, content: string): void;
  /** Writes a file below the app's output folder when the app is synthesized. */
  write(path: string, content: string): void;
}
