import type { Adoption, Platform, Plugin } from '../../../lib/spi';
import { adoptNetwork } from './adopt-network';
import type { GkeProps } from './props';
import { adoptStorage } from './storage';

/** How GKE takes a plugin, where its socket alone does not say. */
export function adoptPlugin(plugin: Plugin, platform: Platform, props: GkeProps): Adoption | undefined {
  switch (plugin.socket) {
    case 'network':
      return adoptNetwork(plugin, props);
    case 'runtime':
      return adoptRuntime(plugin);
    case 'sandbox':
      return refuseSandbox(plugin);
    case 'bootstrap':
      return { as: 'refuse', because: "'gke' makes its own nodes", fix: "remove 'bootstrap'" };
    case 'storage':
      return adoptStorage(plugin, platform);
    default:
      return undefined;
  }
}

/** Both images hold containerd, and nodes join with it. */
function adoptRuntime({ name }: Plugin): Adoption {
  if (name === 'containerd') {
    const provides = [{ capability: 'runtime/containers', value: 'containerd', exclusive: true } as const];
    return { as: 'native', provides, items: [], honours: [] };
  }
  return {
    as: 'refuse',
    code: 'RT-03',
    because: `runtime '${name}' cannot be used on 'gke', whose nodes come with containerd and join the cluster with it`,
    fix: "remove 'runtime', or use an infrastructure of machines",
  };
}

/** GKE's own sandbox of gVisor is beyond the provider's stable release, and others set up what GKE's nodes do not take. */
function refuseSandbox({ name }: Plugin): Adoption {
  const fix = 'remove it, or use an infrastructure whose nodes take files';
  return name === 'gvisor'
    ? {
        as: 'refuse',
        code: 'GKE-11',
        because:
          "GKE Sandbox is set by Terraform's provider 'google-beta' alone in the releases that this one speaks to",
        fix,
      }
    : {
        as: 'refuse',
        code: 'GKE-14',
        because: `'${name}' must be set up on nodes, whose files 'gke' keeps itself`,
        fix,
      };
}
