import type { Adoption, Data, Minor, Platform, Plugin } from '../../../lib/spi';
import { hasGateway, podNetwork } from './offers';
import { adoptStorage } from './storage';

type Settings = { readonly [setting: string]: Data };

/** How the service takes a plugin; of meshes and deliveries, which run in the cluster's own pods or outside, it says nothing. */
export function adoptPlugin(plugin: Plugin, platform: Platform): Adoption | undefined {
  switch (plugin.socket) {
    case 'network':
      return adoptNetwork(plugin, platform);
    case 'runtime':
      return adoptRuntime(plugin);
    case 'sandbox':
      return {
        as: 'refuse',
        code: 'DO-02',
        because: `'${plugin.name}' must be set up on nodes, whose files 'doks' manages and whose machines have no /dev/kvm`,
        fix: 'remove it, or use an infrastructure whose nodes take files',
      };
    case 'bootstrap':
      return { as: 'refuse', because: "'doks' makes its own nodes", fix: "remove 'bootstrap'" };
    case 'storage':
      return adoptStorage(plugin, platform);
    default:
      return undefined;
  }
}

/** The service runs Cilium in every cluster, and undoes what others change of it. */
function adoptNetwork({ name, settings }: Plugin, { kubernetes }: Platform): Adoption {
  if (name === 'cilium') {
    return { as: 'native', provides: podNetwork('always'), items: [], honours: honoured(settings, kubernetes) };
  }
  return {
    as: 'refuse',
    code: 'DO-01',
    because: `'doks' runs Cilium as every cluster's network, and '${name}' cannot take its place`,
    fix: "remove 'network', or use Cilium with the settings that the service has",
  };
}

/**
 * What is as the user wants it: kube-proxy is replaced, flows are recorded and shown, and the Gateway API is there.
 *
 * @see https://docs.digitalocean.com/products/kubernetes/details/features/
 */
function honoured(settings: Settings, kubernetes: Minor): readonly string[] {
  const { replaceKubeProxy, hubble, gatewayApi } = settings;
  return [
    ...(replaceKubeProxy === true ? ['replaceKubeProxy'] : []),
    ...(showsFlows(hubble) ? ['hubble'] : []),
    ...(gatewayApi === true && hasGateway(kubernetes) ? ['gatewayApi'] : []),
  ];
}

/** Hubble runs with its relay and its interface, and without metrics. @see https://docs.digitalocean.com/products/kubernetes/how-to/use-cilium-hubble/ */
function showsFlows(hubble: Data | undefined): boolean {
  if (hubble === null || typeof hubble !== 'object' || Array.isArray(hubble)) return hubble === true;
  const { relay = true, ui = true, metrics = [], ...others } = hubble as Settings;
  const none = Array.isArray(metrics) && metrics.length === 0;
  return relay === true && ui === true && none && Object.keys(others).length === 0;
}

function adoptRuntime({ name }: Plugin): Adoption {
  if (name === 'containerd') {
    const provides = [{ capability: 'runtime/containers', value: 'containerd', exclusive: true }] as const;
    return { as: 'native', provides, items: [], honours: [] };
  }
  return {
    as: 'refuse',
    code: 'RT-03',
    because: `the nodes of 'doks' run containerd, and '${name}' cannot take its place`,
    fix: "remove 'runtime', or use Containerd",
  };
}
