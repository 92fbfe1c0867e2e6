import type { Capability, Needed, Provided } from './capability';
import type { Cidr, Data, Minor } from './data';
import type { Item } from './item';
import type { Plan } from './plan';
import type { Pool, PoolDemand, PoolRequest } from './pool';

/** The version of this contract. A plugin names the version that it was written for. */
export const CONTRACT = 1;

/** The places of a cluster that a plugin goes into. */
export type Socket =
  'infrastructure' | 'bootstrap' | 'network' | 'runtime' | 'sandbox' | 'storage' | 'mesh' | 'delivery';

/** Everything that goes into a socket. Pure data and pure functions: one plugin may serve many clusters. */
export interface Plugin<S extends Socket = Socket> {
  readonly contract: typeof CONTRACT;
  readonly socket: S;
  /** The product's name in kebab-case, as its file is called. */
  readonly name: string;
  /** Tells several of one product apart, such as a StorageClass's name. Items are `by` `name` or `name/label`. */
  readonly label?: string;
  /** Only what the user set: an adopter must honour each or refuse it. */
  readonly settings: { readonly [setting: string]: Data };
  /** What is wrong with its own props, whatever the cluster; filled by its constructor, which never throws. */
  readonly findings?: readonly Finding[];
  /** What it supplies on this platform. */
  provides(platform: Platform): readonly Provided[];
  /** What it cannot work without on this platform. */
  needs?(platform: Platform): readonly Needed[];
  readonly rules?: readonly Rule[];
  /** What it asks of a pool's machines. */
  demands?(pool: PoolRequest, platform: Platform): PoolDemand | undefined;
  /** What it adds to the cluster. Pure: no I/O, no clock, no construct tree. */
  contribute(decisions: Decisions): readonly Item[];
}

/** What is known of the place a plugin lands in before any plugin has spoken: the infrastructure's own capabilities. */
export interface Platform {
  readonly kubernetes: Minor;
  has(capability: Capability): boolean;
  value(capability: Capability): Data | undefined;
  /** Whether the infrastructure supplies it in every cluster, so that nobody can supply an exclusive one in its place. */
  always(capability: Capability): boolean;
}

/** Everything decided before plugins contribute. */
export interface Decisions {
  readonly cluster: ClusterFacts;
  readonly addresses: Addresses;
  readonly zones: readonly string[];
  /** Pools whose machine is chosen. */
  readonly pools: readonly Pool[];
  readonly plugins: readonly ChosenPlugin[];
  /** Whether somebody supplies it. */
  has(capability: Capability): boolean;
  /** The value that its (first) supplier gave. */
  value(capability: Capability): Data | undefined;
  /** Who supplies it: `name` or `name/label`. */
  suppliers(capability: Capability): readonly string[];
}

/** What every plugin may know of the cluster itself. */
export interface ClusterFacts {
  readonly name: string;
  readonly kubernetes: Minor;
  readonly tags: { readonly [key: string]: string };
}

/** Ranges of one cluster. */
export interface Addresses {
  /** The nodes' network. */
  readonly network: Cidr;
  /** Pods, where they are not in the nodes' network. */
  readonly pods: Cidr;
  readonly services: Cidr;
  readonly subnets: readonly Subnet[];
  /** The cluster's DNS domain. */
  readonly domain: string;
}

/** A part of the nodes' network, in one zone. */
export interface Subnet {
  readonly name: string;
  readonly tier: 'public' | 'private' | 'intra';
  readonly zone: string;
  readonly cidr: Cidr;
}

/** A plugin as the plan records it. */
export interface ChosenPlugin {
  readonly socket: Socket;
  readonly name: string;
  readonly label?: string;
  /** `native`: already part of the service, and the infrastructure's own items are used. */
  readonly as: 'install' | 'native';
  readonly settings: { readonly [setting: string]: Data };
}

/** Lives with the plugin that it is about. */
export interface Rule {
  /** Stable and documented, such as `CIL-03`. */
  readonly code: string;
  /** `consent`: an error until it is acknowledged with a reason. */
  readonly severity: 'error' | 'consent' | 'warning';
  /** The source. */
  readonly see?: string;
  /** `before` is the last plan, where the user gives it. */
  check(decisions: Decisions, before?: Plan): readonly Finding[];
}

/** One breach of a rule, and how to mend it. */
export interface Finding {
  /** Below the cluster, such as `pools/general`. @default - the plugin's socket */
  readonly at?: string;
  /** What the user gave. */
  readonly value?: Data;
  /** Who cannot what, and why: a clause without a full stop. */
  readonly because: string;
  /** What to change: a clause in the imperative. */
  readonly fix: string;
}

/** A refusal says why and what to change. */
export interface Refusal {
  /** The rule behind it, where it has a code of its own, such as `DO-01`. */
  readonly code?: string;
  readonly because: string;
  readonly fix: string;
}
