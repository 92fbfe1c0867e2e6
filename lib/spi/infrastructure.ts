import type { Construct } from 'constructs';
import type { Needed, Provided } from './capability';
import type { Cidr, Minor } from './data';
import type { Item, Stage, Where } from './item';
import type { Plan, PlannedItem } from './plan';
import type { Platform, Plugin, Refusal, Socket, Subnet } from './plugin';
import type { Machine, Pool, PoolDemand, PoolRequest } from './pool';

/** Takes items. An item that no consumer takes is refused; nothing is dropped. */
export interface Consumer {
  /** `undefined`: not mine to take. */
  consumes(item: Item): true | Refusal | undefined;
}

/** How an infrastructure takes a plugin. */
export type Adoption =
  /** The plugin's own items are used. */
  | { readonly as: 'install' }
  /** Already part of the service: these stand in for the plugin's own `provides`, `needs`, demands and items. */
  | {
      readonly as: 'native';
      readonly provides: readonly Provided[];
      readonly needs?: readonly Needed[];
      readonly items: readonly Item[];
      /** The settings that it carries out; every other that the user set is refused by name. */
      readonly honours: readonly string[];
      /** What is there instead of a setting that it does not carry out: a clause. @default - that it is not carried out says enough */
      readonly instead?: { readonly [setting: string]: string };
    }
  | ({ readonly as: 'refuse' } & Refusal);

/** Where and on what a cluster runs. */
export interface Infrastructure extends Plugin<'infrastructure'>, Consumer {
  /** What happens to plugins that `adopt` says nothing of: installed, or refused. Sockets not named are closed. */
  readonly sockets: { readonly [S in Socket]?: 'open' | 'closed' };
  /** Zones that the cluster spreads over; none if it is known to nobody which. */
  readonly zones: readonly string[];
  readonly addresses: AddressDefaults;
  readonly versions: VersionWindows;
  readonly names: { readonly cluster: NameRule; readonly pool: NameRule };
  /** Names of facts it can give, besides those of identities. */
  readonly facts: readonly string[];
  adopt(plugin: Plugin, platform: Platform): Adoption | undefined;
  /** The smallest machine that answers. */
  select(pool: PoolRequest, demands: readonly PoolDemand[], platform: Platform): Machine | Refusal;
  /** Divides the nodes' network. @default - no subnets */
  subnets?(network: Cidr, zones: readonly string[]): readonly Subnet[] | Refusal;
  /**
   * The pool as which one of the last plan lives on with its nodes, though that has another name.
   * @default - a pool of another name is another pool
   */
  successor?(pool: Pool, before: readonly Pool[], now: readonly Pool[]): Pool | undefined;
  provision(context: Provisioning): Provisioned;
}

/** The ranges that a cluster has unless the user says otherwise; they do not overlap. */
export interface AddressDefaults {
  readonly network: Cidr;
  readonly pods: Cidr;
  readonly services: Cidr;
  /** @default 'cluster.local' */
  readonly domain?: string;
  /** The network exists already: the user may not set its range anew. */
  readonly existing?: boolean;
  /**
   * Ranges that are parts of the cloud's network beside `network`: none that the network is connected with may have them, and with
   * `existing` they exist as well. @default []
   */
  readonly inNetwork?: readonly ('pods' | 'services')[];
  /** The cloud refuses ranges that overlap those of another cluster of the same account. */
  readonly disjointInAccount?: true;
}

/** The Kubernetes minors a service offers. Data with a date, because nobody asks a clock while synthesizing. */
export interface VersionWindows {
  /** The day the data was read, `YYYY-MM-DD`; support is judged as of this day. */
  readonly asOf: string;
  readonly source: string;
  readonly windows: readonly VersionWindow[];
}

/** One minor, and how long the service supports it. */
export interface VersionWindow {
  readonly minor: Minor;
  /** End of standard support, `YYYY-MM-DD`. @default - not known */
  readonly standardUntil?: string;
  /** End of paid or extended support, where there is one. */
  readonly extendedUntil?: string;
}

/** What the cloud accepts as a name. */
export interface NameRule {
  /** A regular expression for the whole name. */
  readonly pattern: string;
  readonly maxLength: number;
  /** The pattern in words: `lower-case letters, digits and hyphens`. */
  readonly words: string;
}

/** What an infrastructure is given to build from. */
export interface Provisioning {
  readonly plan: Plan;
  /** The Terraform stack of a stage; stages that are deployed together share one. */
  stack(stage: Stage): Construct;
  /** Items that this infrastructure takes, in order, with the user's Terraform values in them. */
  readonly items: readonly PlannedItem[];
  /**
   * Carries a value from the stack that makes it to the one that uses it: the value itself within one stack, else an output of this
   * name and a read of the other stack's state.
   */
  carry(name: string, value: string, to: Construct): string;
  /** A node's program, where the cluster has a bootstrap. */
  program?(on: Where): NodeProgram;
}

/** What an infrastructure gives back. */
export interface Provisioned {
  /** A fact's value, as used in the stack that holds `at`. */
  fact(name: string, at: Construct): unknown;
  /** How Terraform's providers reach the API server from the stack that holds `at`. */
  access(at: Construct): Access;
  readonly outputs: Outputs;
}

/** Terraform values; none is a credential. */
export interface Outputs {
  readonly name: string;
  readonly endpoint: string;
  /** A command that makes the operator's kubeconfig. */
  readonly kubeconfig: string;
}

/** How to reach the API server without a stored credential. */
export interface Access {
  readonly host: string;
  /** PEM, base64-encoded. @default - one of those that every machine trusts */
  readonly certificateAuthority?: string;
  /** A client-go credential plugin. */
  readonly exec: {
    readonly apiVersion: string;
    readonly command: string;
    readonly args: readonly string[];
    readonly env?: { readonly [name: string]: string };
  };
}

/** Makes machines into nodes. */
export interface Bootstrap extends Plugin<'bootstrap'>, Consumer {
  program(plan: Plan, on: Where): NodeProgram;
}

/** What a machine runs when it starts, to become a node. */
export interface NodeProgram {
  readonly format: 'cloud-init';
  readonly userData: string;
}
