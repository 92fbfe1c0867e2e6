import { contains } from '../../../lib/plan/cidr';
import { shapeFindings } from '../../../lib/shape';
import type { Cidr, Finding } from '../../../lib/spi';
import { PRIVATE_RANGES } from './network-rules';
import { eksProps, isListOfTerraform, type EksProps, type ExistingNetwork, type SubnetIds } from './props';

/** What is wrong with the props whatever the cluster, and props that have nothing to say beside each other. */
export function propFindings(props: EksProps): Finding[] {
  const shape = shapeFindings(eksProps, props, 'infrastructure');
  if (shape.length > 0) return shape;
  return [
    ...unroutableFindings(props.publicAccess ?? []),
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

/** Props about a network of the cluster's own, or about zones that its subnets tell already. */
function idleFindings(props: EksProps): Finding[] {
  const own = (['nat', 'flowLogs'] as const).filter(name => props[name] !== undefined);
  const zoned = !Array.isArray(props.network?.privateSubnetIds) && props.zones !== undefined;
  return [
    ...own.map(name => ({
      at: `infrastructure/${name}`,
      because: `'${name}' is about a network of the cluster's own, and 'network' names one that exists`,
      fix: `remove '${name}', or remove 'network'`,
    })),
    ...(zoned
      ? [
          {
            at: 'infrastructure/zones',
            because: "'network.privateSubnetIds' says already which zones there are",
            fix: "remove 'zones'",
          },
        ]
      : []),
  ];
}

/** The control plane has interfaces in two zones at least. */
function subnetFindings({ privateSubnetIds, controlPlaneSubnetIds = privateSubnetIds }: ExistingNetwork): Finding[] {
  if (count(controlPlaneSubnetIds) >= 2) return [];
  const name = controlPlaneSubnetIds === privateSubnetIds ? 'privateSubnetIds' : 'controlPlaneSubnetIds';
  const because = "EKS wants subnets for the control plane's interfaces in two zones at least";
  return [{ at: `infrastructure/network/${name}`, because, fix: 'name another subnet' }];
}

function count(ids: SubnetIds): number {
  if (!Array.isArray(ids)) return Object.keys(ids).length;
  return isListOfTerraform(ids as readonly string[]) ? Infinity : ids.length;
}
