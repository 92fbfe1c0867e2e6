import * as v from '../../lib/schema';
import type { Cidr, Data } from '../../lib/spi';

/** Props of `Calico`. */
export interface CalicoProps {
  /**
   * Leaves pods and their addresses to the Amazon VPC CNI, and only enforces policies. What starts on a node before Calico's agent does is
   * not held to them until the agent is there.
   *
   * @default false
   * @see https://docs.tigera.io/calico/latest/getting-started/kubernetes/managed-public-cloud/eks
   */
  readonly policyOnly?: boolean;
  /** The exact version of both charts. @default 'v3.32.1' */
  readonly version?: string;
  /**
   * What agents program: rules of `iptables` or `nftables`, whichever kube-proxy uses too, or `bpf`, eBPF programs that implement Services
   * as well, so that kube-proxy is not installed. `bpf` knows no SCTP and no floating addresses.
   *
   * @default - `nftables` where kube-proxy uses it, else `iptables`
   * @see https://docs.tigera.io/calico/latest/operations/ebpf/install
   */
  readonly dataplane?: 'iptables' | 'nftables' | 'bpf';
  /**
   * How packets travel between pods on different nodes: in UDP (`VXLAN`), in IP (`IPIP`), or as they are (`None`); `CrossSubnet` wraps
   * them only on their way to another subnet. Anything but `VXLAN` needs more of the nodes' network.
   *
   * @default - `VXLAN`; with `ipam: 'host-local'`, `None` where the nodes' network knows the way to pods, else `IPIP`
   * @see https://docs.tigera.io/calico/latest/networking/configuring/vxlan-ipip
   */
  readonly encapsulation?: Encapsulation;
  /**
   * Ranges that pods get their addresses from, all within `addresses.pods`. A node takes blocks of them as it needs them. While
   * `apiServer` is off, what was deployed cannot be changed.
   *
   * @default - one, of all of `addresses.pods`
   * @see https://docs.tigera.io/calico/latest/networking/ipam/initial-ippool
   */
  readonly pools?: readonly CalicoPool[];
  /**
   * Who divides `addresses.pods`: Calico itself, or, with `host-local`, whoever gives each node a range of its own.
   *
   * @default 'calico'
   */
  readonly ipam?: 'calico' | 'host-local';
  /** Nodes tell each other, and routers that you peer them with, the way to pods. @default - where `encapsulation` needs it */
  readonly bgp?: boolean;
  /**
   * Encrypts what pods on different nodes say to each other.
   *
   * @default - not encrypted
   * @see https://docs.tigera.io/calico/latest/network-policy/encrypt-cluster-pod-traffic
   */
  readonly encryption?: 'wireguard';
  /** The largest packet of pods, in bytes. @default - what fits the nodes' interfaces */
  readonly mtu?: number;
  /** Serves Calico's own kinds, such as GlobalNetworkPolicy, to `kubectl`; otherwise only `calicoctl` knows them. @default true */
  readonly apiServer?: boolean;
  /** Gathers the flows of all nodes (Goldmane) and shows them (Whisker): two more pods. @default false */
  readonly flowLogs?: boolean;
  /** Serves metrics for Prometheus, of agents on port 9091 and of Typha on port 9093 of nodes. @default false */
  readonly metrics?: boolean;
  /** Copies of the API server. @default - 2, or 1 if the pools' minima add up to one machine */
  readonly controlPlaneReplicas?: number;
  /**
   * Further values of the chart `tigera-operator`, laid over Tenon's own. What is below `installation` is the spec of the `Installation`,
   * and what is below `defaultFelixConfiguration` that of the `FelixConfiguration`. A key that Tenon itself sets to something else is
   * refused.
   *
   * @default {}
   * @see https://docs.tigera.io/calico/latest/reference/installation/api
   */
  readonly values?: { readonly [key: string]: Data };
}

/** How packets travel between pods on different nodes. */
export type Encapsulation = 'VXLAN' | 'VXLANCrossSubnet' | 'IPIP' | 'IPIPCrossSubnet' | 'None';

/** A range that pods get their addresses from. */
export interface CalicoPool {
  /** Within `addresses.pods`. */
  readonly cidr: Cidr;
  /** By which namespaces and pods ask for it. @default - `default-ipv4-ippool` of one pool, else made of the range */
  readonly name?: string;
  /** @default - that of `Calico` */
  readonly encapsulation?: Encapsulation;
  /** Pods reach what is outside all pools with their node's address. @default true */
  readonly natOutgoing?: boolean;
  /** Prefix length of the blocks that nodes take, 20 to 32; what was deployed cannot be changed. @default 26 */
  readonly blockSize?: number;
  /** Only nodes that this selects take addresses from it. @default 'all()' */
  readonly nodeSelector?: string;
}

/** The version that the values were written for. */
export const VERSION = 'v3.32.1';

const data: v.GenericSchema<Data> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(data), v.record(v.string(), data)]),
);

const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

const encapsulation = v.picklist(['VXLAN', 'VXLANCrossSubnet', 'IPIP', 'IPIPCrossSubnet', 'None']);

const pool = v.strictObject({
  cidr: v.string(),
  name: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/, 'a DNS name in lower case'))),
  encapsulation: v.optional(encapsulation),
  natOutgoing: v.optional(v.boolean()),
  blockSize: v.optional(whole(20, 32)),
  nodeSelector: v.optional(v.pipe(v.string(), v.minLength(1))),
});

/** The shape of `CalicoProps`, for callers without types. @internal */
export const calicoProps = v.strictObject({
  policyOnly: v.optional(v.boolean()),
  version: v.optional(
    v.pipe(v.string(), v.regex(/^v\d+\.\d+\.\d+(-[a-z0-9.]+)?$/, 'an exact version, such as v3.32.1')),
  ),
  dataplane: v.optional(v.picklist(['iptables', 'nftables', 'bpf'])),
  encapsulation: v.optional(encapsulation),
  pools: v.optional(v.pipe(v.array(pool), v.minLength(1, 'at least one pool'), v.maxLength(25, 'at most 25 pools'))),
  ipam: v.optional(v.picklist(['calico', 'host-local'])),
  bgp: v.optional(v.boolean()),
  encryption: v.optional(v.literal('wireguard')),
  mtu: v.optional(whole(576, 65535)),
  apiServer: v.optional(v.boolean()),
  flowLogs: v.optional(v.boolean()),
  metrics: v.optional(v.boolean()),
  controlPlaneReplicas: v.optional(whole(1, 10)),
  values: v.optional(v.record(v.string(), data)),
});
