import type { Delivery } from '../../lib/spi';
import { TerraformHelm } from './terraform-helm';

/** What brings releases and objects into a cluster whose user names no delivery. */
export function defaultDeliveries(): readonly Delivery[] {
  return [new TerraformHelm()];
}
