import { cidrRange, overlaps } from '../../lib/plan/cidr';
import type { Data, Decisions, Finding } from '../../lib/spi';
import { valueAt } from './chart-values';
import { CILIUM_DOCS as DOCS, when, type CiliumRule } from './cilium-rule';
import { ipamOn, podsOn, tunnelsOn } from './cilium-place';
import type { CiliumProps } from './cilium-props';
import { operatorHasNodes } from './cilium-tolerations';
import { nodeMask, smallest } from './cilium-values';

/** About the cluster that Cilium lands in. */
export const CLUSTER_RULES: readonly CiliumRule[] = [
  {
    code: 'CIL-03',
    severity: 'consent',
    see: `${DOCS}/network/concepts/routing/#native-routing`,
    check: (props, decisions) =>
      when(
        props.routingMode === 'native' && podsOn(props, decisions) === 'overlay' && !decisions.has('network/layer-2'),
        {
          at: 'network/routingMode',
          because:
            "native routing hands packets with pod addresses to the nodes' network, which drops them unless all nodes share one segment without source checks",
          fix: "drop routingMode: 'native'",
        },
      ),
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
      const ranges = "Cilium gives nodes ranges with ipam: 'cluster-pool' only";
      return [
        ...idle(props, 'prefixDelegation', ipam === 'eni', "prefixes are for ipam: 'eni'"),
        ...idle(props, 'nodeCidrMaskSize', ipam === 'cluster-pool', ranges),
        ...idle(props, 'tunnelProtocol', tunnelsOn(props, decisions), 'there are no tunnels here'),
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
