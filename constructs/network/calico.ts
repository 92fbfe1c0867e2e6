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
  type Provided,
  type Rule,
} from '../../lib/spi';
import { AGENT, agentIdentity, networkManagerFile, ports } from './calico-access';
import { comesBeforeNodes, isRouted, needsForeignPackets } from './calico-place';
import { calicoProps, VERSION, type CalicoProps } from './calico-props';
import { calicoRules } from './calico-rules';
import { chartValues } from './calico-values';

export type { CalicoPool, CalicoProps, Encapsulation } from './calico-props';

const REPOSITORY = 'https://docs.tigera.io/calico/charts';
const NAMESPACE = 'tigera-operator';
const CRDS = 'calico-crds';

/**
 * Calico: pod network and network policies, with iptables, nftables or eBPF.
 *
 * Its operator is installed by two releases, first the CRDs, and sets up everything else. Nothing has to keep pods off new nodes: a
 * node is Ready once the agent there has made it so.
 *
 * @see https://docs.tigera.io/calico/latest
 */
export class Calico implements Plugin<'network'> {
  readonly contract = CONTRACT;
  readonly socket = 'network';
  readonly name = 'calico';
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: CalicoProps = {}) {
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(calicoProps, props, 'network');
    this.rules = calicoRules(props ?? {});
  }

  needs(platform: Platform): readonly Needed[] {
    const { policyOnly, ipam } = this.props;
    return [
      ...(policyOnly ? [OTHER_NETWORK] : []),
      ...(ipam === 'host-local' && !policyOnly ? [NODE_RANGES] : []),
      ...(needsForeignPackets(this.props, platform) ? [AGENT_IDENTITY] : []),
    ];
  }

  provides(platform: Platform): readonly Provided[] {
    const { props } = this;
    const provided: (Provided | false | undefined)[] = [
      !props.policyOnly && {
        capability: 'network/pods',
        value: isRouted(props, platform) ? 'routed' : 'overlay',
        exclusive: true,
        fix: "keep one of them, or, beside 'aws-vpc-cni', set policyOnly: true of 'calico'",
      },
      !props.policyOnly && { capability: 'network/chaining' },
      props.dataplane === 'bpf' && { capability: 'network/services', value: 'ebpf', exclusive: true },
      props.dataplane === 'bpf' && { capability: 'network/socket-load-balancing', exclusive: true },
      { capability: 'network/policy', exclusive: true },
      // Kubelets tell of a new pod's address late, and until its agents know it they close the pod to everybody.
      props.policyOnly && { capability: 'network/address-annotations' },
      props.encryption && { capability: 'network/encryption', value: props.encryption },
      { capability: 'crd/projectcalico.org', value: props.version ?? VERSION, exclusive: true },
      { capability: 'crd/policy.networking.k8s.io', value: 'v1alpha2', exclusive: true },
    ];
    return provided.filter(each => each !== false && each !== undefined);
  }

  demands(): PoolDemand | undefined {
    if (this.props.policyOnly) return undefined;
    return { by: this.name, because: 'each node has blocks of addresses for its pods', podAddresses: 'node-range' };
  }

  contribute(decisions: Decisions): readonly Item[] {
    const identified = needsForeignPackets(this.props, decisions);
    return [
      ...ports(this.props, decisions),
      ...(identified ? [agentIdentity()] : []),
      ...(this.props.policyOnly || decisions.has('nodes/managed') ? [] : [networkManagerFile()]),
      ...this.releases(decisions, identified),
      ...this.offers(),
    ];
  }

  /** Where nodes are Ready without it, it comes after them: there it can be waited for, and clean up when it goes. */
  private releases(decisions: Decisions, identified: boolean): readonly ItemOf<'helm-release'>[] {
    const { version = VERSION } = this.props;
    const first = comesBeforeNodes(this.props);
    const common = { kind: 'helm-release', by: this.name, stage: first ? 'network' : 'platform' } as const;
    const chart = { repository: REPOSITORY, version, namespace: NAMESPACE, createNamespace: true };
    return [
      {
        ...common,
        id: CRDS,
        because: 'the API server must know the kinds that the operator is told with',
        // Objects that nobody is left to take down keep their kinds from going.
        spec: { ...chart, chart: 'crd.projectcalico.org.v1', wait: false, values: {} },
      },
      {
        ...common,
        id: this.name,
        because: first ? 'nodes are Ready once its agent has wired them' : 'its agents enforce network policies',
        // Credentials reach an agent's pod only if its identity is there before the pod.
        after: [`helm-release/${CRDS}`, ...(identified ? [`identity/${AGENT}`] : [])],
        spec: {
          ...chart,
          chart: 'tigera-operator',
          // Its only one takes down what the operator made, on a node, and there is none left by then.
          ...(first && { runHooks: false }),
          values: chartValues(this.props, decisions),
        },
      },
    ];
  }

  private offers(): readonly Item[] {
    const { encryption, apiServer = true } = this.props;
    const stage = comesBeforeNodes(this.props) ? 'network' : 'platform';
    const kinds = ['NetworkPolicy', 'ClusterNetworkPolicy', ...(apiServer ? ['GlobalNetworkPolicy'] : [])];
    const policy: Item = {
      kind: 'offer',
      id: 'network-policy',
      by: this.name,
      because: 'its agents enforce network policies',
      stage,
      spec: { type: 'network-policy', name: this.name, details: { kinds, http: false } },
    };
    if (!encryption) return [policy];
    const because = 'its agents encrypt what pods on different nodes say';
    return [
      policy,
      {
        kind: 'offer',
        id: 'encryption',
        by: this.name,
        because,
        stage,
        spec: { type: 'encryption', name: encryption },
      },
    ];
  }
}

const OTHER_NETWORK: Needed = {
  capability: 'network/pods',
  because: 'Calico enforces policies for pods that another network plugin has wired',
  fix: "use an infrastructure that brings its own network, name that network beside this one, or drop 'policyOnly'",
};

const NODE_RANGES: Needed = {
  capability: 'network/node-ranges',
  because: 'pods get their addresses from the range of their node, and nobody gives nodes any',
  fix: "drop ipam: 'host-local'",
};

const AGENT_IDENTITY: Needed = {
  capability: 'identity/workload',
  because: "Calico's agents tell the cloud not to drop packets that are from pods, and not from machines",
  fix: "use an infrastructure that gives pods an identity, or encapsulation: 'VXLAN'",
};
