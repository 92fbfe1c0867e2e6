import type { ContainerClusterMaintenancePolicy } from '@cdktf/provider-google/lib/container-cluster';
import type { Maintenance, MaintenanceExclusion } from './props';

/** Every hour of every day. */
const ALWAYS = { startTime: '2026-01-01T00:00:00Z', endTime: '2026-01-02T00:00:00Z', recurrence: 'FREQ=DAILY' };

const SCOPES = {
  all: 'NO_UPGRADES',
  'minor-upgrades': 'NO_MINOR_UPGRADES',
  'minor-and-node-upgrades': 'NO_MINOR_OR_NODE_UPGRADES',
} as const;

/** When Google may work on the cluster. */
export function maintenancePolicy(given: Maintenance | undefined): {
  maintenancePolicy?: ContainerClusterMaintenancePolicy;
} {
  const { daily, window, exclusions } = given ?? {};
  if (!daily && !window && !exclusions) return {};
  return {
    maintenancePolicy: {
      // Without a window, the provider neither adds exclusions nor takes those away that are there.
      ...(daily ? { dailyMaintenanceWindow: { startTime: daily } } : { recurringWindow: recurring(window) }),
      ...(exclusions && exclusions.length > 0 && { maintenanceExclusion: exclusions.map(exclusion) }),
    },
  };
}

function recurring(window: Maintenance['window']) {
  return window ? { startTime: window.start, endTime: window.end, recurrence: window.recurrence } : ALWAYS;
}

function exclusion({ name, start, end, scope = 'all' }: MaintenanceExclusion) {
  return { exclusionName: name, startTime: start, endTime: end, exclusionOptions: { scope: SCOPES[scope] } };
}
