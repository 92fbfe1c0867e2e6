import { zonesIn } from './catalogue';
import type { EksProps } from './props';

/** The zones of a cluster: those named, or the first of the region's. */
export function zonesOf({ region, zones = 3, network }: EksProps): readonly string[] {
  if (typeof zones !== 'number') return zones;
  const subnets = network?.privateSubnetIds;
  if (subnets && !Array.isArray(subnets)) return Object.keys(subnets);
  // Of a region that is not known, the usual letters; a rule asks for consent.
  const known = zonesIn(region) ?? ['a', 'b', 'c', 'd'].map(letter => `${region}${letter}`);
  return known.slice(0, zones);
}
