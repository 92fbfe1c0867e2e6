import type { Data, Refusal } from '../../../lib/spi';
import { EVICTION_SIGNALS, KUBELET_FIELDS } from './kubelet';

/** What GKE takes for a field. */
interface Limit {
  readonly words: string;
  takes(value: Data): boolean;
}

const whole = (least: number, most: number): Limit => ({
  words: `a whole number from ${least} to ${most}`,
  takes: value => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
});

const signals: Limit = {
  words: `an object of ${Object.keys(EVICTION_SIGNALS).join(', ')}`,
  takes: value =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every(signal => signal in EVICTION_SIGNALS),
};

/** Fields of which GKE takes less than Kubernetes. @see https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeKubeletConfig */
const LIMITS: { readonly [field: string]: Limit } = {
  containerLogMaxFiles: whole(2, 10),
  cpuManagerPolicy: { words: "'none' or 'static'", takes: value => value === 'none' || value === 'static' },
  evictionMaxPodGracePeriod: whole(0, 300),
  evictionMinimumReclaim: signals,
  evictionSoft: signals,
  evictionSoftGracePeriod: signals,
  imageGCHighThresholdPercent: whole(10, 85),
  imageGCLowThresholdPercent: whole(10, 85),
  maxParallelImagePulls: whole(2, 5),
  podPidsLimit: whole(1024, 4_194_303),
};

/** Why GKE does not take these settings of the kubelet, if it does not. */
export function refuseKubelet(spec: { readonly [field: string]: Data }): Refusal | undefined {
  const unknown = Object.keys(spec).find(field => !(field in KUBELET_FIELDS));
  if (unknown !== undefined) {
    const known = Object.keys(KUBELET_FIELDS).join(', ');
    return { because: `GKE lets nobody set '${unknown}' of its kubelets`, fix: `leave it out; it takes ${known}` };
  }
  const [field] = Object.entries(spec).find(([name, value]) => LIMITS[name]?.takes(value) === false) ?? [];
  if (field === undefined) return undefined;
  return { because: `GKE takes no such '${field}' for its kubelets`, fix: `give ${LIMITS[field]?.words}` };
}
