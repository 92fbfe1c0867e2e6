import type { Finding } from '../../../lib/spi';
import type { Maintenance, MaintenanceExclusion } from './props';

/** @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions#limitations-maintenance-exclusions */
const LIMITS = { exclusions: 20, ofEverything: 3, daysOfEverything: 30 };

const LEAST = { hours: 4, together: 48, days: 32 };

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Times that contradict each other, or that Google does not grant. */
export function maintenanceFindings({ daily, window, exclusions = [] }: Maintenance): Finding[] {
  const at = 'infrastructure/maintenance';
  const findings: Finding[] = [];
  if (daily !== undefined && window) {
    const because = "a cluster has one maintenance window, and 'daily' and 'window' are two";
    findings.push({ at: `${at}/daily`, value: daily, because, fix: "remove 'daily', or remove 'window'" });
  }
  if (window && window.end <= window.start) {
    findings.push(backwards(`${at}/window/end`, window.end));
  }
  if (window && window.end > window.start) findings.push(...rareFindings(`${at}/window`, window));
  return [...findings, ...countFindings(`${at}/exclusions`, exclusions), ...exclusions.flatMap(exclusionFindings)];
}

/**
 * Google asks for time enough to work in, of which it counts windows of some length alone. Of rules that come by the month or the year
 * it is the judge.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions#restrictions
 */
function rareFindings(at: string, { start, end, recurrence }: NonNullable<Maintenance['window']>): Finding[] {
  const hours = (Date.parse(end) - Date.parse(start)) / HOUR;
  if (hours < LEAST.hours) {
    const because = `Google works in windows of ${LEAST.hours} hours or more, and this one has ${hours}`;
    return [{ at: `${at}/end`, value: end, because, fix: 'end it later' }];
  }
  const times = timesIn(LEAST.days, recurrence);
  if (times === undefined || times * hours >= LEAST.together) return [];
  const because = `Google needs ${LEAST.together} hours in ${LEAST.days} days, and this window has ${times * hours}`;
  return [{ at: `${at}/recurrence`, value: recurrence, because, fix: 'make it longer, or name more days' }];
}

/** How often a window by days or weeks comes, at least; `undefined` of others. */
function timesIn(days: number, recurrence: string): number | undefined {
  const parts = new Map(recurrence.split(';').map(part => part.split('=') as [string, string]));
  const every = Number(parts.get('INTERVAL') ?? 1);
  const named = parts.get('BYDAY')?.split(',').length;
  if (parts.get('FREQ') === 'WEEKLY') return Math.floor(days / (7 * every)) * (named ?? 1);
  if (parts.get('FREQ') !== 'DAILY') return undefined;
  return named === undefined ? Math.floor(days / every) : Math.floor(days / 7) * named;
}

/** Times of one form compare as text. */
function backwards(at: string, end: string): Finding {
  return { at, value: end, because: 'it ends before it starts', fix: 'correct one of the two' };
}

function countFindings(at: string, exclusions: readonly MaintenanceExclusion[]): Finding[] {
  const names = exclusions.map(({ name }) => name);
  const twice = names.filter((name, place) => names.indexOf(name) < place);
  const all = exclusions.filter(({ scope = 'all' }) => scope === 'all').length;
  const many = (value: number, what: string) => ({
    at,
    value,
    because: `a cluster has ${what} at most`,
    fix: 'remove those that are over',
  });
  return [
    ...twice.map(name => ({ at, value: name, because: `exclusion '${name}' is there twice`, fix: 'rename one' })),
    ...(names.length > LIMITS.exclusions ? [many(names.length, `${LIMITS.exclusions} maintenance exclusions`)] : []),
    ...(all > LIMITS.ofEverything ? [many(all, `${LIMITS.ofEverything} exclusions of all upgrades`)] : []),
  ];
}

function exclusionFindings({ name, start, end, scope = 'all' }: MaintenanceExclusion): Finding[] {
  const at = `infrastructure/maintenance/exclusions/${name}`;
  if (end <= start) return [backwards(`${at}/end`, end)];
  const days = (Date.parse(end) - Date.parse(start)) / DAY;
  if (scope !== 'all' || days <= LIMITS.daysOfEverything) return [];
  const because = `all upgrades wait ${LIMITS.daysOfEverything} days at most`;
  return [{ at: `${at}/end`, value: end, because, fix: "end it sooner, or set scope: 'minor-upgrades'" }];
}
