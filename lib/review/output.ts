import type { Data, Plan } from '../spi';
import type { Fields } from './data';

/** What `app.synth()` wrote, read and parsed. */
export interface Output {
  /** By name. */
  readonly clusters: readonly Plan[];
  /** By name. */
  readonly stacks: readonly StackOutput[];
  /** What lies beside the stacks and in `manifests/`, by path. */
  readonly files: readonly OutputFile[];
}

/** One Terraform stack. */
export interface StackOutput {
  readonly name: string;
  /** Its `cdk.tf.json`. */
  readonly terraform: Fields;
  /** Stacks that are deployed before it. */
  readonly after: readonly string[];
}

/** A file of values, objects or templates. */
export interface OutputFile {
  readonly path: string;
  /** What it says, whatever its style. */
  readonly documents: readonly Data[];
}

/** Nothing at all: the side before the first cluster, or after the last. */
export const NOTHING: Output = { clusters: [], stacks: [], files: [] };
