import type { ItemKind } from './item';
import type { Data, Minor } from './data';

/** A processor architecture, as Kubernetes calls it. */
export type Arch = 'amd64' | 'arm64';

/** Keeps pods that do not tolerate it off a node. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** A pool as the user asked for it, with defaults filled in. */
export interface PoolRequest {
  readonly name: string;
  readonly cpu?: number;
  readonly memoryGiB?: number;
  readonly arch: Arch;
  /** GPUs a machine; 0 for none. */
  readonly gpu: number;
  /** A machine type by its cloud's name. */
  readonly machine?: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly Taint[];
  readonly spot: boolean;
  readonly diskGiB?: number;
  /** @default - the infrastructure's zones */
  readonly zones: readonly string[];
  readonly kubernetes: Minor;
  readonly maxSurge?: number;
  readonly maxUnavailable?: number;
}

/** What a plugin asks of a pool's machines; it narrows the choice before a machine is chosen. */
export interface PoolDemand {
  /** The plugin's name. */
  readonly by: string;
  readonly because: string;
  readonly kvm?: true;
  readonly arch?: readonly Arch[];
  /** Raw disks besides the root disk. */
  readonly disks?: number;
  /** Taints that the plugin itself removes from a node once it is ready there. */
  readonly startupTaints?: readonly Taint[];
  /**
   * Where a pod's address comes from, which bounds the pods a machine can hold: a secondary address of the machine's network
   * interfaces, an address of a prefix assigned to them, or a range that each node has to itself.
   */
  readonly podAddresses?: 'interface-addresses' | 'interface-prefixes' | 'node-range';
  /** The network takes the first interface's addresses for nothing but the node. */
  readonly reservedInterfaces?: number;
}

/** The machine type that answers a pool. */
export interface Machine {
  readonly type: string;
  readonly arch: Arch;
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly gpu: number;
  /** Whether `/dev/kvm` exists on it. */
  readonly kvm: boolean;
  /** The kubelet's limit. */
  readonly maxPods: number;
  /** The infrastructure's name for the operating system, such as `AL2023_x86_64_STANDARD`. */
  readonly image: string;
  /** Kinds of node items that it can take. */
  readonly accepts: readonly ItemKind[];
  readonly details?: { readonly [key: string]: Data };
}

/** A pool in the plan. */
export interface Pool extends PoolRequest {
  readonly answer: Machine;
  readonly startupTaints: readonly Taint[];
}
