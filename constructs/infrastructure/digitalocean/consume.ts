import type { Item, Peer, Port, Refusal } from '../../../lib/spi';

/**
 * What `Doks` does with an item. It has no knob for most kinds, so it refuses them with a reason; releases and objects are none of its
 * business.
 */
export function consume(item: Item, open: boolean): true | Refusal | undefined {
  switch (item.kind) {
    case 'port':
      return passes(item.spec, open);
    case 'identity':
      return {
        because: 'DigitalOcean gives pods no identity of their own',
        fix: 'remove the plugin, or give its pods a token in a Secret that you bring yourself',
      };
    case 'addon':
      return { because: "'doks' has no add-ons to choose from", fix: 'remove the plugin that asks for it' };
    case 'file-system':
      return {
        because: "'doks' makes no network file systems",
        fix: 'use a storage plugin that runs in the cluster itself',
      };
    case 'kubelet':
    case 'node-file':
    case 'node-package':
    case 'node-command':
      return {
        code: 'DO-02',
        because: "'doks' manages the nodes' operating system, packages, files and kubelet, and reverts changes",
        fix: 'remove the plugin that asks for it, or choose an infrastructure of machines',
      };
    default:
      return undefined;
  }
}

/** Peers in the nodes' network or in the service's own. */
const inside = (peer: Peer) =>
  typeof peer === 'object' ? 'pool' in peer : ['control-plane', 'node', 'pod', 'load-balancer'].includes(peer);

const node = (peer: Peer) => inside(peer) && peer !== 'control-plane' && peer !== 'load-balancer';

/**
 * The service keeps two firewalls on the nodes and undoes changes to them. They let TCP, UDP and ICMP through among private addresses
 * and to the outside; from the outside they open node ports for Services alone. The control plane reaches nodes and pods by a tunnel,
 * and is reached by nodes, by pods and by `publicAccess`.
 */
function passes({ from, to, protocol }: Port, open: boolean): true | Refusal {
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'icmp') {
    return {
      because: `DigitalOcean's firewalls pass TCP, UDP and ICMP, and no '${protocol}'`,
      fix: 'choose a mode that tunnels in UDP, or an infrastructure with open protocols',
    };
  }
  if (inside(from) && inside(to)) return true;
  if (node(from)) return true;
  if (from === 'operator' && to === 'control-plane') return true;
  if (from === 'internet' && to === 'control-plane' && open) return true;
  return {
    because: `'doks' lets '${nameOf(from)}' reach '${nameOf(to)}' through Services and 'publicAccess' only`,
    fix: "expose it with a Service of type LoadBalancer, or widen 'publicAccess'",
  };
}

function nameOf(peer: Peer): string {
  if (typeof peer === 'string') return peer;
  return 'pool' in peer ? peer.pool : peer.service;
}
