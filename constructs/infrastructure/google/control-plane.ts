import { ContainerCluster, type ContainerClusterConfig } from '@cdktf/provider-google/lib/container-cluster';
import { addonsConfig, datapathConfig } from './cluster-addons';
import type { SecretsKey } from './encryption';
import type { NodeAccount } from './iam';
import { workloadPool } from './identities';
import { logging, monitoring } from './logging';
import { maintenancePolicy } from './maintenance';
import type { Network } from './network';
import { commonNodeConfig } from './node-config';
import type { GkeProps } from './props';
import type { Services } from './services';
import type { Site } from './site';

/** What a cluster stands on. */
export interface Base {
  readonly network: Network;
  readonly key: SecretsKey;
  readonly account: NodeAccount;
  readonly services: Services;
}

/** Makes the cluster, once all that it needs is there. */
export function controlPlaneOf(site: Site, base: Base): ContainerCluster {
  const { network, key, account, services } = base;
  const { props } = site;
  return new ContainerCluster(site.main, 'cluster', {
    ...placed(site, network),
    ...endpoints(props, network),
    ...datapathConfig(site),
    ...addonsConfig(site),
    ...versions(site),
    ...logging(props),
    ...monitoring(site),
    ...maintenancePolicy(props.maintenance),
    ...SAFE,
    workloadIdentityConfig: { workloadPool: workloadPool(site) },
    databaseEncryption: { state: 'ENCRYPTED', keyName: key.id },
    ...temporaryPool(site, account),
    deletionProtection: props.deletionProtection ?? false,
    dependsOn: [...key.grants, ...account.grants, ...network.wayOut, ...services('container')],
    lifecycle: {
      // The temporary pool is gone; what Google shows in its place is that of others.
      ignoreChanges: ['initial_node_count', 'node_config'],
      // Google would refuse only after the pools are gone.
      ...(props.deletionProtection && { preventDestroy: true }),
    },
  });
}

type Part = Partial<ContainerClusterConfig>;

function placed({ name, location, plan }: Site, network: Network): Part & { name: string } {
  // A zone's control plane is in the first of the zones, which is not named again.
  const nodeLocations = plan.zones.filter(zone => zone !== location);
  return {
    name,
    location,
    ...(nodeLocations.length > 0 && { nodeLocations }),
    network: network.network,
    subnetwork: network.subnetwork,
    networkingMode: 'VPC_NATIVE',
    ipAllocationPolicy: { clusterSecondaryRangeName: network.pods, servicesSecondaryRangeName: network.services },
  };
}

/** @see https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation */
function endpoints(props: GkeProps, { controlPlane }: Network): Part {
  const { publicAccess = [], privateAccess = [], dnsEndpoint = false } = props;
  const ranges = [...new Set([...publicAccess, ...privateAccess])].sort();
  return {
    privateClusterConfig: {
      enablePrivateNodes: true,
      enablePrivateEndpoint: publicAccess.length === 0,
      masterIpv4CidrBlock: controlPlane,
      // Connected networks may come in by another region.
      masterGlobalAccessConfig: { enabled: privateAccess.length > 0 },
    },
    masterAuthorizedNetworksConfig: {
      gcpPublicCidrsAccessEnabled: false,
      privateEndpointEnforcementEnabled: true,
      cidrBlocks: ranges.map(cidrBlock => ({ cidrBlock })),
    },
    controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: dnsEndpoint } },
  };
}

/** A minor stands for its newest patch in the channel. Google raises it later, and Terraform never lowers it. */
function versions({ props, plan }: Site): Part {
  const { releaseChannel = 'regular' } = props;
  const channel = releaseChannel === 'none' ? 'UNSPECIFIED' : releaseChannel.toUpperCase();
  return { releaseChannel: { channel }, minMasterVersion: props.version ?? plan.cluster.kubernetes };
}

/** What is safe and costs nothing. @see https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster */
const SAFE: Part = {
  enableShieldedNodes: true,
  enableLegacyAbac: false,
  masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
  rbacBindingConfig: {
    enableInsecureBindingSystemAuthenticated: false,
    enableInsecureBindingSystemUnauthenticated: false,
  },
  securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' },
  nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: 'FALSE' } },
  // Newer clusters have it whatever they ask for, and it cannot be turned off again: a provider that believes it off would replace them.
  enableL4IlbSubsetting: true,
};

/** GKE makes no cluster without a pool: one that every organization policy lets through goes as soon as it is there. */
function temporaryPool(site: Site, account: NodeAccount): Part {
  return {
    initialNodeCount: 1,
    removeDefaultNodePool: true,
    nodeConfig: commonNodeConfig(site, account.email, {}),
  };
}
