import type { ContainerClusterConfig } from '@cdktf/provider-google/lib/container-cluster';
import { CALICO, datapathOf } from './place';
import type { Site } from './site';

/** The name of the add-on that stands for Cilium as Google runs it. */
export const DATAPLANE_V2 = 'dataplane-v2';

type Part = Partial<ContainerClusterConfig>;

/** Who moves packets between pods, and what it enforces on the way. */
export function datapathConfig(site: Site): Part {
  const { fqdnNetworkPolicy = false, clusterwideNetworkPolicy = false, intranodeVisibility = false } = site.props;
  const shared = { enableIntranodeVisibility: intranodeVisibility };
  if (datapathOf(site.props, site.plan.items) === 'legacy') {
    return {
      ...shared,
      datapathProvider: 'LEGACY_DATAPATH',
      ...(site.addon(CALICO) && { networkPolicy: { enabled: true, provider: 'CALICO' } }),
    };
  }
  return {
    ...shared,
    datapathProvider: 'ADVANCED_DATAPATH',
    enableFqdnNetworkPolicy: fqdnNetworkPolicy,
    enableCiliumClusterwideNetworkPolicy: clusterwideNetworkPolicy,
    ...(site.addon(DATAPLANE_V2)?.spec.configuration?.encryption === true && {
      inTransitEncryptionConfig: 'IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT',
    }),
  };
}

/** What GKE installs in the cluster. */
export function addonsConfig(site: Site): Part {
  const asked = (name: string) => site.addon(name) !== undefined;
  return {
    addonsConfig: {
      // GKE's own classes of volumes need it, whoever else does.
      gcePersistentDiskCsiDriverConfig: { enabled: true },
      gcpFilestoreCsiDriverConfig: { enabled: asked('filestore-csi') },
      networkPolicyConfig: { disabled: !asked(CALICO) },
    },
    gatewayApiConfig: { channel: asked('gateway-api') ? 'CHANNEL_STANDARD' : 'CHANNEL_DISABLED' },
  };
}
