import type { Fleet } from '../fleet';
import * as v from '../schema';
import type { Acknowledgement, Bootstrap, Cidr, Delivery, Infrastructure, Plan, Plugin, Taint } from '../spi';

/** What a cluster is made of: everything but where its Terraform state lives. */
export interface ClusterSpec {
  /**
   * The control plane's Kubernetes minor, such as `1.36`. Where the cloud upgrades by itself, as in a release channel, it is the
   * least: the control plane may be newer.
   */
  readonly kubernetes: string;
  /** Where and on what it runs. */
  readonly infrastructure: Infrastructure;
  /** What makes machines into nodes. @default - the infrastructure does it itself */
  readonly bootstrap?: Bootstrap;
  /** The pod network; several if one adds to another, as policy or chained plugins do. @default - the infrastructure's own */
  readonly network?: Plugin<'network'> | readonly Plugin<'network'>[];
  /** The container runtime on nodes. @default - the infrastructure's own */
  readonly runtime?: Plugin<'runtime'>;
  /** Classes of volumes. @default [] */
  readonly storage?: readonly Plugin<'storage'>[];
  /** The service mesh. @default - none */
  readonly mesh?: Plugin<'mesh'>;
  /** How releases and objects reach the cluster; the first that takes an item brings it. @default - through Terraform, from outside */
  readonly deliveries?: readonly Delivery[];
  /** Groups of equal machines; at least one. */
  readonly pools: readonly PoolProps[];
  /** The fleet whose ranges it takes, by its name. @default - it belongs to none */
  readonly fleet?: Fleet;
  /** Address ranges. @default - the fleet's, else the infrastructure's */
  readonly addresses?: AddressProps;
  /** Put on everything the cloud can tag. Where machines are started with their tags, a change rolls the pools. @default {} */
  readonly tags?: { readonly [key: string]: string };
  /** Consent to findings, each with a reason. @default [] */
  readonly acknowledge?: readonly Acknowledgement[];
  /** The plan that was deployed last, read from its `plan.json`: lets rules about changes speak. @default - a new cluster */
  readonly before?: Plan;
}

/** A group of equal machines. Say what they need, or name a `machine`. */
export interface PoolProps {
  /** Unique in the cluster. */
  readonly name: string;
  /** vCPUs at least. @default - whatever fits the rest */
  readonly cpu?: number;
  /** Memory at least, in GiB. @default - whatever fits the rest */
  readonly memoryGiB?: number;
  /** @default - `amd64`, or the named machine's */
  readonly arch?: 'amd64' | 'arm64';
  /** GPUs at least. @default 0 */
  readonly gpu?: number;
  /** A machine type by its cloud's name, such as `m7i.xlarge`. @default - the smallest that fits */
  readonly machine?: string;
  /** Fewest machines. */
  readonly min: number;
  /** Most machines. @default - `min` */
  readonly max?: number;
  /** Machines at creation; an autoscaler may change them later. @default - `min` */
  readonly desired?: number;
  /** Node labels. @default {} */
  readonly labels?: { readonly [key: string]: string };
  /** Node taints. @default [] */
  readonly taints?: readonly Taint[];
  /** Spare capacity at a lower price that the cloud may take back. @default false */
  readonly spot?: boolean;
  /** Root disk, in GiB. @default - the infrastructure's */
  readonly diskGiB?: number;
  /** Some of the infrastructure's zones. @default - all of them */
  readonly zones?: readonly string[];
  /** The nodes' Kubernetes minor; at most three older than the control plane's. @default - the control plane's */
  readonly kubernetes?: string;
  /** Machines added while the pool is replaced. @default - the infrastructure's */
  readonly maxSurge?: number;
  /** Machines missing while the pool is replaced. @default - the infrastructure's */
  readonly maxUnavailable?: number;
}

/** Address ranges in CIDR notation. */
export interface AddressProps {
  /** The nodes' network. */
  readonly network?: Cidr;
  /** Pods, where they have a range of their own. */
  readonly pods?: Cidr;
  /** Services' virtual addresses. */
  readonly services?: Cidr;
  /** The cluster's DNS domain. @default 'cluster.local' */
  readonly domain?: string;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.minValue(0.1));
const text = v.pipe(v.string(), v.minLength(1));
const reason = v.pipe(v.string(), v.minLength(1, 'a reason'));
const strings = v.record(v.string(), v.string());
const plugin = v.looseObject({ socket: v.string(), name: v.string() });

const taint = v.strictObject({
  key: text,
  value: v.optional(v.string()),
  effect: v.picklist(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

const pool = v.strictObject({
  name: text,
  cpu: v.optional(positive),
  memoryGiB: v.optional(positive),
  arch: v.optional(v.picklist(['amd64', 'arm64'])),
  gpu: v.optional(count),
  machine: v.optional(text),
  min: count,
  max: v.optional(count),
  desired: v.optional(count),
  labels: v.optional(strings),
  taints: v.optional(v.array(taint)),
  spot: v.optional(v.boolean()),
  diskGiB: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  zones: v.optional(v.pipe(v.array(text), v.minLength(1, 'at least one zone'))),
  kubernetes: v.optional(text),
  maxSurge: v.optional(count),
  maxUnavailable: v.optional(count),
});

const addresses = v.strictObject({
  network: v.optional(text),
  pods: v.optional(text),
  services: v.optional(text),
  domain: v.optional(text),
});

/** The shape of a `ClusterSpec`, for callers without types. @internal */
export const clusterSpec = v.strictObject({
  kubernetes: text,
  infrastructure: plugin,
  bootstrap: v.optional(plugin),
  network: v.optional(v.lazy(given => (Array.isArray(given) ? v.array(plugin) : plugin))),
  runtime: v.optional(plugin),
  storage: v.optional(v.array(plugin)),
  mesh: v.optional(plugin),
  deliveries: v.optional(v.pipe(v.array(plugin), v.minLength(1, 'at least one delivery'))),
  pools: v.pipe(v.array(pool), v.minLength(1, 'at least one pool')),
  fleet: v.optional(v.custom<Fleet>(isFleet, 'a Fleet')),
  addresses: v.optional(addresses),
  tags: v.optional(strings),
  acknowledge: v.optional(v.array(v.strictObject({ code: text, because: reason, at: v.optional(text) }))),
  before: v.optional(
    v.looseObject({
      format: v.literal('tenon.plan/1', 'a plan of this version, as read from plan.json'),
      cluster: v.looseObject({ kubernetes: text }),
      plugins: v.array(v.looseObject({ socket: text, name: text, settings: v.looseObject({}) })),
      addresses: v.looseObject({ network: text, pods: text, services: text }),
      pools: v.array(v.looseObject({ name: text, answer: v.looseObject({ type: text }) })),
      items: v.array(v.looseObject({ kind: text, id: text, stage: text, consumer: text })),
      stacks: v.array(v.looseObject({ name: text, stages: v.array(text) })),
    }),
  ),
});

/** Whether it has what is asked of a fleet. */
export function isFleet(given: unknown): given is Fleet {
  return typeof (given as Fleet | null)?.peersOf === 'function' && Array.isArray((given as Fleet).problems);
}
