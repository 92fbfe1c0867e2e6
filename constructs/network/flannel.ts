import { settingsOf, shapeFindings } from '../../lib/shape';
import {
  CONTRACT,
  type Data,
  type Decisions,
  type Finding,
  type Item,
  type ItemOf,
  type Needed,
  type Plugin,
  type PoolDemand,
  type Provided,
  type Rule,
} from '../../lib/spi';
import { BRIDGE_FILTER, NAMESPACE, ports } from './flannel-items';
import { flannelProps, type FlannelProps } from './flannel-props';
import { flannelRules } from './flannel-rules';
import { chartValues, enforcesPolicies } from './flannel-values';

export type { FlannelBackend, FlannelProps } from './flannel-props';

const NAME = 'flannel';

/**
 * Flannel: a pod network and little else. Each node's pods have addresses of the range that the control plane gives the node, and agents
 * carry packets between nodes. Services are kube-proxy's.
 *
 * On machines, the CNI plugins `bridge`, `host-local` and `portmap` must be in `/opt/cni/bin`, where the kubelet's package puts them.
 * WireGuard takes a kernel of 5.6 or newer.
 *
 * @see https://github.com/flannel-io/flannel
 */
export class Flannel implements Plugin<'network'> {
  readonly contract = CONTRACT;
  readonly socket = 'network';
  readonly name = NAME;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: FlannelProps = {}) {
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(flannelProps, props, 'network');
    this.rules = flannelRules(props ?? {});
  }

  needs(): readonly Needed[] {
    return [NODE_RANGES, SERVICES];
  }

  provides(): readonly Provided[] {
    const { backend, netpol } = this.props;
    const supply = netpol ? 'always' : 'if-needed';
    return [
      { capability: 'network/pods', value: 'overlay', exclusive: true },
      { capability: 'network/chaining' },
      ...(netpol === false ? [] : [{ capability: 'network/policy', exclusive: true, supply } as const]),
      ...(backend === 'wireguard' ? [{ capability: 'network/encryption', value: 'wireguard' } as const] : []),
    ];
  }

  demands(): PoolDemand {
    return { by: NAME, because: 'each node has a range of addresses for its pods', podAddresses: 'node-range' };
  }

  contribute(decisions: Decisions): readonly Item[] {
    return [
      ...ports(this.props, decisions),
      ...(decisions.has('nodes/managed') ? [] : BRIDGE_FILTER),
      NAMESPACE,
      this.release(decisions),
      ...this.offers(decisions),
    ];
  }

  private release(decisions: Decisions): ItemOf<'helm-release'> {
    return {
      kind: 'helm-release',
      id: NAME,
      by: NAME,
      because: 'nodes are Ready once its agent has wired them',
      stage: 'network',
      after: [`object/${NAMESPACE.id}`],
      spec: {
        chart: 'flannel',
        repository: 'https://flannel-io.github.io/flannel/',
        version: this.props.version ?? 'v0.28.9',
        namespace: NAMESPACE.spec.metadata.name,
        values: chartValues(this.props, decisions),
      },
    };
  }

  private offers(decisions: Decisions): readonly Item[] {
    const offer = (type: string, name: string, because: string, details?: { [key: string]: Data }): Item => ({
      kind: 'offer',
      id: type,
      by: NAME,
      because,
      stage: 'network',
      spec: { type, name, ...(details && { details }) },
    });
    const policies = { kinds: ['NetworkPolicy'], http: false };
    return [
      ...(enforcesPolicies(decisions)
        ? [offer('network-policy', NAME, 'kube-network-policies enforces them beside its agents', policies)]
        : []),
      ...(this.props.backend === 'wireguard'
        ? [offer('encryption', 'wireguard', 'its agents encrypt what pods on different nodes say')]
        : []),
    ];
  }
}

const NODE_RANGES: Needed = {
  capability: 'network/node-ranges',
  because:
    'its agents give pods addresses of the range that the control plane gives their node, and services with a network of their own, such as EKS, give none',
  fix: "use the service's own network or Cilium, or machines whose control plane gives nodes ranges",
};

const SERVICES: Needed = {
  capability: 'network/services',
  because: 'Flannel carries packets between pods, and translates no Services',
  fix: 'use an infrastructure or bootstrap that runs kube-proxy',
};
