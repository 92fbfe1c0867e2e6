import type { Cidr, VersionWindow } from '../../../lib/spi';

/** A GKE cluster's place and ways in. Everything else is safe by default. */
export interface GkeProps {
  /** The project's id, such as `acme-platform`; may be a Terraform value. */
  readonly project: string;
  /** A Google Cloud region, such as `europe-west3`. */
  readonly region: string;
  /** Zones to spread nodes over, by name or by number; one to four. @default 3 */
  readonly zones?: number | readonly string[];
  /** Replicas of the control plane: one a zone, or one in all in the first of the zones. @default 'regional' */
  readonly controlPlane?: 'regional' | 'zonal';
  /** A network that exists already. @default - a VPC of the cluster's own in `addresses` */
  readonly network?: ExistingGoogleNetwork;
  /** The way out for private nodes, in a network of the cluster's own. @default - Cloud NAT with addresses that Google chooses */
  readonly nat?: CloudNat;
  /** Records the subnet's connections in Cloud Logging. @default - not recorded */
  readonly flowLogs?: SubnetFlowLogs;
  /** Ranges that reach the API server over the internet. @default - none: the endpoint is private */
  readonly publicAccess?: readonly Cidr[];
  /**
   * Ranges of connected networks, such as a VPN's, that reach the private endpoint besides the nodes. Google keeps one list for both
   * endpoints: with `publicAccess` these ranges reach the public one too.
   * @default []
   */
  readonly privateAccess?: readonly Cidr[];
  /**
   * The endpoint by DNS name, which lets principals through that IAM lets use the cluster, wherever they are.
   * @default false
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation#dns-based_endpoint
   */
  readonly dnsEndpoint?: boolean;
  /**
   * Who moves packets between pods: Dataplane V2, which is Cilium as Google runs it, or kube-proxy with iptables. A cluster keeps the one
   * that it was made with.
   * @default - `dataplane-v2`; `legacy` if `network` is Calico
   */
  readonly datapath?: 'dataplane-v2' | 'legacy';
  /** Policies on domain names, as FQDNNetworkPolicy; for Dataplane V2. @default false */
  readonly fqdnNetworkPolicy?: boolean;
  /** Policies for the whole cluster, as CiliumClusterwideNetworkPolicy; for Dataplane V2. @default false */
  readonly clusterwideNetworkPolicy?: boolean;
  /** Flow logs and firewalls of the VPC see what pods on one node say to each other. @default false */
  readonly intranodeVisibility?: boolean;
  /**
   * Id of the KMS key that encrypts Secrets, as `projects/…/locations/…/keyRings/…/cryptoKeys/…`; may be a Terraform value.
   * @default - a key of the cluster's own, rotated every 90 days
   */
  readonly secretsKey?: string;
  /** Id of the KMS key that encrypts the nodes' disks; may be a Terraform value. @default - a key that Google keeps */
  readonly diskKey?: string;
  /**
   * Who says when the cluster is upgraded. `none` leaves minors to `kubernetes`, and patches to Google.
   * @default 'regular'
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels
   */
  readonly releaseChannel?: 'rapid' | 'regular' | 'stable' | 'extended' | 'none';
  /** The control plane's and the nodes' exact version, such as `1.36.1-gke.1420000`. @default - the channel's newest of the minor */
  readonly version?: string;
  /** When Google may work on the cluster, and when it may not. @default - whenever Google likes */
  readonly maintenance?: Maintenance;
  /** Whose logs go to Cloud Logging. Audit logs are always kept. @default ['system', 'workloads', 'api-server'] */
  readonly logs?: readonly ('system' | 'workloads' | 'api-server' | 'controller-manager' | 'scheduler')[];
  /** Collects metrics of workloads with Google's Managed Service for Prometheus. @default true */
  readonly managedPrometheus?: boolean;
  /** What every pool's nodes are, unless `pools` says otherwise. @default {} */
  readonly nodes?: GkeNodes;
  /** What one pool's nodes are, by the pool's name. @default {} */
  readonly pools?: { readonly [pool: string]: GkeNodes };
  /** Roles in the project that the nodes' service account has besides what nodes need, such as `roles/storage.objectViewer`. @default [] */
  readonly nodeRoles?: readonly string[];
  /** Terraform refuses to destroy the cluster, or to replace it. @default false */
  readonly deletionProtection?: boolean;
  /** Turns on the APIs of the project that the cluster needs; they stay on when it goes. @default true */
  readonly enableServices?: boolean;
  /** Machine types that this release of the library does not know yet, for pools to name. @default [] */
  readonly machines?: readonly GoogleMachine[];
  /** Kubernetes minors that this release of the library does not know yet, or whose support dates have moved. @default [] */
  readonly versions?: readonly VersionWindow[];
}

/** A VPC and a subnet of it that exist already. Names and ids may be Terraform values. Nothing in it is changed but firewall rules. */
export interface ExistingGoogleNetwork {
  /** The VPC's name or self link. */
  readonly network: string;
  /** The name or self link of a subnet in the cluster's region, with a way out. */
  readonly subnetwork: string;
  /** The subnet's primary range. */
  readonly cidr: Cidr;
  /** The subnet's secondary range for pods. */
  readonly pods: SecondaryRange;
  /** The subnet's secondary range for Services. */
  readonly services: SecondaryRange;
  /** A /28 that is free in the VPC and in what it is peered with, for the control plane. */
  readonly controlPlane: Cidr;
}

/** A secondary range of a subnet. */
export interface SecondaryRange {
  readonly name: string;
  readonly cidr: Cidr;
}

/** Cloud NAT. */
export interface CloudNat {
  /** Static addresses to come from, for others' allow lists. @default 0: addresses that Google chooses */
  readonly addresses?: number;
  /** Ports of each machine at least, a power of two from 32 on. @default 64 */
  readonly minPortsPerVm?: number;
  /** What is written to Cloud Logging. @default 'ERRORS_ONLY' */
  readonly log?: 'ERRORS_ONLY' | 'TRANSLATIONS_ONLY' | 'ALL' | 'NONE';
}

/** Flow logs of the nodes' subnet. */
export interface SubnetFlowLogs {
  /** The part of connections that is recorded, above 0 to 1. @default 0.5 */
  readonly sampling?: number;
  /** @default 'INTERVAL_5_SEC' */
  readonly interval?:
    'INTERVAL_5_SEC' | 'INTERVAL_30_SEC' | 'INTERVAL_1_MIN' | 'INTERVAL_5_MIN' | 'INTERVAL_10_MIN' | 'INTERVAL_15_MIN';
}

/** When Google may work on a cluster. @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions */
export interface Maintenance {
  /** Four hours every day from this time on, UTC, `HH:MM`. @default - none; at most one of `daily` and `window` */
  readonly daily?: string;
  /** A window that comes again. @default - none */
  readonly window?: {
    /** RFC 3339, such as `2026-01-03T22:00:00Z`. */
    readonly start: string;
    readonly end: string;
    /** An iCalendar recurrence rule (RFC 5545), such as `FREQ=WEEKLY;BYDAY=SA,SU`: 48 hours in 32 days at least. */
    readonly recurrence: string;
  };
  /** When it may not. `[]` takes away those that were there; without `maintenance` Google keeps them. @default [] */
  readonly exclusions?: readonly MaintenanceExclusion[];
}

/** A time in which upgrades wait. */
export interface MaintenanceExclusion {
  readonly name: string;
  /** RFC 3339, such as `2026-12-20T00:00:00Z`. */
  readonly start: string;
  readonly end: string;
  /** What waits. @default 'all' */
  readonly scope?: 'all' | 'minor-upgrades' | 'minor-and-node-upgrades';
}

/** What nodes are. */
export interface GkeNodes {
  /** Container-Optimized OS or Ubuntu, both with containerd. @default 'COS_CONTAINERD' */
  readonly image?: 'COS_CONTAINERD' | 'UBUNTU_CONTAINERD';
  /** The root disk's kind, such as `pd-balanced` or `hyperdisk-balanced`. @default - the machine family's usual one */
  readonly diskType?: string;
  /** Only signed boot software starts. Drivers that are not signed, such as those of some GPUs, do not load then. @default true */
  readonly secureBoot?: boolean;
  /** Kernel parameters out of those that GKE lets set, such as `net.core.somaxconn`. @default {} */
  readonly sysctls?: { readonly [name: string]: string };
  /** Huge pages set aside when a node starts. @default - none */
  readonly hugepages?: {
    /** Pages of 2 MiB. */
    readonly '2Mi'?: number;
    /** Pages of 1 GiB. */
    readonly '1Gi'?: number;
  };
  /** Lets the nodes run virtual machines, with `/dev/kvm`. @default - if a plugin asks for it */
  readonly nestedVirtualization?: boolean;
  /** Local SSDs as raw disks. @default - as many as plugins ask for */
  readonly localSsds?: number;
  /** Network tags, for firewall rules of your own. @default [] */
  readonly tags?: readonly string[];
  /** How nodes are replaced when something about them changes. @default { strategy: 'surge' } */
  readonly upgrade?: SurgeUpgrade | BlueGreenUpgrade;
}

/** New nodes come a few at a time; how many say the pool's `maxSurge` and `maxUnavailable`, else one and none. */
export interface SurgeUpgrade {
  readonly strategy: 'surge';
}

/** A whole new set of nodes comes before the old ones go. @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies */
export interface BlueGreenUpgrade {
  readonly strategy: 'blue-green';
  /** The part of the old nodes that is drained at once, above 0 to 1. @default 0.25 */
  readonly batch?: number;
  /** Seconds to wait after each batch. @default 60 */
  readonly batchSoakSeconds?: number;
  /** Seconds to wait before the old nodes go, at most a week. @default 3600 */
  readonly soakSeconds?: number;
}

/** A Compute Engine machine type. @see https://cloud.google.com/compute/docs/machine-resource */
export interface GoogleMachine {
  /** Google's name, such as `c4-standard-8`. */
  readonly type: string;
  readonly arch: 'amd64' | 'arm64';
  /** vCPUs. */
  readonly cpu: number;
  readonly memoryGiB: number;
  /** GPUs that come with the type. @default 0 */
  readonly gpu?: number;
  /** Whether it can run virtual machines. @default false */
  readonly nestedVirtualization?: boolean;
}
