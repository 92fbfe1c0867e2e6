/**
 * DigitalOcean.
 *
 * @packageDocumentation
 */
export { Doks } from './doks';
export type { DoksNetwork, DoksProps, MaintenanceWindow } from './props';
