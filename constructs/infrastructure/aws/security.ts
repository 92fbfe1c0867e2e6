import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import type { ITerraformDependable } from 'cdktf';
import type { Peer, Pool } from '../../../lib/spi';
import type { Network } from './network';
import { createRules, type End } from './security-rules';
import type { Site } from './site';

/** The security groups of a cluster's own. */
export interface Groups {
  readonly controlPlane: SecurityGroup;
  readonly nodes: SecurityGroup;
  /** Of pools that ports name. */
  readonly pools: ReadonlyMap<string, SecurityGroup>;
}

/** What stands between machines. Its rules come from port items and from nothing else. */
export interface Firewall {
  /** The control plane's groups besides the one that EKS makes. */
  readonly controlPlaneGroups: readonly SecurityGroup[];
  /** Those of a pool's machines. */
  groupsOf(pool: Pool): readonly SecurityGroup[];
  readonly rules: readonly ITerraformDependable[];
}

/** The group of network file systems; there only if there are any. */
export function fileSystemGroup(site: Site, network: Network): SecurityGroup | undefined {
  if (site.items('file-system').length === 0) return undefined;
  return createGroup(site, network, 'file-systems', 'Network file systems');
}

/** The firewall of nodes in groups of Tenon's own, which let through nothing but what ports ask for. */
export function firewallOf(site: Site, network: Network, fileSystems: SecurityGroup | undefined): Firewall {
  const groups = createGroups(site, network);
  const { controlPlane, nodes, pools } = groups;
  const rules = createRules(site, peer => endsOf(peer, site, groups, fileSystems));
  return {
    controlPlaneGroups: [controlPlane],
    groupsOf: ({ name }) => [nodes, ...(pools.has(name) ? [pools.get(name) as SecurityGroup] : [])],
    rules,
  };
}

/** The rules of EKS Auto Mode, where control plane, nodes and pods share the group that EKS makes, and all pass to each other. */
export function openSharedGroup(site: Site, cluster: EksCluster, fileSystems: SecurityGroup | undefined): void {
  const shared = { name: 'cluster', groupId: cluster.vpcConfig.clusterSecurityGroupId };
  createRules(site, peer => rangesOf(peer, site) ?? (typeof peer === 'object' ? fileSystemEnd(fileSystems) : [shared]));
}

function createGroups(site: Site, network: Network): Groups {
  const named = new Set(site.items('port').flatMap(({ spec }) => [spec.from, spec.to].flatMap(poolOf)));
  return {
    controlPlane: createGroup(site, network, 'control-plane', 'The interfaces of the EKS control plane'),
    // The cloud controller opens load balancers' ports in the one group of a node that has this tag.
    nodes: createGroup(site, network, 'nodes', 'Nodes and the pods on them', {
      [`kubernetes.io/cluster/${site.name}`]: 'owned',
    }),
    pools: new Map([...named].map(pool => [pool, createGroup(site, network, `pool-${pool}`, `Nodes of pool ${pool}`)])),
  };
}

function createGroup(site: Site, network: Network, id: string, description: string, tags = {}): SecurityGroup {
  return new SecurityGroup(site.main, `group-${id}`, {
    name: `${site.name}-${id}`,
    description,
    vpcId: network.vpcId,
    tags: { Name: `${site.name}-${id}`, ...tags },
  });
}

function poolOf(peer: Peer): string[] {
  return typeof peer === 'object' && 'pool' in peer ? [peer.pool] : [];
}

function endsOf(peer: Peer, site: Site, groups: Groups, fileSystems: SecurityGroup | undefined): readonly End[] {
  const ranges = rangesOf(peer, site);
  if (ranges) return ranges;
  const [pool] = poolOf(peer);
  if (pool !== undefined) return [{ name: `pool-${pool}`, groupId: (groups.pools.get(pool) ?? groups.nodes).id }];
  if (typeof peer === 'object') return fileSystemEnd(fileSystems);
  if (peer === 'control-plane') return [{ name: peer, groupId: groups.controlPlane.id }];
  // A pod with an address in the network is behind its node's groups; another one's packets carry its node's address.
  return [{ name: 'node', groupId: groups.nodes.id }];
}

function fileSystemEnd(group: SecurityGroup | undefined): readonly End[] {
  return group ? [{ name: 'file-system', groupId: group.id }] : [];
}

/** Peers that are ranges of addresses; `undefined` for others. */
function rangesOf(peer: Peer, { props, plan }: Site): readonly End[] | undefined {
  if (peer === 'internet') return [{ name: peer, cidr: '0.0.0.0/0' }];
  if (peer === 'operator')
    return (props.privateAccess ?? []).map(cidr => ({ name: cidr.replaceAll(/[./]/g, '-'), cidr }));
  // Load balancers have groups of their own, which their controllers make; all are in the network.
  return peer === 'load-balancer' ? [{ name: peer, cidr: plan.addresses.network }] : undefined;
}
