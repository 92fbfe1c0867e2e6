import type { ContainerNodePoolNodeConfigKubeletConfig } from '@cdktf/provider-google/lib/container-node-pool';
import type { Data, ItemOf, Pool } from '../../../lib/spi';

type Argument = keyof ContainerNodePoolNodeConfigKubeletConfig;

/**
 * Fields of a KubeletConfiguration that GKE lets set, by what the provider calls them.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/node-system-config#kubelet-options
 */
export const KUBELET_FIELDS: { readonly [field: string]: Argument } = {
  allowedUnsafeSysctls: 'allowedUnsafeSysctls',
  containerLogMaxFiles: 'containerLogMaxFiles',
  containerLogMaxSize: 'containerLogMaxSize',
  cpuCFSQuota: 'cpuCfsQuota',
  cpuCFSQuotaPeriod: 'cpuCfsQuotaPeriod',
  cpuManagerPolicy: 'cpuManagerPolicy',
  evictionMaxPodGracePeriod: 'evictionMaxPodGracePeriodSeconds',
  evictionMinimumReclaim: 'evictionMinimumReclaim',
  evictionSoft: 'evictionSoft',
  evictionSoftGracePeriod: 'evictionSoftGracePeriod',
  imageGCHighThresholdPercent: 'imageGcHighThresholdPercent',
  imageGCLowThresholdPercent: 'imageGcLowThresholdPercent',
  imageMaximumGCAge: 'imageMaximumGcAge',
  imageMinimumGCAge: 'imageMinimumGcAge',
  maxParallelImagePulls: 'maxParallelImagePulls',
  podPidsLimit: 'podPidsLimit',
  singleProcessOOMKill: 'singleProcessOomKill',
};

/** Signals of eviction, by what the provider calls them. */
export const EVICTION_SIGNALS: { readonly [signal: string]: string } = {
  'imagefs.available': 'imagefsAvailable',
  'imagefs.inodesFree': 'imagefsInodesFree',
  'memory.available': 'memoryAvailable',
  'nodefs.available': 'nodefsAvailable',
  'nodefs.inodesFree': 'nodefsInodesFree',
  'pid.available': 'pidAvailable',
};

/** How the kubelets of a pool are set: never with the port that asks nobody who they are. */
export function kubeletConfig(
  pool: Pick<Pool, 'name'>,
  items: readonly ItemOf<'kubelet'>[],
): ContainerNodePoolNodeConfigKubeletConfig {
  const asked = items.filter(item => concerns(item, pool)).flatMap(item => Object.entries(item.spec));
  const set = asked.flatMap(([field, value]) => {
    const argument = KUBELET_FIELDS[field];
    return argument ? [[argument, argument.startsWith('eviction') ? signals(value) : value] as const] : [];
  });
  return { insecureKubeletReadonlyPortEnabled: 'FALSE', ...Object.fromEntries(set) };
}

function concerns({ on }: ItemOf<'kubelet'>, { name }: Pick<Pool, 'name'>): boolean {
  return !on || ('pool' in on ? on.pool === name : on.role === 'node');
}

function signals(value: Data): Data {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([signal, each]) => [EVICTION_SIGNALS[signal] ?? signal, each]));
}
