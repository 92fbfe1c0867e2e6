import type { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { Construct } from 'constructs';
import { isExpression } from '../../../lib/plan/terraform-values';
import type { Access, Outputs, Provisioned, Provisioning } from '../../../lib/spi';
import { controlPlaneOf } from './control-plane';
import { secretsKeyOf } from './encryption';
import { createFirewall } from './firewall';
import { nodeAccountOf } from './iam';
import { createIdentities } from './identities';
import { networkOf, type Network } from './network';
import { createNodePools } from './node-pools';
import type { GkeProps } from './props';
import { enableServices } from './services';
import { Site } from './site';

/** Builds a cluster from its plan: APIs, network, key, who nodes are, control plane, identities of pods, nodes. */
export function provisionGke(context: Provisioning, props: GkeProps): Provisioned {
  const site = new Site(context, props);
  const services = enableServices(site);
  const network = networkOf(site, services);
  const key = secretsKeyOf(site, services);
  const account = nodeAccountOf(site, services);
  const cluster = controlPlaneOf(site, { network, key, account, services });
  createFirewall(site, network);
  const identities = createIdentities(site, cluster, services);
  createNodePools(site, { cluster, account });
  return {
    fact: (fact, at) => factOf(site, { network, cluster, identities }, fact, at),
    access: at => accessOf(site, cluster, at),
    outputs: outputsOf(site, cluster),
  };
}

interface Built {
  readonly network: Network;
  readonly cluster: ContainerCluster;
  readonly identities: ReadonlyMap<string, ServiceAccount>;
}

function factOf(site: Site, { network, cluster, identities }: Built, fact: string, at: Construct): unknown {
  if (fact === 'cluster/name') return site.name;
  // An expression has its meaning in the stack that it was written for.
  if (fact === 'network/name')
    return isExpression(network.name) ? site.carry('network', network.name, at) : network.name;
  if (fact === 'endpoint/port') return 443;
  if (fact.startsWith('endpoint/')) {
    const host = site.carry('private-endpoint', privateEndpoint(cluster), at);
    return fact === 'endpoint/host' ? host : `https://${host}`;
  }
  const id = fact.replace('identity/annotations/', '');
  const account = identities.get(id);
  if (!account) throw new Error(`there is no fact '${fact}'`);
  return { 'iam.gke.io/gcp-service-account': site.carry(`${account.node.id}-email`, account.email, at) };
}

/** Where nodes and pods reach the API server: they are not among those whom the public endpoint lets in. */
function privateEndpoint(cluster: ContainerCluster): string {
  return cluster.privateClusterConfig.privateEndpoint;
}

/** How operators reach the API server. */
type Way = 'public' | 'dns' | 'private';

function wayOf({ publicAccess = [], dnsEndpoint = false }: GkeProps): Way {
  if (publicAccess.length > 0) return 'public';
  return dnsEndpoint ? 'dns' : 'private';
}

/** The endpoint that operators come by. Where there is no public one, `endpoint` of the cluster need not be the private one. */
function endpointOf({ props }: Site, cluster: ContainerCluster): string {
  const way = wayOf(props);
  if (way === 'private') return privateEndpoint(cluster);
  return way === 'dns' ? cluster.controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint : cluster.endpoint;
}

/** @see https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl */
function accessOf(site: Site, cluster: ContainerCluster, at: Construct): Access {
  const authority = cluster.masterAuth.clusterCaCertificate;
  return {
    host: `https://${site.carry('host', endpointOf(site, cluster), at)}`,
    // The DNS name is vouched for by an authority that everybody knows, not by the cluster's own.
    ...(wayOf(site.props) !== 'dns' && { certificateAuthority: site.carry('certificate-authority', authority, at) }),
    exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin', args: [] },
  };
}

const FLAGS = { public: '', dns: ' --dns-endpoint', private: ' --internal-ip' };

function outputsOf(site: Site, cluster: ContainerCluster): Outputs {
  const { name, location, props } = site;
  const place = `--location ${location} --project ${props.project}`;
  return {
    name: cluster.name,
    endpoint: `https://${endpointOf(site, cluster)}`,
    kubeconfig: `gcloud container clusters get-credentials ${name} ${place}${FLAGS[wayOf(props)]}`,
  };
}
