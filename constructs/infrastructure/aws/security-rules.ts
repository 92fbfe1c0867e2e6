import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import type { Peer, Port } from '../../../lib/spi';
import type { Site } from './site';

/** One end of a connection: a security group, or a range of addresses. */
export type End =
  { readonly name: string; readonly groupId: string } | { readonly name: string; readonly cidr: string };

interface Connection {
  readonly from: End;
  readonly to: End;
  readonly port: Port;
  readonly because: readonly string[];
}

/** Makes the rules that port items ask for, in groups that `ends` finds. */
export function createRules(site: Site, ends: (peer: Peer) => readonly End[]): ITerraformDependable[] {
  return merged(site, ends).flatMap(connection => [...letIn(site, connection), ...letOut(site, connection)]);
}

/** EC2 refuses a rule that is there already, whatever its description: connections that are the same are one, with every reason. */
function merged(site: Site, ends: (peer: Peer) => readonly End[]): Connection[] {
  const connections = new Map<string, Connection>();
  for (const { spec, because } of site.items('port')) {
    for (const from of ends(spec.from)) {
      for (const to of ends(spec.to)) {
        const connection = { from, to, port: spec, because: [because] };
        const twin = connections.get(idOf(connection));
        connections.set(idOf(connection), twin ? { ...twin, because: [...twin.because, because] } : connection);
      }
    }
  }
  return [...connections.values()].filter(({ from, to }) => from.name !== 'cluster' || to.name !== 'cluster');
}

function idOf({ from, to, port }: Connection): string {
  const range = port.range ? `-${port.range.join('-')}` : '';
  return `${to.name}-from-${from.name}-${port.protocol}${range}`;
}

function letIn(site: Site, connection: Connection): ITerraformDependable[] {
  const { from, to } = connection;
  if (!('groupId' in to)) return [];
  const rule = {
    securityGroupId: to.groupId,
    ...other(from),
    ...common(connection),
    tags: { Name: `from-${from.name}` },
  };
  return [new VpcSecurityGroupIngressRule(site.main, `ingress-${idOf(connection)}`, rule)];
}

/** Nodes may go anywhere by a rule of their own, so what they begin with each other is not said again. */
function letOut(site: Site, connection: Connection): ITerraformDependable[] {
  const { from, to } = connection;
  if (!('groupId' in from) || ('groupId' in to && from.name !== 'control-plane')) return [];
  const rule = { securityGroupId: from.groupId, ...other(to), ...common(connection), tags: { Name: `to-${to.name}` } };
  return [new VpcSecurityGroupEgressRule(site.main, `egress-${idOf(connection)}`, rule)];
}

function other(end: End): { referencedSecurityGroupId: string } | { cidrIpv4: string } {
  return 'groupId' in end ? { referencedSecurityGroupId: end.groupId } : { cidrIpv4: end.cidr };
}

/** IP protocols by the numbers that EC2 wants where it has no name for them. */
const PROTOCOLS = { tcp: 'tcp', udp: 'udp', icmp: 'icmp', ipip: '4', esp: '50', all: '-1' };

function common({ port: { protocol, range }, because }: Connection) {
  const description = describe(because);
  const ipProtocol = PROTOCOLS[protocol];
  if (protocol === 'icmp') return { description, ipProtocol, fromPort: -1, toPort: -1 };
  if (protocol !== 'tcp' && protocol !== 'udp') return { description, ipProtocol };
  const [fromPort, toPort] = range ?? [0, 65535];
  return { description, ipProtocol, fromPort, toPort };
}

/** What EC2 takes as a description. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
function describe(because: readonly string[]): string {
  const text = [...new Set(because)].join('; ').replaceAll(/['"`]/g, '');
  const legal = text.replaceAll(/[^a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]/g, ' ').replaceAll(/\s+/g, ' ');
  return legal.slice(0, 255).trim();
}
