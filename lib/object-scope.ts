/**
 * Kinds that Kubernetes itself serves, by API group, each with where its objects live.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */
const KINDS: { readonly [group: string]: { readonly cluster?: string; readonly namespace?: string } } = {
  '': {
    cluster: 'Namespace Node PersistentVolume',
    namespace:
      'ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret ' +
      'Service ServiceAccount',
  },
  'admissionregistration.k8s.io': {
    cluster:
      'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ' +
      'ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  },
  'apiextensions.k8s.io': { cluster: 'CustomResourceDefinition' },
  'apiregistration.k8s.io': { cluster: 'APIService' },
  apps: { namespace: 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet' },
  autoscaling: { namespace: 'HorizontalPodAutoscaler' },
  batch: { namespace: 'CronJob Job' },
  'certificates.k8s.io': { cluster: 'CertificateSigningRequest' },
  'coordination.k8s.io': { namespace: 'Lease' },
  'discovery.k8s.io': { namespace: 'EndpointSlice' },
  'events.k8s.io': { namespace: 'Event' },
  'flowcontrol.apiserver.k8s.io': { cluster: 'FlowSchema PriorityLevelConfiguration' },
  'networking.k8s.io': { cluster: 'IngressClass IPAddress ServiceCIDR', namespace: 'Ingress NetworkPolicy' },
  'node.k8s.io': { cluster: 'RuntimeClass' },
  policy: { namespace: 'PodDisruptionBudget' },
  'rbac.authorization.k8s.io': { cluster: 'ClusterRole ClusterRoleBinding', namespace: 'Role RoleBinding' },
  'resource.k8s.io': { cluster: 'DeviceClass ResourceSlice', namespace: 'ResourceClaim ResourceClaimTemplate' },
  'scheduling.k8s.io': { cluster: 'PriorityClass' },
  'storage.k8s.io': {
    cluster: 'CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass',
    namespace: 'CSIStorageCapacity',
  },
};

/** Whether objects of a kind live in a namespace or belong to the whole cluster; `undefined` for kinds that a product adds. */
export function scopeOf(group: string, kind: string): 'cluster' | 'namespace' | undefined {
  const kinds = KINDS[group];
  if (kinds?.cluster?.split(' ').includes(kind)) return 'cluster';
  return kinds?.namespace?.split(' ').includes(kind) ? 'namespace' : undefined;
}
