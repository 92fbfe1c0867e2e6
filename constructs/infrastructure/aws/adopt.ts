import type { Adoption, Platform, Plugin } from '../../../lib/spi';
import { adoptStorage } from './storage';

/** How EKS takes a plugin, where its socket alone does not say. */
export function adoptPlugin(plugin: Plugin, platform: Platform, autoMode: boolean): Adoption | undefined {
  if (plugin.socket === 'runtime') return adoptRuntime(plugin);
  if (plugin.socket === 'network' && autoMode) return refuseNetwork(plugin);
  return plugin.socket === 'storage' ? adoptStorage(plugin, platform) : undefined;
}

/** The images of both operating systems hold containerd, and nodes join with it. */
function adoptRuntime({ name }: Plugin): Adoption {
  if (name === 'containerd') {
    const provides = [{ capability: 'runtime/containers', value: 'containerd', exclusive: true } as const];
    return { as: 'native', provides, items: [], honours: [] };
  }
  return {
    as: 'refuse',
    code: 'RT-03',
    because: `runtime '${name}' cannot be used on 'eks', whose nodes come with containerd and join the cluster with it`,
    fix: "remove 'runtime', or use an infrastructure of machines",
  };
}

function refuseNetwork({ name }: Plugin): Adoption {
  return {
    as: 'refuse',
    code: 'EKS-03',
    because: `network '${name}' cannot be used in EKS Auto Mode, which runs a pod network of its own`,
    fix: "remove 'network', or remove autoMode",
  };
}
