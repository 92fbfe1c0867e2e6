/**
 * The contract between a cluster and what goes into its sockets.
 *
 * @packageDocumentation
 */
export type * from './capability';
export type * from './data';
export type * from './delivery';
export type * from './infrastructure';
export type * from './item';
export type * from './plan';
export * from './plugin';
export type * from './pool';
