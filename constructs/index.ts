/**
 * A Kubernetes cluster as one construct.
 *
 * @packageDocumentation
 */
export { Cluster, type ClusterProps } from './cluster';
export type { State } from './cluster-stack';
export { ClusterError, type Problem } from '../lib/errors';
export { Fleet } from '../lib/fleet';
export type { ClusterRanges } from '../lib/fleet/allot';
export type { ClusterPrefixes, FleetCluster, FleetPrefixes, FleetProps, FleetRegion } from '../lib/fleet/props';
export type { AddressProps, ClusterSpec, PoolProps } from '../lib/plan/props';
export type { Acknowledgement, Plan, Stage, Taint } from '../lib/spi';
