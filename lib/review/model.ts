import type { Data } from '../spi';
import type { Difference } from './data';

/** What changes from one synthesized folder to another. Data only: whatever shows it, reads it. */
export interface Review {
  readonly format: 'tenon.review/1';
  /** `attention`: somebody should look before it is deployed. */
  readonly verdict: 'same' | 'changed' | 'attention';
  readonly attention: readonly Attention[];
  /** Every cluster of either side, by name. */
  readonly clusters: readonly ClusterReview[];
  /** Every stack that changes, in the order in which they are deployed; those that go come last. */
  readonly stacks: readonly StackReview[];
  /** Files beside the stacks and in `manifests/` that say something else now. */
  readonly files: readonly FileReview[];
}

/** Something that somebody should look at. */
export interface Attention {
  /** The cluster or stack. */
  readonly at: string;
  readonly because: string;
}

/** What happens to something as a whole. */
export type Fate = 'added' | 'removed' | 'changed' | 'same';

/** One cluster. */
export interface ClusterReview {
  readonly name: string;
  readonly fate: Fate;
  readonly base?: ClusterSketch;
  readonly head?: ClusterSketch;
  readonly changes: readonly Change[];
}

/** A cluster in a few words. */
export interface ClusterSketch {
  readonly kubernetes: string;
  readonly infrastructure: string;
  readonly zones: readonly string[];
  /** In the order in which they are deployed. */
  readonly stacks: readonly string[];
  /** The plugins besides the infrastructure, such as `storage disk 'fast'`. */
  readonly plugins: readonly string[];
  readonly pools: readonly PoolSketch[];
}

/** A pool in a few words. */
export interface PoolSketch {
  readonly name: string;
  readonly machine: string;
  readonly min: number;
  readonly max: number;
}

/** What a change is about. */
export type Topic =
  | 'cluster'
  | 'kubernetes'
  | 'pool'
  | 'offer'
  | 'address'
  | 'reach'
  | 'permission'
  | 'protection'
  | 'acknowledgement'
  | 'warning'
  | 'plugin'
  | 'version'
  | 'image'
  | 'release'
  | 'object'
  | 'addon'
  | 'node'
  | 'item'
  | 'loss'
  | 'stack'
  | 'provider'
  | 'tag';

/** What happens to it. */
export type Happening =
  | 'added'
  | 'removed'
  | 'changed'
  | 'raised'
  | 'lowered'
  | 'rolled'
  | 'replaced'
  | 'resized'
  | 'moved'
  | 'opened'
  | 'closed'
  | 'granted'
  | 'revoked'
  | 'destroyed';

/** One change, as a reader wants to know of it. */
export interface Change {
  readonly topic: Topic;
  readonly happens: Happening;
  /** What it happens to: a name. */
  readonly subject: string;
  readonly from?: Data;
  readonly to?: Data;
  /** More of it, in words that need no escaping but as prose. */
  readonly says?: string;
  /** What brings it about. */
  readonly why?: readonly string[];
  /** Place by place. */
  readonly details?: readonly Difference[];
  /** Why somebody should look. @default - nobody has to */
  readonly attention?: string;
}

/** One Terraform stack that changes. */
export interface StackReview {
  readonly name: string;
  readonly fate: Fate;
  /** The cluster that it belongs to. @default - none */
  readonly cluster?: string;
  /** Stacks that are deployed before it. */
  readonly after: readonly string[];
  readonly resources: readonly ResourceChange[];
  /** Of the stack itself, and for one that is no cluster's, of what is in it. */
  readonly changes: readonly Change[];
}

/** What Terraform will do to one resource. */
export interface ResourceChange {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly action: 'create' | 'update' | 'replace' | 'destroy';
  /** Whether nobody knows which of its arguments make another resource of it. */
  readonly guess?: true;
  /** Of a replacement: whether the new one comes first. */
  readonly newFirst?: boolean;
  readonly arguments: readonly ArgumentChange[];
  /** What goes with it, where it goes. */
  readonly loss?: string;
  /** What keeps Terraform from doing it. */
  readonly guard?: string;
}

/** What becomes of one argument. */
export interface ArgumentChange extends Difference {
  /** Forces another resource. */
  readonly forces: boolean;
  /** The resource, data source or provider that brings it about, where the argument itself says the same. */
  readonly cause?: string;
}

/** A file whose content says something else. */
export interface FileReview {
  readonly path: string;
  readonly fate: Fate;
}
