import type { Data, Decisions, Finding, Plan, Rule } from '../../lib/spi';
import { CHANGE_RULES } from './calico-change-rules';
import { CLUSTER_RULES } from './calico-cluster-rules';
import { poolsOn } from './calico-place';
import { VERSION, type CalicoProps } from './calico-props';
import { CALICO_DOCS as DOCS, type CalicoRule } from './calico-rule';
import { tenonValues } from './calico-values';
import { contradictions, valueAt } from './chart-values';
import { when } from './cilium-rule';

/** What Calico cannot do, cannot do here, or should not do unasked. */
export function calicoRules(props: CalicoProps): readonly Rule[] {
  return [...PROPS_RULES, ...CLUSTER_RULES, ...CHANGE_RULES].map(({ check, ...rule }) => ({
    ...rule,
    check: (decisions: Decisions, before?: Plan) => check(props, decisions, before),
  }));
}

/** Keys that a prop sets. Whoever turns one on without its prop gets no port and no rule that goes with it. */
const BY_PROP: { readonly [key: string]: keyof CalicoProps } = {
  'defaultFelixConfiguration.bpfEnabled': 'dataplane',
  'defaultFelixConfiguration.prometheusMetricsEnabled': 'metrics',
  'defaultFelixConfiguration.wireguardEnabled': 'encryption',
  'installation.nodeMetricsPort': 'metrics',
  'installation.typhaMetricsPort': 'metrics',
};

/** Props of the pod network, which `policyOnly` leaves to another plugin. */
const OF_PODS: readonly (keyof CalicoProps)[] = ['encapsulation', 'pools', 'ipam', 'bgp', 'mtu'];

/** About what was asked of Calico, wherever it runs. */
const PROPS_RULES: readonly CalicoRule[] = [
  {
    code: 'CAL-03',
    severity: 'error',
    see: `${DOCS}/operations/ebpf/install`,
    check: (props, decisions) => [
      ...poolsOn(props, decisions, decisions.addresses.pods)
        .filter(({ encapsulation }) => props.dataplane === 'bpf' && encapsulation.startsWith('IPIP'))
        .map(({ cidr, encapsulation }) => ({
          at: 'network/encapsulation',
          value: encapsulation,
          because: `eBPF programs do not handle packets inside IP packets, and those of ${cidr} would be`,
          fix: "use 'VXLAN', or drop dataplane: 'bpf'",
        })),
    ],
  },
  {
    code: 'CAL-05',
    severity: 'error',
    see: `${DOCS}/operations/ebpf/install`,
    check: ({ dataplane, values = {} }) =>
      when(dataplane === 'bpf' && valueAt(values, 'installation.calicoNetwork.windowsDataplane') === 'HNS', {
        at: 'network/values/installation.calicoNetwork.windowsDataplane',
        value: 'HNS',
        because: 'nodes with eBPF programs and nodes with Windows do not work together',
        fix: "remove it from 'values', or drop dataplane: 'bpf'",
      }),
  },
  {
    code: 'CAL-12',
    severity: 'error',
    check: (props, decisions) => [
      ...contradictions(tenonValues(props, decisions), props.values ?? {}).map(({ path, own, over }) => ({
        at: `network/values/${path}`,
        value: over,
        because: `'${path}' is set to ${JSON.stringify(own)} already, from what is known of the cluster`,
        fix: "remove it from 'values', and use the prop that it belongs to, if there is one",
      })),
      ...pastProps(props, decisions),
    ],
  },
  {
    code: 'CAL-13',
    severity: 'warning',
    check: ({ version = VERSION }) =>
      when(!version.startsWith('v3.32.'), {
        at: 'network/version',
        value: version,
        because:
          "the values and the order of the two releases are those of v3.32; another may name them otherwise, or not fit into Helm's record of a release",
        fix: 'use v3.32, or try the charts of the other one',
      }),
  },
  {
    code: 'CAL-14',
    severity: 'error',
    check: props => [
      ...OF_PODS.flatMap(prop =>
        idle(props, prop, !props.policyOnly, "the cluster's other network gives pods their addresses and wires them"),
      ),
      ...idle(props, 'pools', props.ipam !== 'host-local', "with ipam: 'host-local' others divide the pods' addresses"),
      ...when(props.ipam === 'host-local' && props.encapsulation?.startsWith('VXLAN') === true, {
        at: 'network/encapsulation',
        value: props.encapsulation,
        because: 'Calico wraps packets in UDP only where it divides the addresses itself',
        fix: "drop 'encapsulation', or ipam: 'host-local'",
      }),
    ],
  },
  {
    code: 'KP-06',
    severity: 'error',
    see: `${DOCS}/operations/ebpf/enabling-ebpf`,
    check: ({ values = {} }) =>
      ['bpfNetworkBootstrap', 'kubeProxyManagement']
        .map(key => `installation.calicoNetwork.${key}`)
        .filter(path => valueAt(values, path) === 'Enabled')
        .map(path => ({
          at: `network/values/${path}`,
          value: 'Enabled',
          because:
            'the operator would take charge of kube-proxy, which is not installed beside eBPF programs, and else belongs to who installs it',
          fix: "remove it from 'values'; dataplane: 'bpf' is all it takes",
        })),
  },
];

function idle(props: CalicoProps, prop: keyof CalicoProps, used: boolean, because: string): Finding[] {
  const value = props[prop] as Data | undefined;
  return when(value !== undefined && value !== false && !used, {
    at: `network/${prop}`,
    value,
    because,
    fix: `drop '${prop}'`,
  });
}

/** What is turned on past the prop that everything else follows. */
function pastProps(props: CalicoProps, decisions: Decisions): Finding[] {
  const own = tenonValues(props, decisions);
  const values = props.values ?? {};
  return Object.entries(BY_PROP)
    .filter(([path]) => Boolean(valueAt(values, path)) && valueAt(own, path) === undefined)
    .map(([path, prop]) => ({
      at: `network/values/${path}`,
      value: valueAt(values, path),
      because: `firewalls and rules follow '${prop}', and know nothing of '${path}'`,
      fix: `remove it from 'values', and use '${prop}'`,
    }));
}
