import { markersIn } from '../../../lib/plan/terraform-values';
import type { Item, ItemOf, Peer, Port, Refusal } from '../../../lib/spi';
import { refuseKubelet } from './kubelet-limits';
import type { GkeProps } from './props';

/** The parts of GKE that items ask for by name, and the keys that each takes in its `configuration`. */
export const GKE_ADDONS: { readonly [name: string]: readonly string[] } = {
  /** Each `true`: WireGuard between nodes, and Hubble's relay. */
  'dataplane-v2': ['encryption', 'relay'],
  calico: [],
  'gateway-api': [],
  'gce-pd-csi': [],
  'filestore-csi': [],
};

/** What `Gke` does with an item: it takes what Google carries out, or says why it cannot. Releases and objects are for deliveries. */
export function consume(item: Item, props: GkeProps): true | Refusal | undefined {
  switch (item.kind) {
    case 'addon':
      return switches(item);
    case 'identity':
      return grants(item);
    case 'port':
      return passes(item.spec, props);
    case 'kubelet':
      return onControlPlane(item) ?? refuseKubelet(item.spec) ?? withoutFacts(item);
    case 'file-system':
      return {
        because: "'gke' leaves file systems to the driver of Filestore, which makes them in the cluster",
        fix: 'use a storage class of it, such as CloudFiles',
      };
    case 'node-file':
    case 'node-package':
    case 'node-command':
      return onControlPlane(item) ?? onNodes(item);
    default:
      return undefined;
  }
}

/** What GKE has built in, and turns on. */
function switches(item: ItemOf<'addon'>): true | Refusal {
  const { name, version, configuration = {} } = item.spec;
  const keys = GKE_ADDONS[name];
  if (!keys) {
    const known = Object.keys(GKE_ADDONS).join(', ');
    return { because: `GKE has no add-on '${name}'`, fix: `remove the plugin that asks for it; it has ${known}` };
  }
  if (version !== undefined) {
    return { because: `GKE chooses the release of '${name}' itself`, fix: `leave the version '${version}' out` };
  }
  const unknown = Object.keys(configuration).find(key => !keys.includes(key));
  if (unknown === undefined) return withoutFacts(item);
  return { because: `GKE knows no '${unknown}' of its add-on '${name}'`, fix: 'remove the plugin that asks for it' };
}

/** Facts reach what deliveries bring; what the infrastructure makes is there before them. */
function withoutFacts({ kind, id, spec }: Item): true | Refusal {
  const [fact] = markersIn(spec, '$fact');
  if (fact === undefined) return true;
  return {
    because: `${kind} '${id}' asks for '${fact}', which is known only once the cluster is there`,
    fix: 'remove the plugin that asks for it',
  };
}

/** `roles/storage.objectViewer`, or one of a project's or an organization's own. */
export const ROLE = /^((projects|organizations)\/[^/]+\/)?roles\/[A-Za-z0-9_.]+$/;

function grants({ id, spec }: ItemOf<'identity'>): true | Refusal {
  const roles = spec.grants.google?.roles;
  if (!roles) {
    return {
      because: `identity '${id}' does not say what it may do in Google Cloud`,
      fix: "remove the plugin, or use a release of it that grants something under 'google'",
    };
  }
  const wrong = roles.find(role => !ROLE.test(role));
  if (wrong === undefined) return true;
  return { because: `identity '${id}' is granted '${wrong}', which is no role of Google's`, fix: 'name it as roles/…' };
}

/** Peers whose packets the VPC's firewalls see on their way to nodes. */
const isInside = (peer: Peer) => (typeof peer === 'object' ? 'pool' in peer : peer === 'node' || peer === 'pod');

function passes({ from, to, protocol, range }: Port, { privateAccess = [], ...props }: GkeProps): true | Refusal {
  const services = [from, to].flatMap(peer => (typeof peer === 'object' && 'service' in peer ? [peer.service] : []));
  if (services[0] !== undefined) {
    return { because: `'gke' makes no service '${services[0]}'`, fix: 'remove the plugin that asks for it' };
  }
  if (to === 'control-plane') return reaches(from, { protocol, range }, { privateAccess, ...props });
  if (!isInside(from) && !isInside(to)) {
    return {
      because: `'gke' opens ports of its own machines, and what goes from '${String(from)}' to '${String(to)}' passes none of them`,
      fix: 'remove the plugin that asks for it',
    };
  }
  if (from === 'internet') {
    return {
      because: "nodes of 'gke' have no addresses on the internet",
      fix: 'expose it with a Service of type LoadBalancer',
    };
  }
  if ((from === 'operator' || to === 'operator') && privateAccess.length === 0) {
    return {
      because: "'gke' does not know where operators come from",
      fix: "set 'privateAccess' to the ranges of their network",
    };
  }
  return true;
}

/** The control plane is Google's, and answers on one port. */
function reaches(from: Peer, { protocol, range }: Pick<Port, 'protocol' | 'range'>, props: GkeProps): true | Refusal {
  if (protocol !== 'tcp' || range?.[0] !== 443 || range[1] !== 443) {
    return {
      because: "the control plane of 'gke' is Google's, and answers on TCP port 443 alone",
      fix: 'remove the plugin that asks for it',
    };
  }
  if (isInside(from)) return true;
  const { publicAccess = [], privateAccess = [], dnsEndpoint = false } = props;
  if (from === 'operator' && (publicAccess.length > 0 || privateAccess.length > 0 || dnsEndpoint)) return true;
  return {
    because: `'gke' does not let '${String(from)}' reach the API server`,
    fix: "set 'publicAccess', 'privateAccess' or 'dnsEndpoint'",
  };
}

function onControlPlane({ on }: Item): Refusal | undefined {
  if (!on || !('role' in on) || on.role !== 'control-plane') return undefined;
  return {
    because: 'Google runs the control plane itself, and lets nothing be set on its machines',
    fix: 'remove the plugin that asks for it',
  };
}

function onNodes({ kind, by }: Item): Refusal {
  return {
    code: 'GKE-14',
    because: `'${by}' contributes a ${kind}, and GKE keeps the files, packages and start-up of its nodes itself`,
    fix: `remove '${by}', or use an infrastructure of machines`,
  };
}
