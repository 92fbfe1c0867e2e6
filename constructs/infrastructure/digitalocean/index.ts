/**
 * DigitalOcean.
 *
 * @packageDocumentation
 */
import './needs-provider';

export { Doks } from './doks';
export type { DoksNetwork, DoksProps, MaintenanceWindow } from './props';
