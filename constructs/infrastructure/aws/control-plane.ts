import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type * as Entry from '@cdktf/provider-aws/lib/eks-access-entry';
import type * as Association from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { EksCluster, type EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { ITerraformDependable } from 'cdktf';
import { AUTO_MODE_POLICIES, autoMode } from './auto-mode';
import { attach, idOfArn, role } from './iam';
import type { Network } from './network';
import type { AccessGrant } from './props';
import type { Firewall } from './security';
import type { Site } from './site';

/** Makes the cluster, once all that it needs is there. */
export function controlPlaneOf(site: Site, network: Network, firewall?: Firewall): EksCluster {
  const { main, name, props, plan } = site;
  const auto = props.autoMode ? autoMode(site) : undefined;
  const own = clusterRole(site);
  const cluster = new EksCluster(main, 'cluster', {
    name,
    version: plan.cluster.kubernetes,
    roleArn: own.role.arn,
    // What the service would install by itself is an add-on here, or replaced: an add-on has a version, and goes when it is not wanted.
    bootstrapSelfManagedAddons: false,
    accessConfig: {
      authenticationMode: 'API',
      bootstrapClusterCreatorAdminPermissions: props.creatorAccess ?? true,
    },
    vpcConfig: {
      subnetIds: [...network.controlPlaneSubnetIds],
      ...(firewall && { securityGroupIds: firewall.controlPlaneGroups.map(({ id }) => id) }),
      endpointPrivateAccess: true,
      ...publicEndpoint(props.publicAccess ?? []),
    },
    kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: plan.addresses.services, ...auto?.balancing },
    ...(auto && { computeConfig: auto.computeConfig, storageConfig: auto.storageConfig }),
    encryptionConfig: { resources: ['secrets'], provider: { keyArn: props.secretsKeyArn ?? ownKey(site).arn } },
    enabledClusterLogTypes: [...(props.logs?.types ?? ['api', 'audit', 'authenticator'])],
    upgradePolicy: { supportType: (props.support ?? 'standard').toUpperCase() },
    dependsOn: [
      ...own.attachments,
      logGroup(site),
      ...(firewall?.rules ?? []),
      // EKS Auto Mode starts machines as soon as there is a cluster.
      ...(auto ? [...auto.attachments, ...network.wayOut] : []),
    ],
    ...(props.deletionProtection && { lifecycle: { preventDestroy: true } }),
  });
  for (const [id, grants] of grantsByPrincipal(props.access ?? [])) grantAccess(site, cluster, id, grants);
  return cluster;
}

function publicEndpoint(ranges: readonly string[]): Partial<EksClusterConfig['vpcConfig']> {
  return ranges.length > 0
    ? { endpointPublicAccess: true, publicAccessCidrs: [...ranges] }
    : { endpointPublicAccess: false };
}

function clusterRole(site: Site): { role: IamRole; attachments: ITerraformDependable[] } {
  const auto = site.props.autoMode;
  const own = role(site, site.main, 'role-cluster', {
    service: 'eks.amazonaws.com',
    ...(auto && { actions: ['sts:AssumeRole', 'sts:TagSession'] }),
  });
  const policies = [
    'AmazonEKSClusterPolicy',
    ...(auto ? AUTO_MODE_POLICIES : []),
    // The control plane makes the interfaces of pods that have security groups of their own.
    ...(site.plan.capabilities['network/pod-security-groups'] ? ['AmazonEKSVPCResourceController'] : []),
  ];
  return { role: own, attachments: policies.map(policy => attach(site, own, policy)) };
}

/** A key of the cluster's own. Its policy is KMS's default: IAM decides, so it cannot lock its owner out. */
function ownKey(site: Site): KmsKey {
  const key = new KmsKey(site.main, 'key', {
    description: `Secrets of EKS cluster ${site.name}`,
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    // Nothing loses its key before it has another.
    lifecycle: { createBeforeDestroy: true },
  });
  new KmsAlias(site.main, 'key-alias', { name: `alias/eks/${site.name}`, targetKeyId: key.keyId });
  return key;
}

/** EKS would make the group by itself, without an end to what it keeps. */
function logGroup(site: Site): CloudwatchLogGroup {
  return new CloudwatchLogGroup(site.main, 'log-group', {
    name: `/aws/eks/${site.name}/cluster`,
    retentionInDays: site.props.logs?.retentionDays ?? 90,
  });
}

const POLICIES = {
  'cluster-admin': 'AmazonEKSClusterAdminPolicy',
  admin: 'AmazonEKSAdminPolicy',
  'admin-view': 'AmazonEKSAdminViewPolicy',
  edit: 'AmazonEKSEditPolicy',
  view: 'AmazonEKSViewPolicy',
};

/** A principal has one entry and any number of policies. */
function grantsByPrincipal(grants: readonly AccessGrant[]): ReadonlyMap<string, readonly AccessGrant[]> {
  const principals = [...new Set(grants.map(grant => grant.principalArn))];
  const ids = principals.map(idOfArn);
  return new Map(
    principals.map((principal, place) => {
      const id = ids.indexOf(ids[place] ?? '') === place ? ids[place] : `${ids[place]}-${place}`;
      return [id ?? '', grants.filter(grant => grant.principalArn === principal)];
    }),
  );
}

function grantAccess(site: Site, cluster: EksCluster, id: string, grants: readonly AccessGrant[]): void {
  const [first] = grants;
  if (!first) return;
  const { principalArn } = first;
  /* eslint-disable @typescript-eslint/no-require-imports -- loaded by who grants access */
  const { EksAccessEntry } = require('@cdktf/provider-aws/lib/eks-access-entry') as typeof Entry;
  const { EksAccessPolicyAssociation } =
    require('@cdktf/provider-aws/lib/eks-access-policy-association') as typeof Association;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const entry = new EksAccessEntry(site.main, `access-entry-${id}`, {
    clusterName: cluster.name,
    principalArn,
    type: 'STANDARD',
  });
  for (const { policy, namespaces } of grants) {
    new EksAccessPolicyAssociation(site.main, `access-policy-${id}-${policy}`, {
      clusterName: cluster.name,
      principalArn: entry.principalArn,
      policyArn: `arn:${site.partition}:eks::aws:cluster-access-policy/${POLICIES[policy]}`,
      accessScope: namespaces ? { type: 'namespace', namespaces: [...namespaces] } : { type: 'cluster' },
    });
  }
}
