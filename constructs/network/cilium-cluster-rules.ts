import { cidrRange, overlaps } from '../../lib/plan/cidr';
import type { Data, Decisions, Finding } from '../../lib/spi';
import { valueAt } from './chart-values';
import { CILIUM_DOCS as DOCS, when, type CiliumRule } from './cilium-rule';
import { ipamOn, type CiliumProps } from './cilium-props';
import { operatorHasNodes } from './cilium-tolerations';
import { nodeMask, smallest } from './cilium-values';

/** About the cluster that Cilium lands in. */
export const CLUSTER_RULES: readonly CiliumRule[] = [
  {
    code: 'CIL-03',
    severity: 'consent',
    see: `${DOCS}/network/concepts/routing/#native-routing`,
    check: (props, decisions) =>
      when(ipamOn(props, decisions) === 'cluster-pool' && props.routingMode === 'native', {
        at: 'network/routingMode',
        because:
          "native routing hands packets with pod addresses to the nodes' network, which drops them unless all nodes share one segment without source checks",
        fix: "drop routingMode: 'native'",
      }),
  },
  {
    code: 'CIL-17',
    severity: 'consent',
    see: `${DOCS}/network/servicemesh/gateway-api/gateway-api/#prerequisites`,
    check: ({ gatewayApi }, decisions) =>
      when(gatewayApi === true && !decisions.has('crd/gateway.networking.k8s.io'), {
        at: 'network/gatewayApi',
        because:
          "Cilium's operator looks for the CRDs of Gateway API when it starts, and nothing in this cluster brings them",
        fix: "see that something of yours installs them between the stack of the control plane and the network's, or drop 'gatewayApi'",
      }),
  },
  {
    code: 'CIL-18',
    severity: 'error',
    see: `${DOCS}/helm-reference/`,
    check: (props, decisions) =>
      when(decisions.has('nodes/managed') && decisions.pools.length > 0 && !operatorHasNodes(props, decisions), {
        at: 'pools',
        because:
          "Cilium's operator tolerates the taints of no pool, and no node is ready for pods before it runs somewhere",
        fix: "leave one pool without taints, or give their tolerations in 'values' as operator.tolerations",
      }),
  },
  {
    code: 'CIL-09',
    severity: 'warning',
    check: (props, decisions) =>
      when((props.operatorReplicas ?? 0) > smallest(decisions), {
        at: 'network/operatorReplicas',
        value: props.operatorReplicas,
        because: `no two of the operator's replicas share a machine, and the pools may shrink to ${smallest(decisions)}`,
        fix: "lower 'operatorReplicas', or raise a pool's 'min'",
      }),
  },
  {
    code: 'CIL-16',
    severity: 'error',
    check: (props, decisions) => {
      const ipam = ipamOn(props, decisions);
      const tunnels = ipam === 'cluster-pool' && props.routingMode !== 'native';
      return [
        ...idle(props, 'prefixDelegation', ipam === 'eni', "prefixes are for ipam: 'eni'"),
        ...idle(props, 'nodeCidrMaskSize', ipam === 'cluster-pool', "nodes have ranges with ipam: 'cluster-pool' only"),
        ...idle(props, 'tunnelProtocol', tunnels, 'there are no tunnels here'),
        ...when(valueAt(props.values ?? {}, 'encryption.nodeEncryption') === true && props.encryption !== 'wireguard', {
          at: 'network/values/encryption.nodeEncryption',
          value: true,
          because: 'Cilium encrypts what nodes themselves say with WireGuard only',
          fix: "remove it from 'values', or use encryption: 'wireguard'",
        }),
      ];
    },
  },
  {
    code: 'CNI-14',
    severity: 'error',
    check: ({ ipam }, { addresses: { pods, network } }) =>
      when(ipam === 'chained' && overlaps(pods, network), {
        at: 'addresses/pods',
        value: pods,
        because: `a chained agent takes an address for itself from addresses.pods, and ${pods} overlaps the nodes' network ${network}`,
        fix: "choose a disjoint range for 'addresses.pods'",
      }),
  },
  {
    code: 'CNI-19',
    severity: 'warning',
    check: (props, decisions) => (ipamOn(props, decisions) === 'cluster-pool' ? rangesTooSmall(props, decisions) : []),
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
        fix: "drop 'ipam', or use 'cluster-pool'",
      }),
  },
  {
    code: 'EKS-12',
    severity: 'error',
    see: `${DOCS}/network/concepts/ipam/eni/`,
    check: (props, decisions) =>
      when(ipamOn(props, decisions) !== 'cluster-pool' && props.routingMode === 'tunnel', {
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
      when(ipamOn(props, decisions) !== 'cluster-pool' && (props.clusterId ?? 0) > 127, {
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

function idle(props: CiliumProps, prop: keyof CiliumProps, used: boolean, because: string): Finding[] {
  const value = props[prop] as Data | undefined;
  return when(value !== undefined && value !== false && !used, {
    at: `network/${prop}`,
    value,
    because,
    fix: `drop '${prop}'`,
  });
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

function rangesTooSmall(props: CiliumProps, decisions: Decisions): Finding[] {
  const { pods } = decisions.addresses;
  const mask = nodeMask(props);
  const ranges = 2 ** (mask - cidrRange(pods).prefix);
  const nodes = decisions.pools.reduce((sum, pool) => sum + pool.max, 0);
  const room = 2 ** (32 - mask) - 2;
  return [
    ...when(nodes > ranges, {
      at: 'addresses/pods',
      value: pods,
      because: `${pods} holds ${Math.floor(ranges)} ranges of /${mask}, and the pools may grow to ${nodes} nodes`,
      fix: "widen addresses.pods, or raise 'nodeCidrMaskSize' of 'cilium'",
    }),
    ...decisions.pools
      .filter(pool => pool.answer.maxPods > room)
      .map(pool => ({
        at: `pools/${pool.name}`,
        value: pool.answer.maxPods,
        because: `its kubelets take up to ${pool.answer.maxPods} pods, and a node's /${mask} has ${room} addresses`,
        fix: "lower 'nodeCidrMaskSize' of 'cilium'",
      })),
  ];
}
