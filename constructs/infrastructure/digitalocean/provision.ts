import { DataDigitaloceanKubernetesCluster } from '@cdktf/provider-digitalocean/lib/data-digitalocean-kubernetes-cluster';
import { DataDigitaloceanKubernetesVersions } from '@cdktf/provider-digitalocean/lib/data-digitalocean-kubernetes-versions';
import { KubernetesCluster } from '@cdktf/provider-digitalocean/lib/kubernetes-cluster';
import { KubernetesNodePool } from '@cdktf/provider-digitalocean/lib/kubernetes-node-pool';
import { DigitaloceanProvider } from '@cdktf/provider-digitalocean/lib/provider';
import { Vpc } from '@cdktf/provider-digitalocean/lib/vpc';
import { Fn, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Access, Minor, Plan, Pool, Provisioned, Provisioning } from '../../../lib/spi';
import { defaultPool } from './pools';
import type { DoksProps } from './props';
import { tagsOf } from './tags';

/** What a cluster's own kubeconfigs run for a credential. */
const CREDENTIAL = ['kubernetes', 'cluster', 'kubeconfig', 'exec-credential', '--version=v1beta1'];

/** How long a credential lives that the provider keeps in Terraform's state; nothing here uses it. */
const STATE_CREDENTIAL_SECONDS = 600;

/** The VPC, the cluster with its first pool, and the other pools. */
export function provisionDoks(context: Provisioning, props: DoksProps): Provisioned {
  const { plan } = context;
  const main = context.stack('control-plane');
  useProvider(main);
  const cluster = makeCluster(main, plan, props);
  const { name } = plan.cluster;
  const handle = (at: Construct) => (TerraformStack.of(at) === TerraformStack.of(main) ? cluster : found(at, name));
  makeOtherPools(context, handle);
  return {
    fact: (fact, at) => factOf(fact, name, handle(at)),
    access: at => accessOf(handle(at)),
    outputs: {
      name: cluster.name,
      endpoint: cluster.endpoint,
      kubeconfig: `doctl kubernetes cluster kubeconfig save ${name}`,
    },
  };
}

/** The provider, once a stack; its token comes from the environment (`DIGITALOCEAN_TOKEN`), never from a file. */
function useProvider(at: Construct): void {
  const stack = TerraformStack.of(at);
  if (stack.node.tryFindChild('digitalocean')) return;
  new DigitaloceanProvider(stack, 'digitalocean');
  stack.addOverride('terraform.required_providers.digitalocean.version', '>= 2.71.0, < 3.0.0');
}

function makeCluster(stack: Construct, { cluster, addresses, pools }: Plan, props: DoksProps): KubernetesCluster {
  const first = defaultPool(pools) as Pool;
  const tags = tagsOf(cluster.tags);
  const ignored = isAutoscaled(first) ? ['node_pool[0].node_count'] : undefined;
  return new KubernetesCluster(stack, 'cluster', {
    name: cluster.name,
    region: props.region,
    version: newestPatch(stack, cluster.kubernetes),
    vpcUuid: props.network?.vpcUuid ?? makeVpc(stack, cluster.name, addresses.network, props),
    clusterSubnet: addresses.pods,
    serviceSubnet: addresses.services,
    ha: props.highAvailability ?? true,
    autoUpgrade: props.autoUpgrade ?? true,
    surgeUpgrade: props.surgeUpgrade ?? true,
    registryIntegration: props.registryIntegration ?? false,
    destroyAllAssociatedResources: props.destroyAllAssociatedResources ?? false,
    kubeconfigExpireSeconds: STATE_CREDENTIAL_SECONDS,
    ...(props.maintenanceWindow && { maintenancePolicy: props.maintenanceWindow }),
    controlPlaneFirewall: firewall(props),
    tags,
    nodePool: poolConfig(first, tags),
    ...((props.deletionProtection || ignored) && {
      lifecycle: {
        ...(props.deletionProtection && { preventDestroy: true }),
        ...(ignored && { ignoreChanges: ignored }),
      },
    }),
  });
}

/**
 * The newest patch of the minor, as the service lists it: patches that are withdrawn, and those that the service installs itself, move
 * both sides alike. An older slug would make Terraform replace the cluster, so none is ever written down.
 */
function newestPatch(stack: Construct, minor: Minor): string {
  const versions = new DataDigitaloceanKubernetesVersions(stack, 'versions', {
    versionPrefix: `${minor}.`,
    lifecycle: {
      postcondition: [
        {
          condition: '${length(self.valid_versions) > 0}',
          errorMessage: `DigitalOcean does not offer Kubernetes ${minor} any more: raise 'kubernetes' by one minor.`,
        },
      ],
    },
  });
  return versions.latestVersion;
}

function makeVpc(stack: Construct, name: string, ipRange: string, { region }: DoksProps): string {
  // A VPC's last members go minutes after the cluster that made them.
  return new Vpc(stack, 'vpc', { name, region, ipRange, timeouts: { delete: '10m' } }).id;
}

function firewall({ publicAccess }: DoksProps) {
  return { enabled: !isOpen(publicAccess), allowedAddresses: [...new Set(publicAccess)].sort() };
}

/** Whether everybody may reach the endpoint. */
export function isOpen(publicAccess: readonly string[]): boolean {
  return publicAccess.includes('0.0.0.0/0');
}

const isAutoscaled = (pool: Pool) => pool.max > pool.min;

/** What both the cluster's own pool and the others say. */
function poolConfig(pool: Pool, tags: readonly string[]) {
  return {
    name: pool.name,
    size: pool.answer.type,
    nodeCount: pool.desired,
    ...(isAutoscaled(pool) && { autoScale: true, minNodes: pool.min, maxNodes: pool.max }),
    ...(Object.keys(pool.labels).length > 0 && { labels: { ...pool.labels } }),
    ...(pool.taints.length > 0 && {
      taint: pool.taints.map(({ key, value = '', effect }) => ({ key, value, effect })),
    }),
    tags: [...tags],
  };
}

function makeOtherPools(context: Provisioning, handle: (at: Construct) => Handle): void {
  const { pools, cluster } = context.plan;
  const first = defaultPool(pools);
  for (const pool of pools.filter(each => each !== first)) {
    const stack = context.stack('nodes');
    new KubernetesNodePool(stack, `pool-${pool.name}`, {
      clusterId: handle(stack).id,
      ...poolConfig(pool, tagsOf(cluster.tags)),
      ...(isAutoscaled(pool) && { lifecycle: { ignoreChanges: ['node_count'] } }),
    });
  }
}

type Handle = KubernetesCluster | DataDigitaloceanKubernetesCluster;

/** The cluster as a stack sees it that does not make it. */
function found(at: Construct, name: string): DataDigitaloceanKubernetesCluster {
  const stack = TerraformStack.of(at);
  const there = stack.node.tryFindChild('doks');
  if (there) return there as DataDigitaloceanKubernetesCluster;
  useProvider(stack);
  return new DataDigitaloceanKubernetesCluster(stack, 'doks', {
    name,
    kubeconfigExpireSeconds: STATE_CREDENTIAL_SECONDS,
  });
}

function factOf(fact: string, name: string, cluster: Handle): unknown {
  switch (fact) {
    case 'cluster/name':
      return name;
    case 'endpoint/url':
      return cluster.endpoint;
    case 'endpoint/host':
      return Fn.trimprefix(cluster.endpoint, 'https://');
    case 'endpoint/port':
      return 443;
    default:
      throw new Error(`there is no fact '${fact}'`);
  }
}

function accessOf(cluster: Handle): Access {
  return {
    host: cluster.endpoint,
    certificateAuthority: cluster.kubeConfig.get(0).clusterCaCertificate,
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'doctl',
      args: [...CREDENTIAL, cluster.id],
    },
  };
}
