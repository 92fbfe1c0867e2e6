import type { Decisions, Finding } from '../../lib/spi';
import { valueAt } from './chart-values';
import { hasRoutedRanges, ipamOn, isOnGke } from './cilium-place';
import type { CiliumProps } from './cilium-props';
import { CILIUM_DOCS as DOCS, when, type CiliumRule } from './cilium-rule';

/** About the cloud whose network carries pods' addresses. */
export const CLOUD_RULES: readonly CiliumRule[] = [
  {
    code: 'CIL-19',
    severity: 'error',
    see: `${DOCS}/network/concepts/routing/#google-cloud`,
    check: (props, decisions) => (hasRoutedRanges(decisions) ? againstRoutes(props) : []),
  },
  {
    code: 'GKE-06',
    severity: 'warning',
    see: `${DOCS}/installation/k8s-install-helm/`,
    check: (_, decisions) =>
      when(isOnGke(decisions), {
        because: "Google does not support a Cilium of one's own on GKE, whose nodes it reconfigures as they start",
        fix: "drop datapath: 'legacy', so that Google runs Cilium itself, or acknowledge GKE-06 with a reason",
      }),
  },
  {
    code: 'GKE-07',
    severity: 'error',
    see: `${DOCS}/helm-reference/`,
    check: ({ values = {} }, decisions) =>
      when(isOnGke(decisions) && valueAt(values, 'keepDeprecatedLabels') === true, {
        at: 'network/values/keepDeprecatedLabels',
        value: true,
        because: 'GKE removes what has these labels from kube-system, and the chart refuses them there',
        fix: 'remove it',
      }),
  },
  {
    code: 'EKS-11',
    severity: 'error',
    see: `${DOCS}/network/concepts/ipam/eni/`,
    check: ({ ipam }, decisions) =>
      when(ipam === 'eni' && !decisions.has('network/interfaces'), {
        at: 'network/ipam',
        value: 'eni',
        because: "these machines take no further network interfaces, from which 'eni' gives pods their addresses",
        fix: "drop 'ipam'",
      }),
  },
  {
    code: 'EKS-12',
    severity: 'error',
    see: `${DOCS}/network/concepts/ipam/eni/`,
    check: (props, decisions) =>
      when(usesAwsAddresses(props, decisions) && props.routingMode === 'tunnel', {
        at: 'network/routingMode',
        value: 'tunnel',
        because: "pods have addresses in the nodes' network, which routes them itself",
        fix: "drop 'routingMode', or use ipam: 'cluster-pool'",
      }),
  },
  {
    code: 'EKS-13',
    severity: 'error',
    see: 'https://github.com/cilium/cilium/issues/21330',
    check: (props, decisions) =>
      when(usesAwsAddresses(props, decisions) && (props.clusterId ?? 0) > 127, {
        at: 'network/clusterId',
        value: props.clusterId,
        because:
          'ids from 128 clash with the marks that AWS puts on packets, and policies would drop traffic by mistake',
        fix: 'use an id up to 127',
      }),
  },
  {
    code: 'EKS-14',
    severity: 'error',
    see: `${DOCS}/installation/cni-chaining-aws-cni/`,
    check: (props, decisions) => [
      ...when(props.ipam === 'chained' && !chainsToAws(decisions), {
        at: 'network/ipam',
        value: 'chained',
        because: 'Cilium is chained to the Amazon VPC CNI, and that gives no addresses here',
        fix: "drop ipam: 'chained', or use the Amazon VPC CNI on EKS",
      }),
      ...when(props.ipam === 'chained' && props.exclusive === true, {
        at: 'network/exclusive',
        value: true,
        because: 'a chained Cilium lives beside the configuration of the plugin that it is chained to',
        fix: "drop exclusive: true, or ipam: 'chained'",
      }),
      ...(props.ipam === 'chained' ? tooOldToChainTo(decisions) : []),
    ],
  },
  {
    code: 'EKS-15',
    severity: 'consent',
    see: `${DOCS}/installation/cni-chaining-aws-cni/`,
    check: ({ ipam, encryption, gatewayApi }) => {
      const limited = [
        ...(encryption === 'ipsec' ? ["encryption: 'ipsec'"] : []),
        ...(gatewayApi ? ['gatewayApi'] : []),
      ];
      return when(ipam === 'chained' && limited.length > 0, {
        at: 'network/ipam',
        value: 'chained',
        because: `its makers call ${limited.join(' and ')} limited where Cilium is chained`,
        fix: "use ipam: 'eni'",
      });
    },
  },
];

/** Whether pods have addresses of AWS's network, Cilium's own doing or not. */
function usesAwsAddresses(props: CiliumProps, decisions: Decisions): boolean {
  return ['eni', 'chained'].includes(ipamOn(props, decisions));
}

/** What does not go with a network that sends each node's range to that node. */
function againstRoutes({ ipam, routingMode }: CiliumProps): Finding[] {
  return [
    ...when(ipam === 'cluster-pool', {
      at: 'network/ipam',
      value: 'cluster-pool',
      because:
        "the nodes' network sends each part of addresses.pods to the node that has it from the control plane, and Cilium would divide it otherwise",
      fix: "drop 'ipam'",
    }),
    ...when(ipam !== 'cluster-pool' && routingMode === 'tunnel', {
      at: 'network/routingMode',
      value: 'tunnel',
      because: "the nodes' network knows the way to pods, and tunnels would hide them from it",
      fix: "drop 'routingMode'",
    }),
  ];
}

function chainsToAws(decisions: Decisions): boolean {
  return decisions.value('network/pods') === 'routable' && decisions.has('network/interfaces');
}

/** Versions of the Amazon VPC CNI before 1.11.2. */
const UNCHAINABLE = /^v(0\.|1\.(\d|10)\.|1\.11\.[01](?!\d))/;

function tooOldToChainTo({ plugins }: Decisions): Finding[] {
  const version = plugins.find(({ name }) => name === 'aws-vpc-cni')?.settings['version'];
  return when(typeof version === 'string' && UNCHAINABLE.test(version), {
    at: 'network/version',
    value: version,
    because: "Cilium can be chained to the Amazon VPC CNI from that one's v1.11.2 on",
    fix: "use a newer 'version' of it, or drop ipam: 'chained'",
  });
}
