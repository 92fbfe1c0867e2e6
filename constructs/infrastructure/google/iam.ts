import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { ITerraformDependable } from 'cdktf';
import { isExpression } from '../../../lib/plan/terraform-values';
import type { Services } from './services';
import type { Site } from './site';

/** Who nodes are, and what must be there before they act. */
export interface NodeAccount {
  readonly email: string;
  readonly grants: readonly ITerraformDependable[];
}

/** What every node may do: write logs and metrics, and pull images. @see https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa */
const NODE_ROLES = ['roles/container.defaultNodeServiceAccount', 'roles/artifactregistry.reader'];

/** A service account for nodes, instead of the project's default one, which may edit nearly everything. */
export function nodeAccountOf(site: Site, services: Services): NodeAccount {
  const account = serviceAccount(site, 'node-account', { purpose: 'nodes', display: 'Nodes' }, services);
  const roles = [...new Set([...NODE_ROLES, ...(site.props.nodeRoles ?? [])])];
  return { email: account.email, grants: grantRoles(site, account, roles, services) };
}

/** A service account of the cluster's own. */
export function serviceAccount(
  site: Site,
  id: string,
  { purpose, display }: { readonly purpose: string; readonly display: string },
  services: Services,
): ServiceAccount {
  return new ServiceAccount(site.main, id, {
    accountId: site.accountId(purpose),
    // Google takes 100 characters.
    displayName: `${display} of GKE cluster ${site.name}`.slice(0, 100),
    dependsOn: services('iam'),
  });
}

/** Gives a service account roles in the project. */
export function grantRoles(
  site: Site,
  to: ServiceAccount,
  roles: readonly string[],
  services: Services,
): ProjectIamMember[] {
  return roles.map(
    (role, place) =>
      new ProjectIamMember(site.main, `${to.node.id}-${idOfRole(role, place)}`, {
        project: site.props.project,
        role,
        member: to.member,
        dependsOn: services('cloudresourcemanager'),
      }),
  );
}

/** `roles/storage.objectViewer` as `storage-objectViewer`; of a role that only Terraform knows, its place. */
function idOfRole(role: string, place: number): string {
  return isExpression(role) ? String(place) : role.replace(/^roles\//, '').replaceAll(/[^A-Za-z0-9-]/g, '-');
}
