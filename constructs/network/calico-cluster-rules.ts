import { cidrRange, contains, overlaps, parseCidr, size } from '../../lib/plan/cidr';
import type { Decisions, Finding } from '../../lib/spi';
import { valueAt } from './chart-values';
import { encapsulationsOn, isSeen, needsBgp, poolsOn, speaksBgp, type FullPool } from './calico-place';
import type { CalicoProps } from './calico-props';
import { CALICO_DOCS as DOCS, type CalicoRule } from './calico-rule';
import { when } from './cilium-rule';

/** About the cluster that Calico lands in. */
export const CLUSTER_RULES: readonly CalicoRule[] = [
  {
    code: 'CAL-04',
    severity: 'error',
    see: `${DOCS}/reference/installation/api`,
    check: (props, decisions) =>
      when(needsBgp(props, decisions) && !speaksBgp(props, decisions) && !felixRoutes(props), {
        at: 'network/bgp',
        value: false,
        because: "nodes learn the way to each other's pods from BGP, unless all packets travel as 'VXLAN'",
        fix: "drop bgp: false, or use encapsulation: 'VXLAN'",
      }),
  },
  {
    code: 'CAL-07',
    severity: 'error',
    see: 'https://learn.microsoft.com/en-us/azure/virtual-network/virtual-networks-faq',
    check: (props, decisions) =>
      when(
        decisions.value('cloud') === 'azure' &&
          encapsulationsOn(props, decisions).some(each => each.startsWith('IPIP')),
        {
          at: 'network/encapsulation',
          value: 'IPIP',
          because: 'the networks of Azure drop packets inside IP packets',
          fix: "use encapsulation: 'VXLAN'",
        },
      ),
  },
  {
    code: 'CAL-11',
    severity: 'consent',
    see: `${DOCS}/networking/determine-best-networking`,
    check: (props, decisions) =>
      when(props.ipam !== 'host-local' && isSeen(props, decisions) && !decisions.has('network/layer-2'), {
        at: 'network/encapsulation',
        value: encapsulationsOn(props, decisions).find(each => each !== 'VXLAN') ?? null,
        because:
          "packets with pods' addresses go to the nodes' network as they are, which drops them unless it knows the way or the nodes share one segment, and nobody checks where they are from",
        fix: "use encapsulation: 'VXLAN'",
      }),
  },
  { code: 'CAL-15', severity: 'error', see: `${DOCS}/reference/resources/ippool`, check: poolFindings },
  {
    code: 'CAL-16',
    severity: 'error',
    see: `${DOCS}/getting-started/kubernetes/managed-public-cloud/eks`,
    check: ({ policyOnly }, decisions) =>
      when(policyOnly === true && !isBesideAws(decisions), {
        at: 'network/policyOnly',
        value: true,
        because: 'Calico enforces policies for the pods of the Amazon VPC CNI, and that gives no addresses here',
        fix: "drop 'policyOnly', or use the Amazon VPC CNI on EKS",
      }),
  },
  {
    code: 'CNI-19',
    severity: 'warning',
    check: (props, decisions) => (props.ipam === 'host-local' ? [] : tooFewBlocks(props, decisions)),
  },
  {
    code: 'EKS-07',
    severity: 'error',
    see: `${DOCS}/getting-started/kubernetes/managed-public-cloud/eks`,
    check: (props, decisions) =>
      when(decisions.value('addons') === 'eks' && speaksBgp(props, decisions), {
        at: props.bgp ? 'network/bgp' : 'network/encapsulation',
        value: props.bgp ?? props.encapsulation ?? null,
        because:
          "the VPC and the control plane speak no BGP, and learn no way to pods from it: Calico's agents use VXLAN",
        fix: "drop 'bgp', and use encapsulation: 'VXLAN'",
      }),
  },
  {
    code: 'EKS-10',
    severity: 'warning',
    see: 'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
    check: (props, decisions) =>
      when(props.policyOnly === true && decisions.value('network/pod-security-groups') === 'strict', {
        at: 'network/securityGroupsForPods',
        value: 'strict',
        because: 'pods with security groups of their own obey only those, and no network policy',
        fix: "use securityGroupsForPods: 'standard'",
      }),
  },
  {
    code: 'KP-10',
    severity: 'error',
    see: `${DOCS}/getting-started/kubernetes/nftables`,
    check: ({ dataplane }, decisions) =>
      when(dataplane === 'iptables' && decisions.value('network/services') === 'nftables', {
        at: 'network/dataplane',
        value: 'iptables',
        because: 'kube-proxy uses nftables, and packets would pass the rules of both in an order that neither knows',
        fix: "drop 'dataplane', or use 'nftables'",
      }),
  },
];

/** Calico's agents can do what BGP does, if the user tells them to. */
function felixRoutes({ values = {} }: CalicoProps): boolean {
  return valueAt(values, 'installation.calicoNetwork.clusterRoutingMode') === 'Felix';
}

function isBesideAws(decisions: Decisions): boolean {
  return decisions.value('network/pods') === 'routable' && decisions.has('network/interfaces');
}

function poolFindings(props: CalicoProps, decisions: Decisions): Finding[] {
  const given = props.pools ?? [];
  const { pods } = decisions.addresses;
  const finding = (index: number, because: string, fix: string): Finding => ({
    at: `network/pools/${index}/cidr`,
    value: given[index]?.cidr ?? null,
    because,
    fix,
  });
  const malformed = given.flatMap(({ cidr }, index) => {
    const parsed = parseCidr(cidr);
    return typeof parsed === 'string' ? [finding(index, parsed, 'give a range such as 10.64.0.0/18')] : [];
  });
  if (malformed.length > 0) return malformed;
  return poolsOn(props, decisions, pods).flatMap(({ cidr, blockSize, name }, index) => [
    ...when(
      !contains(pods, cidr),
      finding(index, `${cidr} is not within addresses.pods, ${pods}`, 'choose a range within it'),
    ),
    ...when(
      cidrRange(cidr).prefix > blockSize,
      finding(index, `${cidr} holds no block of /${blockSize}`, "widen it, or raise its 'blockSize'"),
    ),
    ...given
      .slice(0, index)
      .flatMap(other => [
        ...when(
          overlaps(other.cidr, cidr),
          finding(index, `${cidr} overlaps pool ${other.cidr}`, 'choose disjoint ranges'),
        ),
        ...when(
          name !== undefined && other.name === name,
          finding(index, `pool ${other.cidr} is called '${String(name)}' too`, 'give each pool a name of its own'),
        ),
      ]),
  ]);
}

/** A node that finds no free block takes single addresses from those of others, and none once all are taken. */
function tooFewBlocks(props: CalicoProps, decisions: Decisions): Finding[] {
  const pools = poolsOn(props, decisions, decisions.addresses.pods).filter(
    ({ cidr }) => typeof parseCidr(cidr) !== 'string',
  );
  if (pools.length === 0) return [];
  const nodes = decisions.pools.reduce((sum, pool) => sum + pool.max, 0);
  const pods = decisions.pools.reduce((sum, pool) => sum + pool.max * pool.answer.maxPods, 0);
  const blocks = Math.floor(sum(pools, ({ cidr, blockSize }) => 2 ** (blockSize - cidrRange(cidr).prefix)));
  const addresses = sum(pools, ({ cidr }) => size(cidr));
  const at = props.pools ? 'network/pools' : 'addresses/pods';
  return [
    ...when(blocks < nodes, {
      at,
      value: blocks,
      because: `there are ${blocks} blocks of addresses, and the pools may grow to ${nodes} nodes`,
      fix: "widen addresses.pods, or raise 'blockSize' of 'calico'",
    }),
    ...when(addresses < pods, {
      at,
      value: addresses,
      because: `there are ${addresses} addresses, and the kubelets of the pools may take up to ${pods} pods`,
      fix: "widen addresses.pods, or lower a pool's 'max'",
    }),
  ];
}

function sum(pools: readonly FullPool[], of: (pool: FullPool) => number): number {
  return pools.reduce((total, pool) => total + of(pool), 0);
}
