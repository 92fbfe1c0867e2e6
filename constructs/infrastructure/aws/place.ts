import { zonesIn } from './catalogue';
import type { EksProps } from './props';

/** The zones of a cluster: those named, or the first of the region's. None if it has subnets that are in nobody knows which. */
export function zonesOf({ region, zones = 3, network }: EksProps): readonly string[] {
  if (typeof zones !== 'number') return zones;
  const subnets = network?.privateSubnetIds;
  if (subnets) return Array.isArray(subnets) ? [] : Object.keys(subnets);
  // Of a region that is not known, the usual letters; a rule asks for consent.
  const known = zonesIn(region) ?? ['a', 'b', 'c', 'd'].map(letter => `${region}${letter}`);
  return known.slice(0, zones);
}

/** The part of AWS, with accounts of its own, that a region belongs to; the second word of every ARN. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
