import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import type { EfsFileSystem } from '@cdktf/provider-aws/lib/efs-file-system';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import type { Access, Provisioned, Provisioning } from '../../../lib/spi';
import { createEarlyAddons, createLateAddons } from './addons';
import { controlPlaneOf } from './control-plane';
import { createFileSystems } from './file-systems';
import { createIdentities } from './identities';
import { networkOf } from './network';
import { createNodeGroups } from './node-groups';
import type { EksProps } from './props';
import { fileSystemGroup, firewallOf, openSharedGroup } from './security';
import { Site } from './site';

/** Builds a cluster from its plan: network, firewalls, control plane, what nodes need, nodes, and what needs nodes. */
export function provisionEks(context: Provisioning, props: EksProps): Provisioned {
  const site = new Site(context, props);
  const network = networkOf(site);
  const group = fileSystemGroup(site, network);
  const firewall = props.autoMode ? undefined : firewallOf(site, network, group);
  const cluster = controlPlaneOf(site, network, firewall);
  const fileSystems = createFileSystems(site, network, group);
  const before = [...createIdentities(site, cluster), ...createEarlyAddons(site, cluster)];
  if (!firewall) openSharedGroup(site, cluster, group);
  const nodes = firewall ? createNodeGroups(site, { network, firewall, cluster, before }) : [];
  createLateAddons(site, cluster, nodes);
  return provisionedOf(site, cluster, fileSystems);
}

function provisionedOf(site: Site, cluster: EksCluster, fileSystems: ReadonlyMap<string, EfsFileSystem>): Provisioned {
  const { name, props } = site;
  return {
    fact: (fact, at) => {
      if (fact === 'cluster/name') return name;
      if (fact.startsWith('endpoint/')) return endpointFact(fact, clusterAt(site, cluster, at).endpoint);
      // Credentials come from an association with the service account, which itself needs no mark.
      if (fact.startsWith('identity/annotations/')) return {};
      const fileSystem = fileSystems.get(fact.replace('file-system/id/', ''));
      return fileSystem && site.idIn(at, fileSystem);
    },
    access: at => accessOf(name, props.region, clusterAt(site, cluster, at)),
    outputs: {
      name: cluster.name,
      endpoint: cluster.endpoint,
      kubeconfig: `aws eks update-kubeconfig --name ${name} --region ${props.region}`,
    },
  };
}

/** The cluster in its own stack, and a look at it in others: they begin when it is there. */
function clusterAt(site: Site, cluster: EksCluster, at: Construct): EksCluster | DataAwsEksCluster {
  if (site.isMain(at)) return cluster;
  const stack = site.ready(at);
  const known = stack.node.tryFindChild('eks') as DataAwsEksCluster | undefined;
  return known ?? new DataAwsEksCluster(stack, 'eks', { name: site.name });
}

function endpointFact(fact: string, url: string): unknown {
  if (fact === 'endpoint/host') return Fn.replace(url, 'https://', '');
  return fact === 'endpoint/port' ? 443 : url;
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html */
function accessOf(name: string, region: string, cluster: EksCluster | DataAwsEksCluster): Access {
  return {
    host: cluster.endpoint,
    certificateAuthority: cluster.certificateAuthority.get(0).data,
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'aws',
      args: ['eks', 'get-token', '--cluster-name', name, '--region', region],
    },
  };
}
