import type { Decisions } from '../../lib/spi';
import { merge, type Values } from './chart-values';
import type { FlannelProps } from './flannel-props';

/** Whether network policies are enforced beside its agents. */
export function enforcesPolicies(decisions: Pick<Decisions, 'suppliers'>): boolean {
  return decisions.suppliers('network/policy').includes('flannel');
}

/** What Tenon sets in the chart; the user's own values come over it. */
export function tenonValues(props: FlannelProps, decisions: Decisions): Values {
  return {
    podCidr: decisions.addresses.pods,
    flannel: { backend: props.backend ?? 'vxlan', ...backendValues(props), enableNFTables: props.nftables ?? false },
    netpol: { enabled: enforcesPolicies(decisions) },
  };
}

/** What the release is installed with. */
export function chartValues(props: FlannelProps, decisions: Decisions): Values {
  return merge(tenonValues(props, decisions), props.values ?? {});
}

function backendValues({ port, vni, directRouting, mtu, keepaliveSeconds }: FlannelProps): Values {
  return {
    ...(port !== undefined && { backendPort: port }),
    // The chart would write a number from a million on as 1e+06, which agents do not read.
    ...(vni !== undefined && { vni: String(vni) }),
    ...(directRouting && { directRouting }),
    ...(mtu !== undefined && { mtu }),
    ...(keepaliveSeconds && { keepaliveInterval: keepaliveSeconds }),
  };
}
