import * as v from '../../lib/schema';
import type { Data } from '../../lib/spi';

/** Props of `Cilium`. */
export interface CiliumProps {
  /**
   * Who gives pods their addresses: `eni` takes them from the machines' network interfaces, so that they are reachable in the nodes'
   * network; `cluster-pool` gives each node a range of `addresses.pods`, which only nodes know; `kubernetes` uses the range that the
   * control plane gives each node; `chained` leaves it to another network plugin and adds policy, Services and encryption to what that
   * one wires.
   *
   * @default - `eni` where machines take further interfaces, `kubernetes` where the nodes' network knows the way to the ranges that nodes
   * have, as on GKE, else `cluster-pool`
   * @see https://docs.cilium.io/en/stable/network/concepts/ipam/
   */
  readonly ipam?: Ipam;
  /** The chart's exact version. @default '1.20.0' */
  readonly version?: string;
  /**
   * Cilium implements Services itself, and kube-proxy is not installed.
   *
   * @default - `true`; `false` if `ipam` is `chained`, or if kube-proxy cannot be left out, as on GKE
   * @see https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/
   */
  readonly replaceKubeProxy?: boolean;
  /**
   * Encrypts what pods on different nodes say to each other. `ipsec` takes its key from the Secret `kube-system/cilium-ipsec-keys`, which
   * must exist before the release is installed.
   *
   * @default - not encrypted
   * @see https://docs.cilium.io/en/stable/security/network/encryption/
   */
  readonly encryption?: 'wireguard' | 'ipsec';
  /** Records flows on each node; the object adds what is not on by default. @default true */
  readonly hubble?: boolean | HubbleProps;
  /**
   * Implements Gateway API with the GatewayClass `cilium`. Somebody must bring its CRDs.
   *
   * @default false
   * @see https://docs.cilium.io/en/stable/network/servicemesh/gateway-api/gateway-api/
   */
  readonly gatewayApi?: boolean;
  /**
   * Where a Service's address is exchanged for a pod's at the moment of connecting: in every pod, or in the host's namespace only, so that
   * sidecars and sandboxes see the Service's address.
   *
   * @default - `host` if the cluster has a mesh or a sandbox, else what Cilium does by itself: `pods`
   */
  readonly socketLoadBalancing?: 'pods' | 'host';
  /**
   * Removes other plugins' CNI configurations from nodes.
   *
   * @default - `true`, unless chained or another plugin adds a CNI plugin of its own
   */
  readonly exclusive?: boolean;
  /** Takes /28 prefixes instead of single addresses, which lets a machine hold more pods; for `eni`. @default false */
  readonly prefixDelegation?: boolean;
  /**
   * `native` hands packets with pod addresses to the nodes' network, which must know the way; for `cluster-pool` and `kubernetes`.
   *
   * @default - `native` where the nodes' network knows the way to the ranges that nodes have, as on GKE, else `tunnel`
   */
  readonly routingMode?: 'tunnel' | 'native';
  /** @default 'vxlan' */
  readonly tunnelProtocol?: 'vxlan' | 'geneve';
  /** Prefix length of the range that each node takes from `addresses.pods`; for `cluster-pool`. @default 24 */
  readonly nodeCidrMaskSize?: number;
  /** @default - 2, or 1 if the pools' minima add up to one machine */
  readonly operatorReplicas?: number;
  /** Tells clusters of a mesh of clusters apart, 1 to 255; up to 127 with `eni` and `chained`. @default 0 */
  readonly clusterId?: number;
  /** Up to 32 lower-case letters, digits and hyphens. @default - the cluster's name where it is one, else `default` */
  readonly clusterName?: string;
  /**
   * Further values of the chart, laid over Tenon's own. A key that Tenon itself sets to something else is refused.
   *
   * @default {}
   * @see https://docs.cilium.io/en/stable/helm-reference/
   */
  readonly values?: { readonly [key: string]: Data };
}

/** Who gives pods their addresses. */
export type Ipam = 'eni' | 'cluster-pool' | 'kubernetes' | 'chained';

/** What records and shows flows. */
export interface HubbleProps {
  /** Gathers the flows of all nodes. @default - `true` with `ui` */
  readonly relay?: boolean;
  /** The web interface. @default false */
  readonly ui?: boolean;
  /** Metrics made of flows, such as `dns`, `drop`, `tcp`, `flow`, `httpV2`. @default [] */
  readonly metrics?: readonly string[];
}

const data: v.GenericSchema<Data> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(data), v.record(v.string(), data)]),
);

const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

/** The shape of `CiliumProps`, for callers without types. @internal */
export const ciliumProps = v.strictObject({
  ipam: v.optional(v.picklist(['eni', 'cluster-pool', 'kubernetes', 'chained'])),
  version: v.optional(v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/, 'an exact version, such as 1.20.0'))),
  replaceKubeProxy: v.optional(v.boolean()),
  encryption: v.optional(v.picklist(['wireguard', 'ipsec'])),
  hubble: v.optional(
    v.union([
      v.boolean(),
      v.strictObject({
        relay: v.optional(v.boolean()),
        ui: v.optional(v.boolean()),
        metrics: v.optional(v.array(v.string())),
      }),
    ]),
  ),
  gatewayApi: v.optional(v.boolean()),
  socketLoadBalancing: v.optional(v.picklist(['pods', 'host'])),
  exclusive: v.optional(v.boolean()),
  prefixDelegation: v.optional(v.boolean()),
  routingMode: v.optional(v.picklist(['tunnel', 'native'])),
  tunnelProtocol: v.optional(v.picklist(['vxlan', 'geneve'])),
  nodeCidrMaskSize: v.optional(whole(16, 30)),
  operatorReplicas: v.optional(whole(1, 10)),
  clusterId: v.optional(whole(0, 255)),
  clusterName: v.optional(v.pipe(v.string(), v.minLength(1))),
  values: v.optional(v.record(v.string(), data)),
});
