import type { ContainerNodePoolNodeConfig } from '@cdktf/provider-google/lib/container-node-pool';
import type { Pool, Taint } from '../../../lib/spi';
import { kubeletConfig } from './kubelet';
import { nodesOf } from './place';
import type { GkeNodes } from './props';
import type { Site } from './site';

/** What every machine of the cluster is. */
export function commonNodeConfig(site: Site, serviceAccount: string, { secureBoot = true }: GkeNodes) {
  const { diskKey } = site.props;
  return {
    serviceAccount,
    // What it may do say its roles.
    oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
    metadata: { 'disable-legacy-endpoints': 'true' },
    shieldedInstanceConfig: { enableSecureBoot: secureBoot, enableIntegrityMonitoring: true },
    // Pods see who they are, not who their node is.
    workloadMetadataConfig: { mode: 'GKE_METADATA' },
    ...(diskKey !== undefined && { bootDiskKmsKey: diskKey }),
    resourceLabels: site.labels,
  };
}

/** What a pool's machines are. */
export function nodeConfigOf(site: Site, pool: Pool, serviceAccount: string): ContainerNodePoolNodeConfig {
  const nodes = nodesOf(site.props, pool.name);
  const taints = [...pool.taints, ...pool.startupTaints];
  return {
    ...commonNodeConfig(site, serviceAccount, nodes),
    machineType: pool.answer.type,
    imageType: pool.answer.image,
    spot: pool.spot,
    ...(pool.diskGiB !== undefined && { diskSizeGb: pool.diskGiB }),
    ...(nodes.diskType !== undefined && { diskType: nodes.diskType }),
    tags: [...nodeTags(site, pool.name), ...(nodes.tags ?? [])],
    ...(Object.keys(pool.labels).length > 0 && { labels: { ...pool.labels } }),
    ...(taints.length > 0 && { taint: taints.map(toTaint) }),
    kubeletConfig: kubeletConfig(pool, site.items('kubelet')),
    ...linuxNodeConfig(nodes),
    // @see https://cloud.google.com/kubernetes-engine/docs/how-to/using-gvnic
    ...(pool.answer.image === 'COS_CONTAINERD' && { gvnic: { enabled: true } }),
    ...hardware(pool),
  };
}

/** By these tags firewalls find the cluster's machines, and those of one pool. */
export function nodeTags(site: Site, pool: string): [string, string] {
  return [site.nameOf('node'), site.nameOf('pool', pool)];
}

const EFFECTS = { NoSchedule: 'NO_SCHEDULE', PreferNoSchedule: 'PREFER_NO_SCHEDULE', NoExecute: 'NO_EXECUTE' };

function toTaint({ key, value = '', effect }: Taint): { key: string; value: string; effect: string } {
  return { key, value, effect: EFFECTS[effect] };
}

/** @see https://cloud.google.com/kubernetes-engine/docs/how-to/node-system-config */
function linuxNodeConfig({ sysctls = {}, hugepages }: GkeNodes): Pick<ContainerNodePoolNodeConfig, 'linuxNodeConfig'> {
  const some = Object.keys(sysctls).length > 0;
  if (!some && !hugepages) return {};
  return {
    linuxNodeConfig: {
      ...(some && { sysctls: { ...sysctls } }),
      ...(hugepages && { hugepagesConfig: { hugepageSize2M: hugepages['2Mi'], hugepageSize1G: hugepages['1Gi'] } }),
    },
  };
}

/** What the machine has besides processors and memory. */
function hardware({ answer }: Pool): Partial<ContainerNodePoolNodeConfig> {
  const { nestedVirtualization, localSsds, gpuModel } = answer.details ?? {};
  return {
    ...(nestedVirtualization === true && {
      // 0 leaves the number of threads to the processor.
      advancedMachineFeatures: { threadsPerCore: 0, enableNestedVirtualization: true },
    }),
    ...(typeof localSsds === 'number' && localSsds > 0 && { localNvmeSsdBlockConfig: { localSsdCount: localSsds } }),
    ...(typeof gpuModel === 'string' &&
      answer.gpu > 0 && {
        guestAccelerator: [
          {
            type: gpuModel,
            count: answer.gpu,
            gpuDriverInstallationConfig: { gpuDriverVersion: 'DEFAULT' },
          },
        ],
      }),
  };
}
