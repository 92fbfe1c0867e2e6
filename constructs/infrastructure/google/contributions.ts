import type { Decisions, Item, ItemOf } from '../../../lib/spi';
import { dataplaneItems } from './datapath-items';
import { GATEWAY_CLASS } from './offers';
import type { GkeProps } from './props';
import { storageItems } from './storage';

/** What a GKE cluster has of its own: its datapath, if no plugin speaks for it, ports, drivers, the Gateway API. */
export function contributions(by: string, decisions: Decisions, props: GkeProps): readonly Item[] {
  const bare = decisions.suppliers('network/pods').includes(by);
  return [
    ...(bare && props.datapath !== 'legacy' ? dataplaneItems(by, props, {}) : []),
    ...WEBHOOK_PORTS.map(number => webhookPort(by, number)),
    ...((props.privateAccess ?? []).length > 0 ? [operatorPort(by)] : []),
    ...storageItems(decisions, by),
    ...gatewayItems(by, decisions),
  ];
}

/** Where admission webhooks of all kinds listen. GKE itself opens 443 and 10250. */
const WEBHOOK_PORTS = [8443, 9443];

function webhookPort(by: string, number: number): ItemOf<'port'> {
  return {
    kind: 'port',
    id: `webhook-${number}`,
    by,
    because: 'the API server calls admission webhooks, many of which listen here',
    stage: 'control-plane',
    spec: { from: 'control-plane', to: 'pod', protocol: 'tcp', range: [number, number] },
  };
}

/** Operators who come by the private endpoint. */
function operatorPort(by: string): ItemOf<'port'> {
  return {
    kind: 'port',
    id: 'api-server-private',
    by,
    because: 'operators of connected networks use the Kubernetes API',
    stage: 'control-plane',
    spec: { from: 'operator', to: 'control-plane', protocol: 'tcp', range: [443, 443] },
  };
}

/** GKE brings the CRDs of the Gateway API together with its own controller. */
function gatewayItems(by: string, decisions: Decisions): readonly Item[] {
  const asked = (['crd/gateway.networking.k8s.io', 'gateway/controller'] as const).some(capability =>
    decisions.suppliers(capability).includes(by),
  );
  if (!asked) return [];
  const addon: ItemOf<'addon'> = {
    kind: 'addon',
    id: 'gateway-api',
    by,
    because: 'somebody asks for the Gateway API',
    stage: 'control-plane',
    spec: { name: 'gateway-api' },
  };
  const offer: ItemOf<'offer'> = {
    kind: 'offer',
    id: 'gateway-class',
    by,
    because: 'GKE turns Gateways of this class into load balancers',
    stage: 'control-plane',
    spec: { type: 'gateway-class', name: GATEWAY_CLASS },
  };
  return [addon, offer];
}
