import * as v from '../../lib/schema';

/** Props of `AwsVpcCni`. */
export interface AwsVpcCniProps {
  /** The add-on's exact version, such as `v1.23.0-eksbuild.1`. @default - the service's default for the Kubernetes version */
  readonly version?: string;
  /**
   * Takes /28 prefixes instead of single addresses, which lets a machine hold more pods.
   *
   * @default false
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
   */
  readonly prefixDelegation?: boolean;
  /**
   * Enforces network policies.
   *
   * @default - where a plugin needs that somebody does
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
   */
  readonly networkPolicy?: boolean;
  /**
   * Gives pods addresses of other subnets than their node's, such as those of a secondary range of the VPC.
   *
   * @default - pods and nodes share subnets
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html
   */
  readonly customNetworking?: CustomNetworking;
  /**
   * Lets pods have security groups of their own: `strict` lets only those decide; `standard` lets nodes pass on what pods on the same
   * node and Services send, which network policies and meshes need.
   *
   * @default - pods have their nodes' groups
   * @see https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html
   */
  readonly securityGroupsForPods?: 'strict' | 'standard';
  /** Free addresses that a node keeps at hand; goes before `warmInterfaces` and `warmPrefixes`. @default - not set */
  readonly warmAddresses?: number;
  /** Addresses that a node takes at once when it starts. Set `warmAddresses` with it. @default - not set */
  readonly minimumAddresses?: number;
  /** Free network interfaces that a node keeps at hand. @default - 1 */
  readonly warmInterfaces?: number;
  /** Free /28 prefixes that a node keeps at hand, with `prefixDelegation`. @default - 1 */
  readonly warmPrefixes?: number;
}

/** Subnets for pods alone. */
export interface CustomNetworking {
  /** A subnet's id by zone, one for each zone that has nodes; may be Terraform values. */
  readonly subnets: { readonly [zone: string]: string };
  /** Ids of security groups; may be Terraform values. @default - those of the pod's node */
  readonly securityGroups?: readonly string[];
}

const text = v.pipe(v.string(), v.minLength(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The shape of `AwsVpcCniProps`, for callers without types. @internal */
export const awsVpcCniProps = v.strictObject({
  version: v.optional(
    v.pipe(v.string(), v.regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, 'an exact version, such as v1.23.0-eksbuild.1')),
  ),
  prefixDelegation: v.optional(v.boolean()),
  networkPolicy: v.optional(v.boolean()),
  customNetworking: v.optional(
    v.strictObject({
      subnets: v.pipe(v.record(text, text), v.minEntries(1, 'a subnet for each zone')),
      securityGroups: v.optional(v.pipe(v.array(text), v.minLength(1, 'at least one security group'))),
    }),
  ),
  securityGroupsForPods: v.optional(v.picklist(['strict', 'standard'])),
  warmAddresses: v.optional(count),
  minimumAddresses: v.optional(count),
  warmInterfaces: v.optional(count),
  warmPrefixes: v.optional(count),
});
