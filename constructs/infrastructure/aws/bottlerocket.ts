import type { Data, Pool, Refusal } from '../../../lib/spi';

/** Fields of a KubeletConfiguration that Bottlerocket has settings for. @see https://bottlerocket.dev/en/os/latest/api/settings/kubernetes/ */
const SETTINGS: { readonly [field: string]: string } = {
  allowedUnsafeSysctls: 'allowed-unsafe-sysctls',
  clusterDomain: 'cluster-domain',
  containerLogMaxFiles: 'container-log-max-files',
  containerLogMaxSize: 'container-log-max-size',
  cpuCFSQuota: 'cpu-cfs-quota-enforced',
  cpuManagerPolicy: 'cpu-manager-policy',
  cpuManagerReconcilePeriod: 'cpu-manager-reconcile-period',
  eventBurst: 'event-burst',
  eventRecordQPS: 'event-qps',
  evictionHard: 'eviction-hard',
  evictionMaxPodGracePeriod: 'eviction-max-pod-grace-period',
  evictionSoft: 'eviction-soft',
  evictionSoftGracePeriod: 'eviction-soft-grace-period',
  imageGCHighThresholdPercent: 'image-gc-high-threshold-percent',
  imageGCLowThresholdPercent: 'image-gc-low-threshold-percent',
  kubeAPIBurst: 'kube-api-burst',
  kubeAPIQPS: 'kube-api-qps',
  kubeReserved: 'kube-reserved',
  maxPods: 'max-pods',
  systemReserved: 'system-reserved',
};

/** Whether a pool's machines run it. */
export function isBottlerocket({ answer }: Pick<Pool, 'answer'>): boolean {
  return answer.image.startsWith('BOTTLEROCKET');
}

/** Why Bottlerocket cannot set some of the kubelet's fields; `undefined` if it can. */
export function refuseKubelet(config: { readonly [field: string]: Data }): Refusal | undefined {
  const unknown = Object.keys(config).filter(field => !(field in SETTINGS));
  if (unknown.length === 0) return undefined;
  return {
    because: `Bottlerocket has no settings for the kubelet's ${unknown.map(field => `'${field}'`).join(', ')}`,
    fix: "set os: 'al2023'",
  };
}

/** The kubelet's fields as Bottlerocket's settings, in TOML. */
export function bottlerocketSettings(config: { readonly [field: string]: Data }): string {
  const entries = Object.entries(config).map(([field, value]) => [SETTINGS[field] ?? field, value] as const);
  const plain = entries.filter(([, value]) => !isTable(value));
  const tables = entries.filter((entry): entry is [string, { [key: string]: Data }] => isTable(entry[1]));
  return [
    '[settings.kubernetes]',
    ...plain.map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    ...tables.flatMap(([name, table]) => [
      '',
      `[settings.kubernetes.${name}]`,
      ...Object.entries(table).map(([key, value]) => `${JSON.stringify(key)} = ${JSON.stringify(value)}`),
    ]),
    '',
  ].join('\n');
}

function isTable(value: Data): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
