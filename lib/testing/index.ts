/**
 * The conformance kit: what every plugin must hold to, and planning without a construct tree.
 *
 * @packageDocumentation
 */
export { assertDelivery, assertInfrastructure, assertPlugin } from './assert';
export { planOf, type PlanOf } from './plan-of';
export type { Planned } from '../plan';
export type { Inputs } from '../plan/terraform-values';
