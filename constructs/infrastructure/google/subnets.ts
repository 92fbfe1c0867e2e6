import { cidrRange, subrange } from '../../../lib/plan/cidr';
import type { Cidr, Refusal, Subnet } from '../../../lib/spi';

/** The prefix of a control plane's range. @see https://cloud.google.com/kubernetes-engine/docs/how-to/private-clusters */
export const CONTROL_PLANE_PREFIX = 28;

/** The smallest network of which both parts are large enough for what Google takes. */
const SMALLEST = 26;

/** The largest of private ranges. */
const LARGEST = 8;

/**
 * Gives the first half of the network to the nodes of all zones, for a subnet of Google's is regional, and its last /28 to the control
 * plane. What is between is left free, for load balancers' proxies and whatever else comes.
 */
export function divide(network: Cidr): readonly Subnet[] | Refusal {
  const { prefix } = cidrRange(network);
  if (prefix < LARGEST || prefix > SMALLEST) {
    return {
      because: `'${network}' cannot be divided into a subnet for nodes and a /${CONTROL_PLANE_PREFIX} for the control plane, which takes a /${LARGEST} to a /${SMALLEST}`,
      fix: prefix < LARGEST ? `give a /${LARGEST} or smaller` : `give a /${SMALLEST} or larger`,
    };
  }
  const last = 2 ** (CONTROL_PLANE_PREFIX - prefix) - 1;
  return [
    { name: 'nodes', tier: 'private', zone: '', cidr: subrange(network, prefix + 1, 0) },
    { name: 'control-plane', tier: 'intra', zone: '', cidr: subrange(network, CONTROL_PLANE_PREFIX, last) },
  ];
}
