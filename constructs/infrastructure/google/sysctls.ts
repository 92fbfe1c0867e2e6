import { closestTo } from '../../../lib/errors';
import type { Finding } from '../../../lib/spi';

/**
 * Kernel parameters that GKE lets be set.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeConfig#LinuxNodeConfig
 */
const SYSCTLS: { readonly [group: string]: readonly string[] } = {
  'net.core': [
    'busy_poll',
    'busy_read',
    'netdev_max_backlog',
    'optmem_max',
    'rmem_default',
    'rmem_max',
    'somaxconn',
    'wmem_default',
    'wmem_max',
  ],
  'net.ipv4': [
    'tcp_congestion_control',
    'tcp_ecn',
    'tcp_max_orphans',
    'tcp_max_tw_buckets',
    'tcp_mtu_probing',
    'tcp_rmem',
    'tcp_syn_retries',
    'tcp_tw_reuse',
    'tcp_wmem',
  ],
  'net.netfilter': [
    'nf_conntrack_acct',
    'nf_conntrack_buckets',
    'nf_conntrack_max',
    'nf_conntrack_tcp_timeout_close_wait',
    'nf_conntrack_tcp_timeout_established',
    'nf_conntrack_tcp_timeout_time_wait',
  ],
  kernel: [
    'dmesg_restrict',
    'kptr_restrict',
    'perf_event_paranoid',
    'sched_rt_runtime_us',
    'shmall',
    'shmmax',
    'shmmni',
    'softlockup_panic',
    'sysrq',
    'yama.ptrace_scope',
  ],
  fs: ['aio-max-nr', 'file-max', 'inotify.max_user_instances', 'inotify.max_user_watches', 'nr_open'],
  vm: [
    'dirty_background_bytes',
    'dirty_background_ratio',
    'dirty_bytes',
    'dirty_expire_centisecs',
    'dirty_ratio',
    'dirty_writeback_centisecs',
    'max_map_count',
    'min_free_kbytes',
    'overcommit_memory',
    'overcommit_ratio',
    'swappiness',
    'vfs_cache_pressure',
    'watermark_scale_factor',
  ],
};

const NAMES = Object.entries(SYSCTLS).flatMap(([group, names]) => names.map(name => `${group}.${name}`));

/** Kernel parameters that GKE does not let anybody set. */
export function sysctlFindings(at: string, sysctls: { readonly [name: string]: string }): Finding[] {
  return Object.keys(sysctls)
    .filter(name => !NAMES.includes(name))
    .map(name => {
      const near = closestTo(name, NAMES);
      const others = NAMES.filter(each => each.startsWith(`${name.split('.')[0]}.`));
      const fix = near
        ? `did you mean '${near}'?`
        : `leave it out${others.length > 0 ? `; it takes ${others.join(', ')}` : ''}`;
      return { at, value: name, because: `GKE lets nobody set '${name}' on its nodes`, fix };
    });
}
