import type { Adoption, Plugin } from '../../../lib/spi';
import { adoptCalico } from './adopt-calico';
import { adoptCilium } from './adopt-cilium';
import type { GkeProps } from './props';

/** Networks that GKE runs itself under another name, or lets be installed; it runs every pod network itself otherwise. */
export function adoptNetwork(plugin: Plugin, props: GkeProps): Adoption {
  if (plugin.name === 'calico') return adoptCalico(plugin, props);
  if (plugin.name === 'cilium') return props.datapath === 'legacy' ? { as: 'install' } : adoptCilium(plugin, props);
  return {
    as: 'refuse',
    code: 'GKE-02',
    because: `network '${plugin.name}' cannot be used on 'gke', which runs its own pod network`,
    fix: "remove 'network', or use Cilium or Calico as GKE has them",
  };
}
