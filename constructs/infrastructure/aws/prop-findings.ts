import { contains } from '../../../lib/plan/cidr';
import { isTerraformValue } from '../../../lib/plan/terraform-values';
import { shapeFindings } from '../../../lib/shape';
import type { Cidr, Finding } from '../../../lib/spi';
import { zonesIn } from './catalogue';
import { PRIVATE_RANGES } from './network-rules';
import { eksProps, isListOfTerraform, type EksProps, type ExistingNetwork, type SubnetIds } from './props';
import { zoneSuffix } from './subnets';

/** What is wrong with the props whatever the cluster, and props that have nothing to say beside each other. */
export function propFindings(props: EksProps): Finding[] {
  const shape = shapeFindings(eksProps, props, 'infrastructure');
  if (shape.length > 0) return shape;
  return [
    ...unroutableFindings(props.publicAccess ?? []),
    ...zoneFindings(props),
    ...(props.network ? [...idleFindings(props), ...subnetFindings(props.network)] : []),
  ];
}

/** Packets from private ranges do not come over the internet, and EKS refuses to wait for them. */
function unroutableFindings(publicAccess: readonly Cidr[]): Finding[] {
  return publicAccess
    .map((range, place) => ({ range, place }))
    .filter(({ range }) => PRIVATE_RANGES.some(one => contains(one, range)))
    .map(({ range, place }) => ({
      at: `infrastructure/publicAccess/${place}`,
      value: range,
      because: `'${range}' is a range of private networks, which nobody comes from over the internet`,
      fix: "give it as 'privateAccess', or name the addresses that the network has on the internet",
    }));
}

/** More zones than there are, or fewer than it seems. */
function zoneFindings({ region, zones = [] }: EksProps): Finding[] {
  const at = 'infrastructure/zones';
  if (typeof zones === 'number') {
    const known = zonesIn(region);
    if (!known || zones <= known.length) return [];
    const because = `'${region}' is not known to have more zones than ${known.join(', ')}`;
    return [{ at, value: zones, because, fix: `ask for ${known.length}, or name the zones` }];
  }
  const suffixes = zones.map(zoneSuffix);
  const twice = zones.filter((_, place) => suffixes.indexOf(suffixes[place] ?? '') < place);
  return twice.map(zone => ({
    at,
    value: zone,
    because: `zone '${zone}' is there twice`,
    fix: 'name another zone, or remove one',
  }));
}

/** Props about a network of the cluster's own, or about zones that its subnets tell already, or that they cannot tell. */
function idleFindings(props: EksProps): Finding[] {
  const own = (['nat', 'flowLogs'] as const).filter(name => props[name] !== undefined);
  const listed = Array.isArray(props.network?.privateSubnetIds);
  return [
    ...own.map(name => ({
      at: `infrastructure/${name}`,
      because: `'${name}' is about a network of the cluster's own, and 'network' names one that exists`,
      fix: `remove '${name}', or remove 'network'`,
    })),
    ...(!listed && props.zones !== undefined
      ? [
          {
            at: 'infrastructure/zones',
            because: "'network.privateSubnetIds' says already which zones there are",
            fix: "remove 'zones'",
          },
        ]
      : []),
    ...(listed && typeof props.zones === 'number'
      ? [
          {
            at: 'infrastructure/zones',
            value: props.zones,
            because: 'a number does not tell which zones the existing subnets are in',
            fix: "name the zones, or remove 'zones'",
          },
        ]
      : []),
  ];
}

function subnetFindings(network: ExistingNetwork): Finding[] {
  return [
    ...(['privateSubnetIds', 'controlPlaneSubnetIds'] as const).flatMap(prop => {
      const ids = network[prop];
      return ids ? idFindings(`infrastructure/network/${prop}`, Object.entries(ids)) : [];
    }),
    ...interfaceFindings(network),
  ];
}

/** Subnets by their zone, or by their place in a list. */
function idFindings(at: string, subnets: readonly (readonly [string, string])[]): Finding[] {
  const ids = subnets.map(([, id]) => id);
  const unknown = subnets.filter(([zone]) => isTerraformValue(zone));
  const twice = subnets.filter(([, id], place) => ids.indexOf(id) < place);
  return [
    ...unknown.map(() => ({
      at,
      because: 'zones are asked for before Terraform runs, and only Terraform knows this one',
      fix: 'write the zones out, and leave only the ids to Terraform',
    })),
    ...twice.map(([key]) => ({
      at: `${at}/${key}`,
      because: 'this subnet is there twice',
      fix: 'remove one of the two',
    })),
  ];
}

/** The control plane has interfaces in two zones at least. */
function interfaceFindings({ privateSubnetIds, controlPlaneSubnetIds = privateSubnetIds }: ExistingNetwork): Finding[] {
  if (count(controlPlaneSubnetIds) >= 2) return [];
  const name = controlPlaneSubnetIds === privateSubnetIds ? 'privateSubnetIds' : 'controlPlaneSubnetIds';
  const because = "EKS wants subnets for the control plane's interfaces in two zones at least";
  return [{ at: `infrastructure/network/${name}`, because, fix: 'name another subnet' }];
}

function count(ids: SubnetIds): number {
  if (!Array.isArray(ids)) return Object.keys(ids).length;
  return isListOfTerraform(ids as readonly string[]) ? Infinity : ids.length;
}
