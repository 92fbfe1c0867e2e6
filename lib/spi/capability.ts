import type { Data } from './data';
import type { Where } from './item';

/**
 * Something that one plugin supplies and others ask about. Third parties prefix their own: `acme/tracing`.
 *
 * | capability | supplied by | value |
 * |---|---|---|
 * | `cloud` | infrastructure | its cloud's name |
 * | `network/pods` | who gives pods addresses | `routable`: of the nodes' network; `routed`: of a range that it knows the way to; `overlay` |
 * | `network/addon` | a network that the managed service installs itself, so that no delivery has to | |
 * | `network/node-ranges` | who gives each node a range of the pods' addresses, as its `podCIDR` | `routed` where the nodes' network knows the way to them, else `allocated` |
 * | `network/layer-2` | an infrastructure whose nodes hand each other packets without a router between them, whatever addresses these have | |
 * | `network/interfaces` | an infrastructure whose machines take further network interfaces | |
 * | `network/services` | who implements Services on nodes | the mode: `iptables`, `ebpf` |
 * | `network/policy` | who enforces NetworkPolicy | |
 * | `network/address-annotations` | who reads pods' addresses from annotations, which a network that can shall write | |
 * | `network/policy-l7` | who enforces policies on HTTP or DNS names | |
 * | `network/encryption` | who encrypts traffic between nodes | `wireguard`, `ipsec` |
 * | `network/cluster-mesh` | a network in which pods reach those of other clusters by their addresses | the cluster's number in it |
 * | `network/chaining` | a network that lets others add their CNI plugin | |
 * | `network/chaining-guest` | a plugin that adds a CNI plugin of its own to the network's | |
 * | `network/exclusive` | a network that removes other CNI configurations from nodes | |
 * | `network/socket-load-balancing` | who translates Services at the socket | `pods` or `host`; none if it follows the cluster |
 * | `network/pod-security-groups` | who gives pods firewalls of their own | `strict` or `standard` |
 * | `delivery/from-outside` | a delivery that reaches the API server from outside the cluster | |
 * | `delivery/terraform` | a delivery whose releases and objects are in the state of Terraform's stacks | |
 * | `dns/cluster` | who answers DNS in the cluster | |
 * | `gateway/controller` | who implements Gateway API | the GatewayClass |
 * | `webhooks` | a plugin whose admission webhook the control plane calls | |
 * | `addons` | a managed service that installs add-ons itself | its name |
 * | `identity/workload` | an infrastructure that gives pods an identity | how |
 * | `nodes/managed` | an infrastructure whose nodes join by themselves | |
 * | `nodes/autoscaling` | who adds nodes to pools when pods need them, and takes them away | |
 * | `devices/gpu` | who tells Kubernetes which GPUs its nodes have | the makers of the GPUs |
 * | `runtime/containers` | the CRI runtime on nodes | its name |
 * | `storage/block`, `storage/files` | a driver of volumes | |
 * | `storage/default-class` | the default StorageClass, one a cluster | its name |
 * | `storage-class/<name>` | the owner of a StorageClass's name | |
 * | `driver/<csi name>` | who installs a CSI driver | `{ provisioner, nodes }` where it runs under another name, for some nodes |
 * | `crd/<group>` | who installs a group's CRDs and their controller | the bundle's version |
 */
export type Capability = `${string}/${string}` | 'cloud' | 'webhooks' | 'addons';

/** A capability on offer. Known before anything is contributed, so the order of plugins never matters. */
export interface Provided {
  readonly capability: Capability;
  /** What rules compare: a version, a mode. */
  readonly value?: Data;
  /** One supplier a cluster; a second one is refused. */
  readonly exclusive?: true;
  /**
   * `if-needed`: supplied only if a plugin needs it and nobody supplies it always. Of several, the infrastructure comes first, then
   * the bootstrap, then plugins in the order given.
   * @default 'always'
   */
  readonly supply?: 'always' | 'if-needed';
  readonly on?: Where;
  /** What to change when somebody else supplies it too; for `exclusive` ones. @default 'keep one of them' */
  readonly fix?: string;
}

/** A capability that a plugin cannot work without. */
export interface Needed {
  readonly capability: Capability;
  readonly because: string;
  /** What to change when nobody supplies it. */
  readonly fix: string;
}
