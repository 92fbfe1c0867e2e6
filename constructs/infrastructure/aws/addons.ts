import { DataAwsEksAddonVersion } from '@cdktf/provider-aws/lib/data-aws-eks-addon-version';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import type { ITerraformDependable } from 'cdktf';
import type { Data, ItemOf, PlannedItem } from '../../../lib/spi';
import { literal } from './literal';
import { isEarly, type Site } from './site';

type AddonItem = ItemOf<'addon'> & PlannedItem;

/** Add-ons that nodes need before they are Ready: all of the stages before theirs. */
export function createEarlyAddons(site: Site, cluster: EksCluster): ITerraformDependable[] {
  return site
    .items('addon')
    .filter(isEarly)
    .map(item => createAddon(site, cluster, item, []));
}

/** Add-ons that run on nodes, and count as installed only when their pods do. */
export function createLateAddons(site: Site, cluster: EksCluster, nodes: readonly ITerraformDependable[]): void {
  for (const item of site.items('addon')) if (!isEarly(item)) createAddon(site, cluster, item, nodes);
}

function createAddon(
  site: Site,
  cluster: EksCluster,
  item: AddonItem,
  nodes: readonly ITerraformDependable[],
): EksAddon {
  const stack = site.stack(item.stage);
  const { name, version, identities = [] } = item.spec;
  const configuration = configurationOf(site, item);
  const before = [...identities.map(id => `identity/${id}`), ...(item.after ?? [])];
  const addon = new EksAddon(stack, `addon-${item.id}`, {
    clusterName: site.clusterNameIn(stack, cluster),
    addonName: name,
    addonVersion: version ?? defaultVersion(site, item),
    ...(configuration && { configurationValues: literal(JSON.stringify(configuration)) }),
    resolveConflictsOnCreate: 'OVERWRITE',
    resolveConflictsOnUpdate: 'OVERWRITE',
    dependsOn: [...site.builtFor(before, stack), ...site.here(nodes, stack)],
  });
  site.record(item, addon);
  return addon;
}

/** What was planned; and tags on the network interfaces that the VPC CNI makes, which nobody else puts there. */
function configurationOf(
  site: Site,
  { spec: { name, configuration } }: AddonItem,
): { [key: string]: Data } | undefined {
  if (name !== 'vpc-cni') return configuration;
  const env = configuration?.env as { readonly [variable: string]: Data } | undefined;
  return { ...configuration, env: { ADDITIONAL_ENI_TAGS: JSON.stringify(site.tags), ...env } };
}

/** EKS's default for the cluster's minor, looked up by every plan: an add-on without a version keeps the one that it began with. */
function defaultVersion(site: Site, { stage, id, spec }: AddonItem): string {
  const { version } = new DataAwsEksAddonVersion(site.stack(stage), `version-${id}`, {
    addonName: spec.name,
    kubernetesVersion: site.plan.cluster.kubernetes,
  });
  return version;
}
