import { cidrRange, contains, overlaps, parseCidr, size } from '../../../lib/plan/cidr';
import type { AddressDefaults, Addresses, Cidr, Finding, Pool } from '../../../lib/spi';

/**
 * Ranges of a cluster with a VPC of its own: 4,096 nodes, 512 times 128 pods, 8,192 Services, outside of everything that DigitalOcean
 * keeps for itself. DigitalOcean wants all ranges of one team disjoint, so a second cluster in it needs ranges of its own.
 */
export const DEFAULT_ADDRESSES: AddressDefaults = {
  network: '10.200.0.0/20',
  pods: '10.201.0.0/16',
  services: '10.202.0.0/19',
  disjointInAccount: true,
};

/** @see https://docs.digitalocean.com/products/networking/vpc/details/limits/ */
const RESERVED: readonly Cidr[] = ['10.229.0.0/16', '10.244.0.0/16', '10.245.0.0/16', '10.246.0.0/24'];

/** Each region's own reserved range. @see https://docs.digitalocean.com/products/networking/vpc/details/limits/ */
const RESERVED_IN: { readonly [region: string]: Cidr } = {
  ams2: '10.14.0.0/16',
  ams3: '10.18.0.0/16',
  atl1: '10.50.0.0/16',
  blr1: '10.47.0.0/16',
  fra1: '10.19.0.0/16',
  lon1: '10.16.0.0/16',
  nyc1: '10.10.0.0/16',
  nyc2: '10.13.0.0/16',
  nyc3: '10.17.0.0/16',
  sfo1: '10.12.0.0/16',
  sfo2: '10.46.0.0/16',
  sfo3: '10.48.0.0/16',
  sgp1: '10.15.0.0/16',
  syd1: '10.49.0.0/16',
  tor1: '10.20.0.0/16',
};

const PRIVATE: readonly Cidr[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Every node is given a range of this size out of the pods' range. */
const NODE_PREFIX = 25;

/** The most nodes a VPC-native cluster may have. @see https://docs.digitalocean.com/products/kubernetes/details/features/ */
const MAX_NODES = 1000;

/** The sizes that a VPC may have. @see https://docs.digitalocean.com/reference/api/digitalocean/#tag/VPCs */
const VPC_PREFIX = { least: 16, most: 28 };

export interface AddressQuestion {
  readonly addresses: Addresses;
  readonly pools: readonly Pool[];
  readonly region: string;
  /** The VPC is the user's own. */
  readonly existing: boolean;
}

/** What DigitalOcean would refuse of a cluster's ranges; whether they overlap each other is checked for every cloud. */
export function addressFindings(question: AddressQuestion): readonly Finding[] {
  const { addresses } = question;
  const ranges = { network: addresses.network, pods: addresses.pods, services: addresses.services };
  if (Object.values(ranges).some(range => typeof parseCidr(range) === 'string')) return [];
  return [
    ...Object.entries(ranges).flatMap(([name, range]) => placeFindings(name, range, question)),
    ...(question.existing ? [] : vpcFindings(addresses.network)),
    ...capacityFindings(question),
  ];
}

function placeFindings(name: string, range: Cidr, { region, existing }: AddressQuestion): Finding[] {
  if (name === 'network' && existing) return [];
  const at = `addresses/${name}`;
  if (!PRIVATE.some(outer => contains(outer, range))) {
    const because = `'doks' takes private ranges only, and ${range} is not inside ${PRIVATE.join(', ')}`;
    return [{ at, value: range, because, fix: 'choose a private range' }];
  }
  const taken = [...RESERVED, ...[RESERVED_IN[region] ?? []].flat()].find(reserved => overlaps(reserved, range));
  if (!taken) return [];
  return [
    { at, value: range, because: `DigitalOcean keeps ${taken} for itself in '${region}'`, fix: 'choose another range' },
  ];
}

function vpcFindings(network: Cidr): Finding[] {
  const { prefix } = cidrRange(network);
  if (prefix >= VPC_PREFIX.least && prefix <= VPC_PREFIX.most) return [];
  const because = `a VPC has between /${VPC_PREFIX.most} and /${VPC_PREFIX.least}, and ${network} is /${prefix}`;
  return [{ at: 'addresses/network', value: network, because, fix: 'choose a range of such a size' }];
}

function capacityFindings({ addresses, pools }: AddressQuestion): Finding[] {
  const nodes = pools.reduce((sum, pool) => sum + pool.max, 0);
  if (nodes > MAX_NODES) {
    const because = `the pools may grow to ${nodes} nodes, and a cluster has at most ${MAX_NODES}`;
    return [{ at: 'pools', value: nodes, because, fix: "lower the pools' 'max', or split the cluster" }];
  }
  const rooms = [
    { name: 'network', room: size(addresses.network), each: 'an address' },
    { name: 'pods', room: Math.floor(size(addresses.pods) / 2 ** (32 - NODE_PREFIX)), each: `a /${NODE_PREFIX}` },
  ] as const;
  return rooms
    .filter(({ room }) => nodes > room)
    .map(({ name, room, each }) => ({
      at: `addresses/${name}`,
      value: addresses[name],
      because: `the pools may grow to ${nodes} nodes, each takes ${each} of ${addresses[name]}, and that has ${room}`,
      fix: "choose a larger range, or lower the pools' 'max'; a cluster's ranges cannot be changed later",
    }));
}
