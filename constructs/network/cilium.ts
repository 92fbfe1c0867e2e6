import { settingsOf, shapeFindings } from '../../lib/shape';
import {
  CONTRACT,
  type Data,
  type Decisions,
  type Finding,
  type Item,
  type ItemOf,
  type Needed,
  type Platform,
  type Plugin,
  type PoolDemand,
  type PoolRequest,
  type Provided,
  type Rule,
} from '../../lib/spi';
import { operatorIdentity, ports } from './cilium-access';
import { ipamOn, podsOn, replacesKubeProxy } from './cilium-place';
import { ciliumProps, type CiliumProps } from './cilium-props';
import { ciliumRules } from './cilium-rules';
import { chartValues, OPERATOR, startupTaintOn } from './cilium-values';

export type { CiliumProps, HubbleProps } from './cilium-props';

/**
 * Cilium: pod network, network policies, Services, encryption and flow records in eBPF.
 *
 * @see https://docs.cilium.io
 */
export class Cilium implements Plugin<'network'> {
  readonly contract = CONTRACT;
  readonly socket = 'network';
  readonly name = 'cilium';
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: CiliumProps = {}) {
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(ciliumProps, props, 'network');
    this.rules = ciliumRules(props ?? {});
  }

  needs(platform: Platform): readonly Needed[] {
    const ipam = ipamOn(this.props, platform);
    return [
      ...(ipam === 'chained' ? [CHAINED] : []),
      ...(ipam === 'eni' ? [OPERATOR_IDENTITY] : []),
      ...(ipam === 'kubernetes' ? [NODE_RANGES] : []),
    ];
  }

  provides(platform: Platform): readonly Provided[] {
    const { props } = this;
    const pods = podsOn(props, platform);
    const replaces = replacesKubeProxy(props, platform);
    const provided: (Provided | false | undefined)[] = [
      pods && { capability: 'network/pods', value: pods, exclusive: true },
      replaces && { capability: 'network/services', value: 'ebpf', exclusive: true, fix: KEEP_KUBE_PROXY },
      (replaces || props.socketLoadBalancing !== undefined) && sockets(props.socketLoadBalancing),
      { capability: 'network/policy', exclusive: true },
      pods && { capability: 'network/policy-l7', exclusive: true },
      props.encryption && { capability: 'network/encryption', value: props.encryption },
      { capability: props.exclusive ? 'network/exclusive' : 'network/chaining' },
      props.gatewayApi && { capability: 'gateway/controller', value: 'cilium' },
      Boolean(props.clusterId) && { capability: 'network/cluster-mesh', value: props.clusterId },
    ];
    return provided.filter(each => each !== false && each !== undefined);
  }

  demands(_pool: PoolRequest, platform: Platform): PoolDemand {
    const ipam = ipamOn(this.props, platform);
    const addresses = this.props.prefixDelegation ? 'interface-prefixes' : 'interface-addresses';
    return {
      by: this.name,
      because: 'pods that start before the agent would be wired without it, and no policy would hold for them',
      startupTaints: [{ key: startupTaintOn(platform), value: 'true', effect: 'NoExecute' }],
      // Where machines take no further interfaces a rule says so, and says what to drop.
      ...(ipam === 'eni' && platform.has('network/interfaces') && { podAddresses: addresses }),
      ...(ipam !== 'eni' && ipam !== 'chained' && { podAddresses: 'node-range' }),
    };
  }

  contribute(decisions: Decisions): readonly Item[] {
    const eni = ipamOn(this.props, decisions) === 'eni';
    return [
      ...ports(this.props, decisions),
      ...(eni ? [operatorIdentity(this.props, decisions)] : []),
      this.release(decisions, eni),
      ...this.offers(),
    ];
  }

  /**
   * A chained release comes before the nodes too, although their own network makes them Ready without it: nodes start with a taint that
   * only Cilium removes, and cluster DNS, which comes with the nodes, waits for that.
   */
  private release(decisions: Decisions, eni: boolean): ItemOf<'helm-release'> {
    return {
      kind: 'helm-release',
      id: 'cilium',
      by: this.name,
      because: 'nodes are Ready once its agent has wired them',
      stage: 'network',
      // Credentials reach the operator's pod only if its identity is there before the pod.
      ...(eni && { after: [`identity/${OPERATOR}`] }),
      spec: {
        chart: 'cilium',
        repository: 'https://helm.cilium.io/',
        version: this.props.version ?? '1.20.0',
        namespace: 'kube-system',
        values: chartValues(this.props, decisions),
      },
    };
  }

  private offers(): readonly Item[] {
    const { encryption, gatewayApi, ipam } = this.props;
    const offer = (
      type: string,
      name: string,
      because: string,
      details?: { [key: string]: Data },
    ): ItemOf<'offer'> => ({
      kind: 'offer',
      id: type,
      by: this.name,
      because,
      stage: 'network',
      spec: { type, name, ...(details && { details }) },
    });
    const kinds = ['NetworkPolicy', 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'];
    return [
      offer('network-policy', 'cilium', 'its agents enforce network policies', { kinds, http: ipam !== 'chained' }),
      ...(encryption ? [offer('encryption', encryption, 'its agents encrypt what pods on different nodes say')] : []),
      ...(gatewayApi ? [offer('gateway-class', 'cilium', 'its operator turns Gateways into load balancers')] : []),
    ];
  }
}

const CHAINED: Needed = {
  capability: 'network/pods',
  because: 'a chained Cilium adds to what another network plugin has wired',
  fix: "use an infrastructure that brings its own network, name that network beside this one, or drop ipam: 'chained'",
};

const OPERATOR_IDENTITY: Needed = {
  capability: 'identity/workload',
  because: "Cilium's operator attaches network interfaces to machines in the cloud",
  fix: "use an infrastructure that gives pods an identity, or ipam: 'cluster-pool'",
};

const NODE_RANGES: Needed = {
  capability: 'network/node-ranges',
  because: "with ipam: 'kubernetes' pods have addresses of the range that the control plane gives their node",
  fix: "drop ipam: 'kubernetes', or use an infrastructure or bootstrap that gives nodes ranges",
};

const KEEP_KUBE_PROXY = "set replaceKubeProxy: false of 'cilium'";

function sockets(at: CiliumProps['socketLoadBalancing']): Provided {
  return { capability: 'network/socket-load-balancing', exclusive: true, ...(at && { value: at }) };
}
