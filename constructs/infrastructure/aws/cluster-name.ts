import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import type { Construct } from 'constructs';
import type { Site } from './site';

/** The cluster's name: in the cluster's own stack by reference, so that what uses it waits for the cluster. */
export function clusterNameIn(stack: Construct, site: Site, cluster: EksCluster): string {
  return site.isMain(stack) ? cluster.name : site.name;
}
