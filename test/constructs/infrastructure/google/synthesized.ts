import { App } from 'cdktf';
import { Cluster, type ClusterProps, type Stage } from 'tenon';
import { Manifests } from 'tenon/delivery';
import { Gke, type GkeProps } from 'tenon/google';
import { resourcesIn, type Block, type Resources } from '../aws/synthesized';

export { asking, before, from, resourcesIn, type Block, type Resources } from '../aws/synthesized';

/** What a test says of a cluster; the rest is small. */
export type Given = Partial<Omit<ClusterProps, 'infrastructure'>> & { readonly gke?: Partial<GkeProps> };

/** A GKE cluster `test` in Frankfurt with one pool. Its releases and objects become files. */
export function cluster({ gke, ...props }: Given = {}): Cluster {
  const built = new Cluster(new App(), 'test', {
    kubernetes: '1.36',
    infrastructure: new Gke({ project: 'acme-platform', region: 'europe-west3', ...gke }),
    deliveries: [new Manifests()],
    pools: [{ name: 'general', cpu: 2, memoryGiB: 8, min: 1, max: 3 }],
    ...props,
  });
  expect(built.problems).toEqual([]);
  return built;
}

/** One stack of such a cluster. */
export function resources(given: Given = {}, stage: Stage = 'control-plane'): Resources {
  return resourcesIn(cluster(given).stack(stage));
}

/** The control plane of such a cluster. */
export function controlPlane(gke: Partial<GkeProps> = {}, given: Given = {}): Block {
  return resources({ gke, ...given })['google_container_cluster.cluster'] as Block;
}

/** One of its node pools. */
export function nodePool(given: Given, name = 'general'): Block & { readonly node_config: Block } {
  const pool = resources(given)[`google_container_node_pool.node-pool-${name}`];
  return pool as Block & { readonly node_config: Block };
}
