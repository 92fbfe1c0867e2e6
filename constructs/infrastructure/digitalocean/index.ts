/**
 * DigitalOcean.
 *
 * @packageDocumentation
 */
import './needs-provider';

export { Doks } from './doks';
export type { DoksNetwork, DoksProps, DropletSize, MaintenanceWindow } from './props';
