import { messages, type Draft } from '../errors';
import type { Infrastructure } from '../spi';
import type { ClusterSpec } from './props';
import { minorNumber, offered, support } from './version';

/** What is wrong with a minor anywhere. */
export function checkMinor(given: string): Draft[] {
  return minorNumber(given) === undefined ? [messages.minor('kubernetes', given)] : [];
}

/** Whether the service offers the control plane's minor, and whether one may go there from the last plan's. */
export function checkVersion(
  spec: ClusterSpec,
  infrastructure: Infrastructure,
): { errors: Draft[]; warnings: Draft[] } {
  const given = spec.kubernetes;
  const { versions, name } = infrastructure;
  const to = minorNumber(given);
  if (to === undefined) return { errors: checkMinor(given), warnings: [] };
  const window = versions.windows.find(each => each.minor === given);
  const state = window ? support(versions, window.minor) : 'unknown';
  const minors = offered(versions).map(({ minor }) =>
    support(versions, minor) === 'extended' ? `${minor} (extended support)` : minor,
  );
  const from = spec.before && minorNumber(spec.before.cluster.kubernetes);
  return {
    errors: [
      ...(state === 'unknown' || state === 'ended' ? [messages.notOffered(given, name, versions, minors)] : []),
      ...(from !== undefined && (to < from || to > from + 1)
        ? [messages.minorJump(`1.${from}`, given, to < from)]
        : []),
    ],
    warnings:
      state === 'extended' ? [messages.extendedSupport(given, name, versions, window?.extendedUntil ?? '')] : [],
  };
}
