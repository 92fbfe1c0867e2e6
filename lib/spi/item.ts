import type { Data } from './data';

/**
 * When an item takes effect. Stages come in this order, and each may become a Terraform stack of its own: a node is Ready only with a
 * network, so a network that is installed from outside stands between the control plane and the nodes.
 */
export type Stage = 'control-plane' | 'network' | 'nodes' | 'platform';

/** On which machines: all of a role, or one pool's. */
export type Where = { readonly role: 'control-plane' | 'node' } | { readonly pool: string };

/** The kinds of items and their specs. Third parties add kinds by declaration merging. */
export interface ItemKinds {
  /** A Helm release. */
  'helm-release': HelmRelease;
  /** A Kubernetes object. */
  object: KubernetesObject;
  /** A connection that firewalls must let through. */
  port: Port;
  /** A service account that acts in the cloud. */
  identity: Identity;
  /** A component that the managed service installs and upgrades itself. */
  addon: Addon;
  /** A network file system of the cloud's own; its fact is `file-system/id/<id>`. */
  'file-system': FileSystem;
  /** Settings of the kubelet, as in a KubeletConfiguration. */
  kubelet: { readonly [field: string]: Data };
  /** A file on nodes. */
  'node-file': NodeFile;
  /** A package of the node's operating system. */
  'node-package': NodePackage;
  /** A command run once while a node starts, before its kubelet. */
  'node-command': NodeCommand;
  /** Something that application teams may rely on; written to `<cluster>.contract.json`. */
  offer: Offer;
}

/** The name of a kind. */
export type ItemKind = keyof ItemKinds;

/** The only thing that plugins produce. */
export type Item = { [K in ItemKind]: ItemOf<K> }[ItemKind];

/** An item of one kind. */
export interface ItemOf<K extends ItemKind> {
  readonly kind: K;
  /**
   * Unique among the cluster's items of this kind, and stable: Terraform addresses and file names come from it. Lower-case letters,
   * digits and hyphens. Two plugins may contribute the same item if they agree on every field but `by` and `because`.
   */
  readonly id: string;
  /** The plugin's name. */
  readonly by: string;
  /** Why it is there, for reviewers. */
  readonly because: string;
  readonly stage: Stage;
  /** Items that must come first, as `kind/id`. */
  readonly after?: readonly string[];
  readonly on?: Where;
  readonly spec: ItemKinds[K];
}

/** A Helm release at one exact chart version. */
export interface HelmRelease {
  readonly chart: string;
  /** `https://…`, or `oci://…` without the chart's name. */
  readonly repository: string;
  /** The exact chart version. */
  readonly version: string;
  readonly namespace: string;
  /** @default false */
  readonly createNamespace?: boolean;
  /** Whether to wait until what it brings works, and, when it goes, until that is gone. @default - where there are nodes */
  readonly wait?: boolean;
  /** Whether Helm runs the chart's hooks, which need nodes when it comes and when it goes. @default true */
  readonly runHooks?: boolean;
  /** May hold facts. */
  readonly values: { readonly [key: string]: Data };
}

/** An object as the API server takes it; any field but the names may hold facts. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: Data };
  };
  readonly [field: string]: Data;
}

/** Who is at one end of a connection. `pod` is a pod that has an address of its own in the nodes' network. */
export type Peer =
  | 'control-plane'
  | 'node'
  | 'pod'
  | 'load-balancer'
  | 'operator'
  | 'internet'
  | { readonly pool: string }
  | { readonly service: string };

/** Who may open connections to whom. */
export interface Port {
  readonly from: Peer;
  readonly to: Peer;
  /** `all` is every protocol and port; `ipip` and `esp` are IP protocols 4 and 50. */
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'ipip' | 'esp' | 'all';
  /** First and last port; for `tcp` and `udp` only. @default - every port of the protocol */
  readonly range?: readonly [number, number];
}

/** A service account, and what it may do in the cloud. */
export interface Identity {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** What it may do, by cloud. An infrastructure whose own key is absent refuses the identity. */
  readonly grants: Grants;
}

/** Grants by cloud; third parties add theirs by declaration merging. */
export interface Grants {
  readonly aws?: AwsGrant;
  readonly google?: { readonly roles: readonly string[] };
}

/** Permissions by managed policies, by statements, or both. */
export interface AwsGrant {
  /** Names of policies that AWS manages, with their path: `service-role/AmazonEBSCSIDriverPolicy`. */
  readonly managed?: readonly string[];
  readonly statements?: readonly AwsStatement[];
}

/** One statement of an IAM policy that allows. */
export interface AwsStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs; `{partition}`, `{region}`, `{account}` and `{cluster}` stand for the cluster's own. @default ['*'] */
  readonly resources?: readonly string[];
  readonly conditions?: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

/** A component by the managed service's own name for it. */
export interface Addon {
  /** The service's name for it, such as `snapshot-controller`. */
  readonly name: string;
  /** @default - the service's default for the Kubernetes version */
  readonly version?: string;
  readonly configuration?: { readonly [key: string]: Data };
  /** Ids of identity items that its service accounts use. */
  readonly identities?: readonly string[];
}

/** A network file system that nodes in every zone reach. */
export interface FileSystem {
  /** @default 'elastic' */
  readonly throughput?: 'elastic' | 'bursting';
}

/** A file, whole. */
export interface NodeFile {
  readonly path: string;
  readonly content: string;
  /** Octal. @default '0644' */
  readonly mode?: string;
}

/** A package by the operating system's own name for it. */
export interface NodePackage {
  readonly name: string;
  readonly version?: string;
}

/** A program and its arguments, without a shell. */
export interface NodeCommand {
  readonly run: readonly string[];
}

/** What there is, by type and name. */
export interface Offer {
  /** `storage-class`, `runtime-class`, `gateway-class`, `network-policy`, … */
  readonly type: string;
  readonly name: string;
  readonly details?: { readonly [key: string]: Data };
}
