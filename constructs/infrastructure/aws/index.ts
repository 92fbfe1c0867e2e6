/**
 * Kubernetes on AWS.
 *
 * @packageDocumentation
 */
import './needs-provider';

export { Eks } from './eks';
export type {
  AccessGrant,
  AddonOptions,
  ControlPlaneLogs,
  EksProps,
  ExistingNetwork,
  FlowLogs,
  LogType,
  MachineOptions,
  SubnetIds,
} from './props';
