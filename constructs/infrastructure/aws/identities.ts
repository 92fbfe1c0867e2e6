import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { attach, policyOf, role } from './iam';
import { isEarly, type Site } from './site';

/**
 * Gives each identity a role of its own, which nobody can assume but that service account of this cluster. Returns those that nodes
 * find there when they start.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function createIdentities(site: Site, cluster: EksCluster): EksPodIdentityAssociation[] {
  return site.items('identity').flatMap(item => {
    const stack = site.stack(item.stage);
    const { namespace, serviceAccount, grants } = item.spec;
    const own = role(site, stack, `role-${item.id}`, {
      service: 'pods.eks.amazonaws.com',
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      when: {
        'aws:RequestTag/eks-cluster-name': site.name,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    });
    const { managed = [], statements = [] } = grants.aws ?? {};
    const attachments = managed.map(policy => attach(site, own, policy));
    const policies =
      statements.length > 0
        ? [
            new IamRolePolicy(stack, `policy-${item.id}`, {
              name: item.id,
              role: own.name,
              policy: policyOf(site, stack, statements),
            }),
          ]
        : [];
    const association = new EksPodIdentityAssociation(stack, `identity-${item.id}`, {
      clusterName: site.clusterNameIn(stack, cluster),
      namespace,
      serviceAccount,
      roleArn: own.arn,
      dependsOn: [...attachments, ...policies],
    });
    site.record(item, association);
    return isEarly(item) ? [association] : [];
  });
}
