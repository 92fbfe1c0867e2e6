import type { Finding } from '../../../lib/spi';
import type { Maintenance, MaintenanceExclusion } from './props';

/** @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions#limitations-maintenance-exclusions */
const LIMITS = { exclusions: 20, ofEverything: 3, daysOfEverything: 30 };

const DAY = 24 * 60 * 60 * 1000;

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
  return [...findings, ...countFindings(`${at}/exclusions`, exclusions), ...exclusions.flatMap(exclusionFindings)];
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
