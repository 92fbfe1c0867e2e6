import { contains, cidrRange, overlaps } from '../../../lib/plan/cidr';
import { isExpression, isTerraformValue } from '../../../lib/plan/terraform-values';
import { shapeFindings } from '../../../lib/shape';
import type { Cidr, Finding } from '../../../lib/spi';
import { zonesIn } from './catalogue';
import { maintenanceFindings } from './maintenance-findings';
import type { ExistingGoogleNetwork, GkeProps } from './props';
import { gkeProps } from './props-schema';
import { CONTROL_PLANE_PREFIX } from './subnets';
import { sysctlFindings } from './sysctls';

/** What is wrong with the props whatever the cluster, and props that have nothing to say beside each other. */
export function propFindings(props: GkeProps): Finding[] {
  const shape = shapeFindings(gkeProps, props, 'infrastructure');
  if (shape.length > 0) return shape;
  return [
    ...unroutableFindings(props.publicAccess ?? []),
    ...zoneFindings(props),
    ...(props.network ? [...idleFindings(props), ...rangeFindings(props.network)] : []),
    ...keyFindings(props),
    ...(props.maintenance ? maintenanceFindings(props.maintenance) : []),
    ...sysctlFindings('infrastructure/nodes/sysctls', props.nodes?.sysctls ?? {}),
    ...Object.entries(props.pools ?? {}).flatMap(([name, nodes]) =>
      sysctlFindings(`infrastructure/pools/${name}/sysctls`, nodes.sysctls ?? {}),
    ),
  ];
}

/** Ranges of private networks. @see https://datatracker.ietf.org/doc/html/rfc1918 */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Packets from private ranges do not come over the internet. */
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

/** More zones than there are, fewer than it seems, or such as are elsewhere. */
function zoneFindings({ region, zones = [] }: GkeProps): Finding[] {
  const at = 'infrastructure/zones';
  if (typeof zones === 'number') {
    const known = zonesIn(region);
    if (!known || zones <= known.length) return [];
    const because = `'${region}' is not known to have more zones than ${known.join(', ')}`;
    return [{ at, value: zones, because, fix: `ask for ${known.length}, or name the zones` }];
  }
  const twice = zones.filter((zone, place) => zones.indexOf(zone) < place);
  const elsewhere = zones.filter(zone => !new RegExp(`^${region}-[a-z0-9]+$`).test(zone));
  return [
    ...twice.map(zone => ({
      at,
      value: zone,
      because: `zone '${zone}' is there twice`,
      fix: 'name another zone, or remove one',
    })),
    ...elsewhere.map(zone => ({
      at,
      value: zone,
      because: `'${zone}' is no zone of '${region}'`,
      fix: `name one such as ${zonesIn(region)?.[0] ?? `${region}-a`}`,
    })),
  ];
}

/** Props about a network of the cluster's own. */
function idleFindings(props: GkeProps): Finding[] {
  return (['nat', 'flowLogs'] as const)
    .filter(name => props[name] !== undefined)
    .map(name => ({
      at: `infrastructure/${name}`,
      because: `'${name}' is about a network of the cluster's own, and 'network' names one that exists`,
      fix: `remove '${name}', or remove 'network'`,
    }));
}

/** Ranges of one VPC, which has each address once. */
function rangeFindings(network: ExistingGoogleNetwork): Finding[] {
  const at = 'infrastructure/network';
  const { cidr, pods, services, controlPlane } = network;
  const ranges = [
    { path: 'cidr', range: cidr },
    { path: 'pods/cidr', range: pods.cidr },
    { path: 'services/cidr', range: services.cidr },
    { path: 'controlPlane', range: controlPlane },
  ];
  const clashes = ranges.flatMap((one, place) =>
    ranges.slice(0, place).flatMap(other => (overlaps(one.range, other.range) ? [{ one, other }] : [])),
  );
  const because = `the control plane has a /${CONTROL_PLANE_PREFIX}, and '${controlPlane}' is none`;
  return [
    ...clashes.map(({ one, other }) => ({
      at: `${at}/${one.path}`,
      value: one.range,
      because: `'${one.range}' overlaps '${other.range}' of '${other.path}'`,
      fix: 'name ranges that are disjoint',
    })),
    ...(cidrRange(controlPlane).prefix === CONTROL_PLANE_PREFIX
      ? []
      : [{ at: `${at}/controlPlane`, value: controlPlane, because, fix: 'give one such as 172.16.0.0/28' }]),
    ...(pods.name === services.name && !isExpression(pods.name)
      ? [
          {
            at: `${at}/services/name`,
            value: services.name,
            because: 'pods and Services have secondary ranges of their own',
            fix: "name the subnet's other secondary range",
          },
        ]
      : []),
  ];
}

/** Secrets are encrypted where they are. @see https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets#limitations */
function keyFindings({ region, secretsKey }: GkeProps): Finding[] {
  const [, location = region] = /^projects\/[^/]+\/locations\/([^/$]+)\//.exec(secretsKey ?? '') ?? [];
  if (secretsKey === undefined || isTerraformValue(location) || location === region) return [];
  const because = `the key is in '${location}', and the cluster in '${region}'`;
  return [{ at: 'infrastructure/secretsKey', value: secretsKey, because, fix: `use a key of '${region}'` }];
}
