import {
  offeredIn,
  readCatalogue,
  type Catalogue,
  type CatalogueFile,
  type MachineType,
} from '../../../lib/machine/catalogue';
import type { VersionWindow, VersionWindows } from '../../../lib/spi';
import machines from './machines.json';
import type { GoogleMachine } from './props';
import regions from './regions.json';
import versions from './versions.json';

let catalogue: Catalogue | undefined;

/** Machine types for one region, with the user's own to be named. */
export function machinesIn(region: string, own: readonly GoogleMachine[] = []): Catalogue {
  catalogue ??= readCatalogue(machines as CatalogueFile);
  const known = own.length > 0 ? { ...catalogue, machines: [...own.map(toMachine), ...catalogue.machines] } : catalogue;
  return offeredIn(known, region);
}

function toMachine({ nestedVirtualization, ...own }: GoogleMachine): MachineType {
  return { gpu: 0, ...own, ...(nestedVirtualization && { kvm: 'nested' }), rank: 0, byNameOnly: true, notIn: [] };
}

/** A region's zones; `undefined` for a region that this release does not know. */
export function zonesIn(region: string): readonly string[] | undefined {
  return regions.regions.find(each => each.name === region)?.zones;
}

/** Every region known. */
export function knownRegions(): readonly string[] {
  return regions.regions.map(each => each.name);
}

/** Kubernetes minors that GKE offers, with the user's own word on some of them. */
export function versionWindows(own: readonly VersionWindow[] = []): VersionWindows {
  const { source, asOf, windows } = versions as VersionWindows;
  return { source, asOf, windows: [...windows.filter(each => own.every(({ minor }) => minor !== each.minor)), ...own] };
}
