import { cidrRange, subrange } from '../../../lib/plan/cidr';
import type { Cidr, Refusal, Subnet } from '../../../lib/spi';

/** AWS takes ranges of /16 to /28 for a VPC and for a subnet. @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const LARGEST = 16;
const SMALLEST = 28;

/** What a zone's quarter of the network is divided into: tier, and how much smaller than the network a subnet is. */
const TIERS = [
  { tier: 'private', bits: 3, index: 0 },
  { tier: 'public', bits: 4, index: 2 },
  { tier: 'intra', bits: 5, index: 6 },
] as const;

/**
 * Gives each zone a quarter of the network, so that a further zone moves no subnet: half of the quarter is private, a quarter public, an
 * eighth for the control plane's interfaces, an eighth is left free. Those of EKS Auto Mode are in the private subnets.
 */
export function divide(network: Cidr, zones: readonly string[], autoMode = false): readonly Subnet[] | Refusal {
  const { prefix } = cidrRange(network);
  if (prefix < LARGEST || prefix + 5 > SMALLEST) {
    return {
      because: `'${network}' cannot be divided into subnets of a VPC, which has room for 2 to 4 zones between /16 and /23`,
      fix: prefix < LARGEST ? 'give a /16 or smaller' : 'give a /23 or larger',
    };
  }
  return zones.flatMap((zone, number) =>
    TIERS.filter(({ tier }) => !autoMode || tier !== 'intra').map(({ tier, bits, index }) => ({
      name: `${tier}-${zoneSuffix(zone)}`,
      tier,
      zone,
      cidr: subrange(subrange(network, prefix + 2, number), prefix + bits, index),
    })),
  );
}

/** What tells a zone from others of its region: `a` of `eu-central-1a`, `bos-1a` of `us-east-1-bos-1a`. */
export function zoneSuffix(zone: string): string {
  return zone.replace(/^[a-z]+(-[a-z]+)+-\d+-?/, '') || zone;
}
