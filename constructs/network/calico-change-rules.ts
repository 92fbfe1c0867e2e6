import type { Finding, Plan } from '../../lib/spi';
import { poolsOn } from './calico-place';
import type { CalicoProps } from './calico-props';
import { CALICO_DOCS as DOCS, type CalicoRule } from './calico-rule';
import { valueAt } from './chart-values';
import { when } from './cilium-rule';

/** What a change comes to, where the last plan is known. */
export const CHANGE_RULES: readonly CalicoRule[] = [
  {
    code: 'CAL-17',
    severity: 'error',
    see: `${DOCS}/networking/ipam/change-block-size`,
    check: (props, decisions, before) => {
      const old = blockSizes(before);
      return poolsOn(props, decisions, decisions.addresses.pods).flatMap(({ cidr, blockSize }): Finding[] => {
        const was = old.get(cidr);
        return when(was !== undefined && was !== blockSize, {
          at: 'network/pools',
          value: blockSize,
          because: `nodes have taken blocks of /${was} of pool ${cidr}, and Calico changes the size of none`,
          fix: `keep blockSize: ${was}, or move pods to another pool`,
        });
      });
    },
  },
  {
    code: 'CAL-18',
    severity: 'consent',
    see: `${DOCS}/operations/ebpf/enabling-ebpf`,
    check: ({ dataplane, policyOnly }, _decisions, before) => {
      const old = deployed(before);
      return when(old !== undefined && (old.dataplane === 'bpf') !== (dataplane === 'bpf'), {
        at: 'network/dataplane',
        value: dataplane ?? null,
        because: `kube-proxy ${dataplane === 'bpf' ? 'goes before eBPF programs stand in for it' : 'comes before the eBPF programs that it takes over from are gone'}, and until the agents of all nodes have followed Services do not work everywhere${policyOnly ? ', nor new pods' : ''}`,
        fix: 'keep what was deployed, or build a second cluster and move the workloads',
      });
    },
  },
];

/** What was asked of Calico when the last plan was made. */
function deployed(before: Plan | undefined): CalicoProps | undefined {
  return before?.plugins.find(({ name, as }) => name === 'calico' && as === 'install')?.settings;
}

/** The sizes of the blocks of the last plan's pools, by range. */
function blockSizes(before: Plan | undefined): ReadonlyMap<unknown, unknown> {
  const releases = before?.items.flatMap(item =>
    item.kind === 'helm-release' && item.by === 'calico' ? [item.spec] : [],
  );
  const pools = (releases ?? []).flatMap(({ values }) => valueAt(values, 'installation.calicoNetwork.ipPools') ?? []);
  return new Map(
    pools.map(pool => pool as { cidr?: unknown; blockSize?: unknown }).map(each => [each.cidr, each.blockSize]),
  );
}
