import type { Minor, VersionWindow, VersionWindows } from '../spi';

/** `1.36` as 36; `undefined` if it is no Kubernetes minor. */
export function minorNumber(minor: string): number | undefined {
  const match = /^1\.(\d{1,3})$/.exec(minor);
  return match ? Number(match[1]) : undefined;
}

/** How far a kubelet may lag behind the API server, in minors. @see https://kubernetes.io/releases/version-skew-policy/ */
export const KUBELET_SKEW = 3;

/** Minors from the control plane back to a node; negative if the node is newer. */
export function skew(controlPlane: Minor, node: Minor): number {
  return (minorNumber(controlPlane) ?? 0) - (minorNumber(node) ?? 0);
}

export type Support = 'standard' | 'extended' | 'ended' | 'unknown';

/** How a minor is supported on the day the data was read. */
export function support(windows: VersionWindows, minor: Minor): Support {
  const window = windows.windows.find(each => each.minor === minor);
  if (!window) return 'unknown';
  if (!window.standardUntil || window.standardUntil >= windows.asOf) return 'standard';
  return window.extendedUntil && window.extendedUntil >= windows.asOf ? 'extended' : 'ended';
}

/** The minors on offer, newest first. */
export function offered(windows: VersionWindows): readonly VersionWindow[] {
  return windows.windows
    .filter(window => support(windows, window.minor) !== 'ended')
    .toSorted((a, b) => (minorNumber(b.minor) ?? 0) - (minorNumber(a.minor) ?? 0));
}
