import { closestTo, type Draft } from '../errors';
import { fleetMessages as messages } from './messages';
import type { FleetProps } from './props';

/** What is wrong with a fleet's names: one that two have, or one in a peering that nobody has. */
export function checkNames({ regions, networks = {}, peerings = [] }: FleetProps): Draft[] {
  const homes = new Map(Object.keys(networks).map(name => [name, "'networks'"]));
  const twins = Object.entries(regions).flatMap(([region, { clusters }]) =>
    Object.keys(clusters).flatMap(name => {
      const home = homes.get(name);
      homes.set(name, `region '${region}'`);
      return home === undefined ? [] : [messages.twice(`regions/${region}/clusters/${name}`, name, home)];
    }),
  );
  const strangers = peerings.flatMap((group, index) =>
    group
      .filter(name => !homes.has(name))
      .map(name => messages.unknownPeer(`peerings/${index}`, name, closestTo(name, [...homes.keys()]))),
  );
  return [...twins, ...strangers];
}
