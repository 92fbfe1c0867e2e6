import { routablePodPorts } from '../../lib/routable-pods';
import type { AwsStatement, Decisions, Item } from '../../lib/spi';
import { agentPorts, type AgentConnection } from './agent-ports';
import { valueAt } from './chart-values';
import { podsOn, tunnelsOn } from './cilium-place';
import type { CiliumProps } from './cilium-props';
import { chartValues, clusterName, OPERATOR } from './cilium-values';

/**
 * What firewalls must let through.
 *
 * @see https://docs.cilium.io/en/stable/operations/system_requirements/#firewall-rules
 */
export function ports(props: CiliumProps, decisions: Decisions): readonly Item[] {
  return [
    ...betweenNodes(props, decisions).flatMap(each => agentPorts('cilium', each, decisions)),
    ...(isSeen(podsOn(props, decisions)) ? routablePodPorts('cilium') : []),
  ];
}

/** Whether the nodes' network, and so its firewalls, see packets with pods' addresses. */
const isSeen = (pods: ReturnType<typeof podsOn>) => pods === 'routable' || pods === 'routed';

function betweenNodes(props: CiliumProps, decisions: Decisions): AgentConnection[] {
  const { encryption, hubble = true } = props;
  const connections: AgentConnection[] = [
    { id: 'health', protocol: 'tcp', range: [4240, 4240], because: "agents ask each other's health" },
    { id: 'health-icmp', protocol: 'icmp', because: 'agents ping each other, and learn what size of packet fits' },
  ];
  if (tunnelsOn(props, decisions)) connections.push(tunnel(props));
  if (encryption === 'wireguard') {
    const because = 'agents encrypt traffic between nodes with WireGuard';
    connections.push({ id: 'wireguard', protocol: 'udp', range: [51871, 51871], because });
  }
  if (encryption === 'ipsec') {
    connections.push({ id: 'ipsec', protocol: 'esp', because: 'agents encrypt traffic between nodes with IPsec' });
  }
  if (hubble) {
    const because = "Hubble's relay and agents ask agents for flows";
    connections.push({ id: 'hubble', protocol: 'tcp', range: [4244, 4244], because });
  }
  if (typeof hubble === 'object' && hubble.metrics?.length) {
    const because = "Prometheus collects Hubble's metrics from agents";
    connections.push({ id: 'hubble-metrics', protocol: 'tcp', range: [9965, 9965], because });
  }
  return connections;
}

function tunnel({ tunnelProtocol = 'vxlan' }: CiliumProps): AgentConnection {
  const port = tunnelProtocol === 'vxlan' ? 8472 : 6081;
  return {
    id: tunnelProtocol,
    protocol: 'udp',
    range: [port, port],
    because: 'packets between pods travel in tunnels between nodes',
  };
}

/** The identity with which the operator makes network interfaces and gives them addresses. */
export function operatorIdentity(props: CiliumProps, decisions: Decisions): Item {
  return {
    kind: 'identity',
    id: OPERATOR,
    by: 'cilium',
    because: "Cilium's operator makes network interfaces for nodes and takes pods' addresses for them",
    stage: 'control-plane',
    spec: {
      namespace: 'kube-system',
      serviceAccount: 'cilium-operator',
      grants: { aws: { statements: statements(props, decisions) } },
    },
  };
}

/**
 * The EC2 actions that Cilium lists, each on what it acts on.
 *
 * @see https://docs.cilium.io/en/stable/network/concepts/ipam/eni/#required-privileges
 */
function statements(props: CiliumProps, decisions: Decisions): AwsStatement[] {
  const values = chartValues(props, decisions);
  const arn = (type: string) => `arn:{partition}:ec2:{region}:*:${type}/*`;
  const releases = valueAt(values, 'eni.awsReleaseExcessIPs') === true;
  return [
    { sid: 'Read', actions: reads(props, decisions).map(ec2) },
    {
      sid: 'Interfaces',
      actions: [
        'AssignPrivateIpAddresses',
        'AttachNetworkInterface',
        'CreateNetworkInterface',
        'DeleteNetworkInterface',
        'ModifyNetworkInterfaceAttribute',
        ...(releases ? ['UnassignPrivateIpAddresses'] : []),
      ].map(ec2),
      resources: ['instance', 'network-interface', 'security-group', 'subnet'].map(arn),
    },
    { sid: 'Tags', actions: ['ec2:CreateTags'], resources: [arn('network-interface')] },
  ];
}

function reads(props: CiliumProps, decisions: Decisions): string[] {
  // Left without a name, the operator looks for one among the tags of its own machine.
  const unnamed = clusterName(props, decisions) === undefined;
  const filtered = valueAt(chartValues(props, decisions), 'eni.instanceTagsFilter') !== undefined;
  return [
    ...(filtered ? ['DescribeInstances'] : []),
    'DescribeInstanceTypes',
    'DescribeManagedPrefixLists',
    'DescribeNetworkInterfaces',
    'DescribeRouteTables',
    'DescribeSecurityGroups',
    'DescribeSubnets',
    ...(unnamed ? ['DescribeTags'] : []),
    'DescribeVpcs',
    'GetManagedPrefixListEntries',
  ];
}

const ec2 = (action: string) => `ec2:${action}`;
