/**
 * The contract between a cluster and what goes into its sockets.
 *
 * @packageDocumentation
 */
export * from './capability';
export * from './data';
export * from './delivery';
export * from './infrastructure';
export * from './item';
export * from './plan';
export * from './plugin';
export * from './pool';
