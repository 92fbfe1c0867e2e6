import type * as AccountMember from '@cdktf/provider-google/lib/service-account-iam-member';
import type { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { ItemOf } from '../../../lib/spi';
import { grantRoles, serviceAccount } from './iam';
import type { Services } from './services';
import type { Site } from './site';

/**
 * Gives each identity a service account of Google's, which nobody can act as but that service account of this project's clusters.
 * Returns them by item.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export function createIdentities(
  site: Site,
  cluster: ContainerCluster,
  services: Services,
): ReadonlyMap<string, ServiceAccount> {
  return new Map(site.items('identity').map(item => [item.id, createIdentity(site, cluster, item, services)]));
}

function createIdentity(
  site: Site,
  cluster: ContainerCluster,
  { id, spec }: ItemOf<'identity'>,
  services: Services,
): ServiceAccount {
  /* eslint-disable @typescript-eslint/no-require-imports -- loaded by who has one */
  const { ServiceAccountIamMember } =
    require('@cdktf/provider-google/lib/service-account-iam-member') as typeof AccountMember;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const { namespace, serviceAccount: name, grants } = spec;
  const needs = { purpose: `id-${id}`, display: `Pods as ${namespace}/${name}` };
  const account = serviceAccount(site, `account-${id}`, needs, services);
  grantRoles(site, account, grants.google?.roles ?? [], services);
  new ServiceAccountIamMember(site.main, `identity-${id}`, {
    serviceAccountId: account.name,
    role: 'roles/iam.workloadIdentityUser',
    member: `serviceAccount:${workloadPool(site)}[${namespace}/${name}]`,
    // The project has no pool of such members before it has a cluster that uses it.
    dependsOn: [cluster, ...services('iamcredentials')],
  });
  return account;
}

/** Where the service accounts of a project's clusters are members. */
export function workloadPool({ props }: Site): string {
  return `${props.project}.svc.id.goog`;
}
