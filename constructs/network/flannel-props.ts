import * as v from '../../lib/schema';
import type { Data } from '../../lib/spi';

/** Props of `Flannel`. */
export interface FlannelProps {
  /**
   * How packets between pods get from node to node: `vxlan` wraps them, `wireguard` wraps and encrypts them, and `host-gw` hands them over
   * as they are, which takes nodes that share a segment. A cluster keeps the one that it was made with.
   *
   * @default 'vxlan'
   * @see https://github.com/flannel-io/flannel/blob/v0.28.9/Documentation/backends.md
   */
  readonly backend?: FlannelBackend;
  /** The nodes' UDP port for wrapped packets; for `vxlan` and `wireguard`. @default - 8472 for `vxlan`, 51820 for `wireguard` */
  readonly port?: number;
  /** Tells networks on the same port apart; for `vxlan`. @default 1 */
  readonly vni?: number;
  /** Hands packets over as they are to nodes in the same subnet, and wraps those to others; for `vxlan`. @default false */
  readonly directRouting?: boolean;
  /**
   * Bytes of the largest packet between nodes, of which wrapping takes its part; for `vxlan` and `wireguard`.
   *
   * @default - that of the node's own interface
   */
  readonly mtu?: number;
  /** Seconds between packets that keep the way through a NAT open; for `wireguard`. @default 0: none */
  readonly keepaliveSeconds?: number;
  /**
   * Enforces network policies, with kube-network-policies beside each agent.
   *
   * @default - where a plugin needs that somebody does
   * @see https://github.com/flannel-io/flannel/blob/v0.28.9/Documentation/netpol.md
   */
  readonly netpol?: boolean;
  /** Rewrites addresses with nftables in place of iptables, which its makers call experimental. @default false */
  readonly nftables?: boolean;
  /** The chart's exact version, which starts with `v`. @default 'v0.28.9' */
  readonly version?: string;
  /**
   * Further values of the chart, laid over Tenon's own. A key that Tenon itself sets to something else is refused.
   *
   * @default {}
   * @see https://github.com/flannel-io/flannel/blob/v0.28.9/chart/kube-flannel/values.yaml
   */
  readonly values?: { readonly [key: string]: Data };
}

/** How packets between pods get from node to node. */
export type FlannelBackend = 'vxlan' | 'wireguard' | 'host-gw';

const data: v.GenericSchema<Data> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(data), v.record(v.string(), data)]),
);

const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

/** The shape of `FlannelProps`, for callers without types. @internal */
export const flannelProps = v.strictObject({
  backend: v.optional(v.picklist(['vxlan', 'wireguard', 'host-gw'])),
  port: v.optional(whole(1, 65535)),
  vni: v.optional(whole(1, 16777215)),
  directRouting: v.optional(v.boolean()),
  mtu: v.optional(whole(576, 65535)),
  keepaliveSeconds: v.optional(whole(0, 65535)),
  netpol: v.optional(v.boolean()),
  nftables: v.optional(v.boolean()),
  version: v.optional(v.pipe(v.string(), v.regex(/^v\d+\.\d+\.\d+$/, 'an exact version, such as v0.28.9'))),
  values: v.optional(v.record(v.string(), data)),
});
