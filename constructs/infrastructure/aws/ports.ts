import { routablePodPorts } from '../../../lib/routable-pods';
import type { Decisions, ItemOf, Port } from '../../../lib/spi';

/** What every EKS cluster's firewalls let through, whatever is installed in it. */
export function basePorts(by: string, decisions: Decisions): readonly ItemOf<'port'>[] {
  const port = (id: string, because: string, spec: Port): ItemOf<'port'> => ({
    kind: 'port',
    id,
    by,
    because,
    stage: 'control-plane',
    spec,
  });
  const toNodes = (id: string, number: number, because: string) =>
    port(id, because, { from: 'control-plane', to: 'node', protocol: 'tcp', range: [number, number] });
  const dns = (protocol: 'tcp' | 'udp') =>
    port(`dns-${protocol}`, 'pods on one node ask CoreDNS on another', {
      from: 'node',
      to: 'node',
      protocol,
      range: [53, 53],
    });
  return [
    port('api-server', 'nodes and their pods use the Kubernetes API', {
      from: 'node',
      to: 'control-plane',
      protocol: 'tcp',
      range: [443, 443],
    }),
    toNodes('kubelet', 10250, 'the API server reads logs and runs commands through kubelets'),
    port('kubelet-metrics', 'metrics-server asks kubelets for what pods use', {
      from: 'node',
      to: 'node',
      protocol: 'tcp',
      range: [10250, 10250],
    }),
    toNodes('webhook-443', 443, 'the API server calls admission webhooks and aggregated APIs'),
    toNodes('webhook-4443', 4443, 'the API server asks metrics-server, which listens here'),
    toNodes('webhook-8443', 8443, 'the API server calls admission webhooks, many of which listen here'),
    toNodes('webhook-9443', 9443, 'the API server calls admission webhooks, most of which listen here'),
    dns('tcp'),
    dns('udp'),
    port('egress', 'nodes pull images and use the APIs of AWS', { from: 'node', to: 'internet', protocol: 'all' }),
    // Pods with addresses of the VPC are behind the security groups of their nodes.
    ...(decisions.suppliers('network/pods').includes(by) ? routablePodPorts(by) : []),
  ];
}

/** Operators who come by the private endpoint. */
export function operatorPort(by: string): ItemOf<'port'> {
  return {
    kind: 'port',
    id: 'api-server-private',
    by,
    because: 'operators of connected networks use the Kubernetes API',
    stage: 'control-plane',
    spec: { from: 'operator', to: 'control-plane', protocol: 'tcp', range: [443, 443] },
  };
}

/** The add-on metrics-server, which does not listen where others do. @see https://docs.aws.amazon.com/eks/latest/userguide/metrics-server.html */
export function metricsPort(by: string): ItemOf<'port'> {
  return {
    kind: 'port',
    id: 'metrics-server',
    by,
    because: 'the API server asks the add-on metrics-server',
    stage: 'control-plane',
    spec: { from: 'control-plane', to: 'node', protocol: 'tcp', range: [10251, 10251] },
  };
}
