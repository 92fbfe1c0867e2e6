import type { Decisions, Platform } from '../../lib/spi';
import { merge, type Values } from './chart-values';
import { ipamOn, isOnGke, podsOn, servesServices, tunnelsOn } from './cilium-place';
import type { CiliumProps } from './cilium-props';

/** Removed from a node by Cilium's operator once its agent is ready there. */
const STARTUP_TAINT = 'node.cilium.io/agent-not-ready';

/**
 * The same for an autoscaler, which adds no node to a pool without any for pods that do not tolerate its taints, but these.
 *
 * @see https://docs.cilium.io/en/stable/installation/taints/
 */
const AUTOSCALED_STARTUP_TAINT = 'ignore-taint.cluster-autoscaler.kubernetes.io/cilium-agent-not-ready';

/** The key of the taint that nodes of a place start with. */
export function startupTaintOn(place: Pick<Platform, 'has'>): string {
  return place.has('nodes/autoscaling') ? AUTOSCALED_STARTUP_TAINT : STARTUP_TAINT;
}

/** The key that the nodes were given. */
function startupTaintOf({ pools }: Decisions): string {
  const keys = pools.flatMap(({ startupTaints }) => startupTaints.map(({ key }) => key));
  return keys.includes(AUTOSCALED_STARTUP_TAINT) ? AUTOSCALED_STARTUP_TAINT : STARTUP_TAINT;
}

/** The id of the operator's identity. */
export const OPERATOR = 'cilium-operator';

/** What Tenon sets in the chart; the user's own values come over it. */
export function tenonValues(props: CiliumProps, decisions: Decisions): Values {
  return merge(
    { agentNotReadyTaintKey: startupTaintOf(decisions), operator: { replicas: operatorReplicas(props, decisions) } },
    cluster(props, decisions),
    addressing(props, decisions),
    services(props, decisions),
    cni(props, decisions),
    isOnGke(decisions) ? GKE : {},
    encryption(props),
    { hubble: hubble(props) },
    props.gatewayApi ? { gatewayAPI: { enabled: true, gatewayClass: { create: 'true' } } } : {},
  );
}

/** What the release is installed with. */
export function chartValues(props: CiliumProps, decisions: Decisions): Values {
  return merge(tenonValues(props, decisions), props.values ?? {});
}

/** The name that Cilium knows the cluster by, or `undefined` where its name is none and none was given. */
export function clusterName(props: CiliumProps, decisions: Decisions): string | undefined {
  const name = props.clusterName ?? decisions.cluster.name;
  return isClusterName(name) ? name : undefined;
}

/** Whether the chart takes it. */
export function isClusterName(name: string): boolean {
  return name.length <= 32 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name);
}

function cluster(props: CiliumProps, decisions: Decisions): Values {
  const name = clusterName(props, decisions);
  const id = props.clusterId;
  if (name === undefined && id === undefined) return {};
  return { cluster: { ...(name !== undefined && { name }), ...(id !== undefined && { id }) } };
}

/** A second replica would wait for a second machine: both take the same ports of the host. */
function operatorReplicas(props: CiliumProps, decisions: Decisions): number {
  return props.operatorReplicas ?? (smallest(decisions) <= 1 ? 1 : 2);
}

/** How many machines there are at least. */
export function smallest(decisions: Decisions): number {
  return decisions.pools.reduce((sum, pool) => sum + pool.min, 0);
}

/** @see https://docs.cilium.io/en/stable/installation/k8s-install-helm/ */
const GKE: Values = {
  gke: { enabled: true },
  cni: { binPath: '/home/kubernetes/bin' },
  // Otherwise containerd writes Google's own CNI configuration over Cilium's whenever it starts.
  nodeinit: { enabled: true, reconfigureKubelet: true, removeCbrBridge: true },
};

function addressing(props: CiliumProps, decisions: Decisions): Values {
  const ipam = ipamOn(props, decisions);
  if (ipam === 'eni') {
    const { tags } = decisions.cluster;
    return {
      eni: {
        enabled: true,
        ...(props.prefixDelegation && { awsEnablePrefixDelegation: true }),
        // The operator makes interfaces itself, past the tags that Terraform puts on everything.
        ...(Object.keys(tags).length > 0 && { eniTags: tags }),
      },
      ipam: { mode: 'eni' },
      routingMode: 'native',
      serviceAccounts: { operator: { annotations: { $fact: `identity/annotations/${OPERATOR}` } } },
    };
  }
  // A chained agent takes an address of its own from the pool too, whose default is all of 10.0.0.0/8.
  const pool = { ipam: { mode: 'cluster-pool', operator: nodeRanges(props, decisions) } };
  if (ipam === 'chained') {
    return { ...pool, routingMode: 'native', endpointRoutes: { enabled: true }, enableIPv4Masquerade: false };
  }
  return { ...(ipam === 'kubernetes' ? { ipam: { mode: ipam } } : pool), ...routing(props, decisions) };
}

/** How packets find the node of a pod that has an address of its node's range. */
function routing(props: CiliumProps, decisions: Decisions): Values {
  if (tunnelsOn(props, decisions)) {
    return { routingMode: 'tunnel', tunnelProtocol: props.tunnelProtocol ?? 'vxlan' };
  }
  const native = { routingMode: 'native', ipv4NativeRoutingCIDR: decisions.addresses.pods };
  // Where the network does not know the way, every node has to.
  return podsOn(props, decisions) === 'routed' ? native : { ...native, autoDirectNodeRoutes: true };
}

/** The prefix length of each node's range. */
export function nodeMask(props: CiliumProps): number {
  return props.nodeCidrMaskSize ?? 24;
}

function nodeRanges(props: CiliumProps, decisions: Decisions): Values {
  return { clusterPoolIPv4PodCIDRList: [decisions.addresses.pods], clusterPoolIPv4MaskSize: nodeMask(props) };
}

function services(props: CiliumProps, decisions: Decisions): Values {
  const replaces = servesServices(decisions);
  const where = socketsAt(props, decisions);
  return {
    kubeProxyReplacement: replaces,
    // Without kube-proxy nobody translates the API server's Service, and load balancers find no health check of kube-proxy's.
    ...(replaces && {
      k8sServiceHost: { $fact: 'endpoint/host' },
      k8sServicePort: { $fact: 'endpoint/port' },
      kubeProxyReplacementHealthzBindAddr: '0.0.0.0:10256',
    }),
    ...(where && { socketLB: { enabled: true, hostNamespaceOnly: where === 'host' } }),
  };
}

function socketsAt(props: CiliumProps, decisions: Decisions): 'pods' | 'host' | undefined {
  if (props.socketLoadBalancing) return props.socketLoadBalancing;
  const redirected = decisions.plugins.some(({ socket }) => socket === 'mesh' || socket === 'sandbox');
  return servesServices(decisions) && redirected ? 'host' : undefined;
}

function cni(props: CiliumProps, decisions: Decisions): Values {
  if (props.ipam === 'chained') {
    // Otherwise pods would send packets that no longer fit once they are encrypted.
    const mtu = props.encryption === 'wireguard' && { enableRouteMTUForCNIChaining: true };
    return { cni: { chainingMode: 'aws-cni', exclusive: false, ...mtu } };
  }
  return { cni: { exclusive: props.exclusive ?? !decisions.has('network/chaining-guest') } };
}

function encryption({ encryption: type }: CiliumProps): Values {
  return type ? { encryption: { enabled: true, type } } : {};
}

function hubble({ hubble: asked = true }: CiliumProps): Values {
  if (typeof asked === 'boolean') return { enabled: asked };
  const { ui = false, relay = ui, metrics = [] } = asked;
  return {
    enabled: true,
    ...(relay && { relay: { enabled: true } }),
    ...(ui && { ui: { enabled: true } }),
    ...(metrics.length > 0 && { metrics: { enabled: [...metrics] } }),
  };
}
