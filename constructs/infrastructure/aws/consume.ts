import { markersIn } from '../../../lib/plan/terraform-values';
import type { Item, ItemOf, Peer, Port, Refusal } from '../../../lib/spi';
import { refuseKubelet } from './bottlerocket';
import { isListOfTerraform, type EksProps } from './props';

/** What `Eks` does with an item: it takes what AWS carries out, or says why it cannot. Releases and objects are for deliveries. */
export function consume(item: Item, props: EksProps): true | Refusal | undefined {
  switch (item.kind) {
    case 'file-system':
      return mounts(props);
    case 'addon':
      return withoutFacts(item);
    case 'identity':
      return grants(item);
    case 'port':
      return passes(item.spec, props);
    case 'kubelet':
    case 'node-file':
    case 'node-package':
    case 'node-command':
      return onNodes(item, props);
    default:
      return undefined;
  }
}

/** Each subnet gets a mount target. */
function mounts({ network }: EksProps): true | Refusal {
  const ids = network?.privateSubnetIds;
  if (!Array.isArray(ids) || !isListOfTerraform(ids as readonly string[])) return true;
  return {
    because:
      "a network file system has a mount target in each subnet, and only Terraform knows how many 'network.privateSubnetIds' are",
    fix: "give 'network.privateSubnetIds' one by one, or by zone",
  };
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

function grants({ id, spec }: ItemOf<'identity'>): true | Refusal {
  if (spec.grants.aws) return true;
  return {
    because: `identity '${id}' does not say what it may do in AWS`,
    fix: "remove the plugin, or use a release of it that grants something under 'aws'",
  };
}

/** Peers that are ranges of addresses: a connection passes the cluster's firewalls if its other end is none. */
const RANGES: readonly Peer[] = ['internet', 'load-balancer', 'operator'];

function passes({ from, to }: Port, { privateAccess = [], publicAccess = [], autoMode }: EksProps): true | Refusal {
  const services = [from, to].flatMap(peer => (typeof peer === 'object' && 'service' in peer ? [peer.service] : []));
  const unknown = services.find(service => service !== 'file-system');
  if (unknown) return { because: `'eks' makes no service '${unknown}'`, fix: 'remove the plugin that asks for it' };
  if (autoMode && namesPool(from, to)) {
    return {
      because: 'EKS Auto Mode gives machines of every pool the same security group',
      fix: 'use managed node groups: remove autoMode',
    };
  }
  if (RANGES.includes(from) && RANGES.includes(to)) {
    return {
      because: `'eks' opens ports of its own machines, and what goes from '${String(from)}' to '${String(to)}' passes none of them`,
      fix: 'remove the plugin that asks for it',
    };
  }
  const apiServer = from === 'operator' && to === 'control-plane';
  const known = privateAccess.length > 0 || (apiServer && publicAccess.length > 0);
  if ((from === 'operator' || to === 'operator') && !known) {
    return {
      because: "'eks' does not know where operators come from",
      fix: `set 'privateAccess' to the ranges of their network${apiServer ? ", or 'publicAccess'" : ''}`,
    };
  }
  return true;
}

function namesPool(...peers: Peer[]): boolean {
  return peers.some(peer => typeof peer === 'object' && 'pool' in peer);
}

function onNodes(
  item: ItemOf<'kubelet'> | ItemOf<'node-file'> | ItemOf<'node-package'> | ItemOf<'node-command'>,
  props: EksProps,
): true | Refusal {
  if (item.on && 'role' in item.on && item.on.role === 'control-plane') {
    return {
      because: 'AWS runs the control plane itself, and lets nothing be set on its machines',
      fix: 'remove the plugin that asks for it',
    };
  }
  if (props.autoMode) {
    return {
      code: 'EKS-03',
      because: 'EKS Auto Mode owns its machines, and nothing can be set on them',
      fix: 'use managed node groups: remove autoMode',
    };
  }
  if (props.os !== 'bottlerocket') return withoutFacts(item);
  if (item.kind === 'kubelet') return refuseKubelet(item.spec) ?? withoutFacts(item);
  return { code: 'EKS-21', because: "Bottlerocket's root file system is read-only", fix: "set os: 'al2023'" };
}
