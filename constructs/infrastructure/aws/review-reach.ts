import type { Data } from '../../../lib/spi';
import { isFields, listOf, textsOf, type Fields } from '../../../lib/review/data';
import type { Opening, Resources, ResourceView } from '../../../lib/review/knowledge';
import { referent } from '../../../lib/review/terraform/references';

/** Who may connect to what: the API servers' endpoints, and the rules of security groups in each way that the provider has. */
export function openingsIn(resources: Resources): readonly Opening[] {
  return [
    ...resources.of('aws_eks_cluster').flatMap(endpoint),
    ...resources.of('aws_vpc_security_group_ingress_rule').flatMap(rule => separate(rule, 'in')),
    ...resources.of('aws_vpc_security_group_egress_rule').flatMap(rule => separate(rule, 'out')),
    ...resources.of('aws_security_group_rule').flatMap(older),
    ...[...resources.of('aws_security_group'), ...resources.of('aws_default_security_group')].flatMap(inline),
  ];
}

function endpoint(cluster: ResourceView): Opening[] {
  const [config] = listOf(cluster.arguments.vpc_config).filter(isFields);
  if (!config || String(config.endpoint_public_access ?? true) !== 'true') return [];
  const ranges = textsOf(config.public_access_cidrs);
  const name = String(cluster.arguments.name);
  return (ranges.length > 0 ? ranges : ['0.0.0.0/0']).map(from => ({
    from,
    to: `the API server of ${name}`,
    protocol: 'tcp',
    ports: [443, 443],
    outside: true,
  }));
}

type Direction = 'in' | 'out';

/** One rule, one other end. */
function separate({ arguments: rule }: ResourceView, direction: Direction): Opening[] {
  const keys = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'];
  const others = keys.flatMap(key => textsOf(rule[key]));
  return openings(rule, textsOf(rule.security_group_id), others, direction);
}

function older({ arguments: rule, address }: ResourceView): Opening[] {
  const group = textsOf(rule.security_group_id);
  return openings(rule, group, othersOf(rule, group[0] ?? address), rule.type === 'egress' ? 'out' : 'in');
}

function inline({ arguments: group, address }: ResourceView): Opening[] {
  const of = (name: string, direction: Direction) =>
    listOf(group[name])
      .filter(isFields)
      .flatMap(rule => openings(rule, [address], othersOf(rule, address), direction));
  return [...of('ingress', 'in'), ...of('egress', 'out')];
}

/** The other ends of a rule that may have many. */
function othersOf(rule: Fields, own: string): string[] {
  const keys = ['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'security_groups', 'source_security_group_id'];
  return [...keys.flatMap(key => textsOf(rule[key])), ...(String(rule.self) === 'true' ? [own] : [])];
}

function openings(rule: Fields, groups: readonly string[], others: readonly string[], direction: Direction): Opening[] {
  const because = textsOf(rule.description)[0];
  return groups.flatMap(group =>
    others.map(other => {
      const [own, far] = [referent(group), referent(other)];
      const ends = direction === 'in' ? { from: far, to: own } : { from: own, to: far };
      const outside = direction === 'in' && isRange(far);
      return { ...ends, ...connection(rule), ...(because !== undefined && { because }), ...(outside && { outside }) };
    }),
  );
}

function isRange(text: string): boolean {
  return /^[\da-f.:]+\/\d+$/i.test(text);
}

function connection(rule: Fields): Pick<Opening, 'protocol' | 'ports'> {
  const protocol = String(rule.ip_protocol ?? rule.protocol ?? '-1');
  if (protocol === '-1' || protocol === 'all') return { protocol: 'all' };
  const [first, last] = [rule.from_port, rule.to_port].map(port => numberOf(port));
  const every = first === undefined || last === undefined || first < 0;
  return { protocol: NAMES[protocol] ?? protocol, ...(!every && { ports: [first, last] as const }) };
}

/** IP protocols that EC2 has by number. */
const NAMES: { readonly [number: string]: string } = { 1: 'icmp', 4: 'ipip', 6: 'tcp', 17: 'udp', 50: 'esp' };

function numberOf(port: Data | undefined): number | undefined {
  return port === undefined || port === null || port === '' ? undefined : Number(port);
}
