import type { Decisions, Finding, Rule } from '../../lib/spi';
import { contradictions, valueAt } from './chart-values';
import { BY_PROP, REMOVED } from './cilium-chart-keys';
import { CILIUM_DOCS as DOCS, when, type CiliumRule } from './cilium-rule';
import { CLOUD_RULES } from './cilium-cloud-rules';
import { CLUSTER_RULES } from './cilium-cluster-rules';
import { servesServices } from './cilium-place';
import type { CiliumProps } from './cilium-props';
import { clusterName, isClusterName, tenonValues } from './cilium-values';

/** What Cilium cannot do, cannot do here, or should not do unasked. */
export function ciliumRules(props: CiliumProps): readonly Rule[] {
  return [...PROPS_RULES, ...CLUSTER_RULES, ...CLOUD_RULES].map(({ check, ...rule }) => ({
    ...rule,
    check: (decisions: Decisions) => check(props, decisions),
  }));
}

/** About what was asked of Cilium, wherever it runs. */
const PROPS_RULES: readonly CiliumRule[] = [
  {
    code: 'CIL-04',
    severity: 'error',
    see: `${DOCS}/observability/hubble/setup/`,
    check: ({ hubble }) =>
      when(typeof hubble === 'object' && hubble.ui === true && hubble.relay === false, {
        at: 'network/hubble/relay',
        value: false,
        because: "Hubble's web interface reads flows from its relay",
        fix: "drop relay: false, or 'ui'",
      }),
  },
  {
    code: 'CIL-05',
    severity: 'error',
    see: `${DOCS}/network/servicemesh/gateway-api/gateway-api/#prerequisites`,
    check: (props, decisions) => [
      ...when(props.gatewayApi === true && !servesServices(decisions), {
        at: 'network/gatewayApi',
        because: "Cilium's Gateway API builds on its own Services, and kube-proxy implements them here",
        fix: keepsKubeProxy(props)
          ? "set replaceKubeProxy: true, or drop 'gatewayApi'"
          : "drop 'gatewayApi', or use an infrastructure that leaves kube-proxy out",
      }),
      ...when(props.gatewayApi === true && props.socketLoadBalancing === 'pods', {
        at: 'network/socketLoadBalancing',
        value: 'pods',
        because:
          "with Gateway API the chart balances sockets in the host's namespace only, so that the weights of routes count",
        fix: "drop socketLoadBalancing: 'pods', or 'gatewayApi'",
      }),
      ...when(props.gatewayApi === true && valueAt(props.values ?? {}, 'l7Proxy') === false, {
        at: 'network/values/l7Proxy',
        value: false,
        because:
          "Cilium's Gateway API routes HTTP in the proxy that this turns off, and the chart refuses both together",
        fix: "drop l7Proxy: false, or 'gatewayApi'",
      }),
    ],
  },
  {
    code: 'CIL-06',
    severity: 'error',
    see: 'https://github.com/cilium/cilium/issues/39892',
    check: ({ values = {} }) =>
      when(valueAt(values, 'bpf.tproxy') === true && String(valueAt(values, 'bpf.datapathMode')).startsWith('netkit'), {
        at: 'network/values',
        because: "'bpf.tproxy' does not work on netkit devices, and the chart refuses both together",
        fix: "drop 'bpf.tproxy', or 'bpf.datapathMode'",
      }),
  },
  {
    code: 'CIL-08',
    severity: 'consent',
    see: `${DOCS}/security/network/encryption-ipsec/`,
    check: ({ encryption }) =>
      when(encryption === 'ipsec', {
        at: 'network/encryption',
        value: 'ipsec',
        because:
          "IPsec takes its key from the Secret 'kube-system/cilium-ipsec-keys', no agent starts without it, and no secret is written here",
        fix: "see that something of yours creates it between the stack of the control plane and the network's, or use 'wireguard', which makes its own keys",
      }),
  },
  {
    code: 'CIL-10',
    severity: 'error',
    see: `${DOCS}/operations/upgrade/`,
    check: ({ values = {} }) =>
      REMOVED.filter(path => valueAt(values, path) !== undefined).map(path => ({
        at: `network/values/${path}`,
        value: valueAt(values, path),
        because: `the chart no longer knows '${path}', and refuses it`,
        fix: 'remove it',
      })),
  },
  {
    code: 'CIL-12',
    severity: 'error',
    see: `${DOCS}/network/clustermesh/clustermesh/`,
    check: (props, decisions) => [
      ...when(props.clusterName !== undefined && !isClusterName(props.clusterName), {
        at: 'network/clusterName',
        value: props.clusterName,
        because: 'Cilium knows clusters by up to 32 lower-case letters, digits and hyphens',
        fix: "shorten or correct 'clusterName'",
      }),
      ...when((props.clusterId ?? 0) > 0 && (clusterName(props, decisions) ?? 'default') === 'default', {
        at: 'network/clusterId',
        value: props.clusterId,
        because: "a cluster with an id needs a name of its own, other than 'default'",
        fix: "set 'clusterName'",
      }),
      ...when((props.clusterId ?? 0) === 0 && isMeshed(props), {
        at: 'network/clusterId',
        value: props.clusterId ?? 0,
        because: 'a mesh of clusters tells its members apart by their ids, and 0 is none',
        fix: "set 'clusterId' to a number that no other cluster of the mesh has",
      }),
    ],
  },
  {
    code: 'CIL-14',
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
    code: 'CIL-15',
    severity: 'warning',
    check: ({ version = '1.20.0' }) =>
      when(!/^1\.(19|20)\./.test(version), {
        at: 'network/version',
        value: version,
        because: 'the values are those of the charts 1.19 and 1.20, and another may name them otherwise',
        fix: "use one of them, or compare the release's values with the chart",
      }),
  },
];

/** Whether kube-proxy is there because the user has it so, and not because it cannot be left out. */
function keepsKubeProxy({ replaceKubeProxy, ipam }: CiliumProps): boolean {
  return replaceKubeProxy === false || ipam === 'chained';
}

/** Whether it shares Services with other clusters. */
function isMeshed({ values = {} }: CiliumProps): boolean {
  return ['clustermesh.useAPIServer', 'clustermesh.config.enabled'].some(path => valueAt(values, path) === true);
}

/** What is turned on past the prop that everything else follows. */
function pastProps(props: CiliumProps, decisions: Decisions): Finding[] {
  const own = tenonValues(props, decisions);
  const values = props.values ?? {};
  const asked = Object.entries(BY_PROP).filter(([path]) => Boolean(valueAt(values, path)));
  return asked
    .filter(([path]) => valueAt(own, path) === undefined)
    .map(([path, prop]) => ({
      at: `network/values/${path}`,
      value: valueAt(values, path),
      because: `firewalls, permissions and rules follow '${prop}', and know nothing of '${path}'`,
      fix: `remove it from 'values', and use '${prop}'`,
    }));
}
