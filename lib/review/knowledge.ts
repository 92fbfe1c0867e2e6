import type { Plan, Pool, Stage } from '../spi';
import type { Fields } from './data';

/** What is known of one Terraform provider, to say what a change to its resources does. It lives beside what makes the resources. */
export interface ProviderReview {
  /** Its name in a stack's `provider` section. */
  readonly provider: string;
  /** The clusters whose pools it knows, by the value of their capability `cloud`. @default - none */
  readonly cloud?: string;
  /** What each argument's change does, by resource type. */
  readonly resources: { readonly [type: string]: ArgumentFacts };
  /** The type of resource that is a whole cluster. @default - none is */
  readonly cluster?: string;
  /** The argument that makes the provider refuse to destroy a resource, by type. @default {} */
  readonly guards?: { readonly [type: string]: string };
  /**
   * Attributes that a resource has anew whenever it changes, such as a version's number, by type; with the arguments whose change
   * leaves them alone. @default {}
   */
  readonly volatile?: { readonly [type: string]: { readonly [attribute: string]: readonly string[] } };
  /** Arguments that hold JSON in which the order of lists says nothing, by type. @default {} */
  readonly documents?: { readonly [type: string]: readonly string[] };
  /** The provider's own arguments that say where everything is, and what comes of the old place. @default {} */
  readonly places?: { readonly [argument: string]: string };
  /** Beginnings of types that `places` say nothing of. @default [] */
  readonly everywhere?: readonly string[];
  /** What goes with a resource, in words: `the files on it`. @default - nothing */
  loss?(resource: ResourceView): string | undefined;
  /** What makes a pool's machines. @default - nothing that it knows */
  pool?(plan: Plan, pool: Pool): PoolResource | undefined;
  /** Who lets whom in. @default - nobody */
  reach?(resources: Resources): readonly Opening[];
  /** Who may do what. @default - nobody anything */
  grants?(resources: Resources): readonly Grant[];
}

/** What a change to a resource's arguments does, by paths such as `vpc_config.subnet_ids`. */
export interface ArgumentFacts {
  /** A change of these makes another resource. */
  readonly replaces?: readonly string[];
  /** And of these, when they change in one of some ways. */
  readonly replacesWhen?: { readonly [path: string]: readonly Way[] };
  /** Left out, these keep the value that they have. */
  readonly kept?: readonly string[];
  /** Lists and blocks without an order. */
  readonly sets?: readonly string[];
}

/** How an argument changes: it appears, goes, is turned off, or becomes a range that does not hold the old one. */
export type Way = 'new' | 'gone' | 'disabled' | 'narrowed';

/** What makes a pool's machines: a Terraform resource, or a Kubernetes object. */
export interface PoolResource {
  /** A resource's address in the stack of `stage`, or an object's item id. */
  readonly made: { readonly resource: string; readonly stage: Stage } | { readonly object: string };
  /** Arguments that are the pool's, where the resource is more than it. @default - all */
  readonly within?: string;
  /** Arguments whose change replaces machine by machine, and not the pool. Those below them count. */
  readonly rolls: readonly string[];
  /** Arguments of another resource whose change replaces machine by machine too, such as the cluster's version. @default - none */
  readonly rollsWith?: { readonly resource: string; readonly stage: Stage; readonly arguments: readonly string[] };
  /** What readers call arguments, by path: the resource's, and those of what it is made from. */
  readonly words: { readonly [path: string]: string };
  /** How machines are replaced, in words, as what makes or rolls them says: `at most 1 node is away at a time`. */
  pace(made: Fields): string;
}

/** The resources of one stack, with references to known values filled in. */
export interface Resources {
  readonly stack: string;
  of(type: string): readonly ResourceView[];
}

/** A resource as a provider's review sees it. */
export interface ResourceView {
  readonly type: string;
  /** Its type and name: `cloud_subnet.private-a`. */
  readonly address: string;
  readonly arguments: Fields;
}

/** Connections that something lets in or out. */
export interface Opening {
  /** A range, or a name. */
  readonly from: string;
  /** A range, or a name. */
  readonly to: string;
  /** `all` is every protocol and port. */
  readonly protocol: string;
  /** First and last. @default - every port */
  readonly ports?: readonly [number, number];
  readonly because?: string;
  /** It lets operators and others in from outside, and not what is the cluster's own. */
  readonly outside?: true;
}

/** Something that somebody may do. */
export interface Grant {
  /** A principal, or the service account or resource that stands for it. */
  readonly who: string;
  /** An action, a policy or a role, perhaps with `*` in it. */
  readonly may: string;
  /** What it is done to, perhaps with `*` in it. @default - whatever the grant is about */
  readonly on?: string;
  /** The conditions, as text. @default - none */
  readonly when?: string;
  /** It comes with something that is told in its own right: nobody has to look at it. */
  readonly routine?: true;
  /** It takes away instead. */
  readonly denied?: true;
}
