/**
 * Kubernetes on Google Cloud.
 *
 * @packageDocumentation
 */
import './needs-provider';

export { Gke } from './gke';
export type {
  BlueGreenUpgrade,
  CloudNat,
  ExistingGoogleNetwork,
  GkeNodes,
  GkeProps,
  GoogleMachine,
  Maintenance,
  MaintenanceExclusion,
  SecondaryRange,
  SubnetFlowLogs,
  SurgeUpgrade,
} from './props';
