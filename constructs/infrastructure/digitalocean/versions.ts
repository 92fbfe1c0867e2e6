import type { Minor, VersionWindow, VersionWindows } from '../../../lib/spi';
import known from './versions.json';

/** The minors on offer: those that this release knows, and the user's. */
export function versionWindows(given: readonly VersionWindow[] = []): VersionWindows {
  const own = known.windows.map(({ minor }) => ({ minor: minor as Minor }));
  const kept = own.filter(({ minor }) => !given.some(each => each.minor === minor));
  return { asOf: known.asOf, source: known.source, windows: [...kept, ...given] };
}
