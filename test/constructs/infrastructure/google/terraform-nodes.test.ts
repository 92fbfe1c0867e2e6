import type { PoolProps } from 'tenon';
import type { GkeNodes, GkeProps } from 'tenon/google';
import { Cilium } from 'tenon/network';
import type { Data, ItemOf } from 'tenon/spi';
import { KUBELET_FIELDS } from '../../../../constructs/infrastructure/google/kubelet';
import { asking, cluster, from, nodePool, resources, resourcesIn, type Block } from './synthesized';

const diskKey = 'projects/acme-keys/locations/europe-west3/keyRings/acme/cryptoKeys/disks';

/** Where GKE's own pods are at home. */
const home: PoolProps = { name: 'home', cpu: 2, memoryGiB: 8, min: 1 };

/** A pool `general`, as the user and Google have it. */
const pool = (props: Partial<PoolProps> = {}, gke: Partial<GkeProps> = {}) =>
  nodePool({ gke, pools: [home, { name: 'general', cpu: 2, memoryGiB: 8, min: 1, max: 3, ...props }] });

test('a pool is made of shielded machines that act as an account of their own', () => {
  const made = pool();
  expect(made).toMatchObject({
    cluster: '${google_container_cluster.cluster.id}',
    location: 'europe-west3',
    node_locations: ['europe-west3-a', 'europe-west3-b', 'europe-west3-c'],
    max_pods_per_node: 110,
    management: { auto_repair: true, auto_upgrade: true },
    node_config: {
      machine_type: 'e2-standard-2',
      image_type: 'COS_CONTAINERD',
      spot: false,
      service_account: '${google_service_account.node-account.email}',
      oauth_scopes: ['https://www.googleapis.com/auth/cloud-platform'],
      metadata: { 'disable-legacy-endpoints': 'true' },
      shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      workload_metadata_config: { mode: 'GKE_METADATA' },
      kubelet_config: { insecure_kubelet_readonly_port_enabled: 'FALSE' },
      gvnic: { enabled: true },
      tags: ['test-node', 'test-pool-general'],
    },
  });
  for (const absent of [
    'taint',
    'labels',
    'disk_size_gb',
    'boot_disk_kms_key',
    'guest_accelerator',
    'linux_node_config',
  ])
    expect(made.node_config).not.toHaveProperty(absent);
});

describe('size', () => {
  const size = (props: Partial<PoolProps>, zones = 3) => {
    const { autoscaling, node_count, initial_node_count, lifecycle } = pool(props, { zones });
    const { ignore_changes: ignored } = lifecycle as { ignore_changes?: string[] };
    const { total_min_node_count: min, total_max_node_count: max } = (autoscaling ?? {}) as Block;
    return { min, max, fixed: node_count, first: initial_node_count, ignored };
  };
  const ignored = ['initial_node_count'];

  test('is limited in total, whereas Google starts with one number for each zone', () => {
    expect(size({ min: 2, max: 9, desired: 6 })).toEqual({ min: 2, max: 9, first: 2, ignored });
    expect(size({ min: 2, max: 9, desired: 4 })).toEqual({ min: 2, max: 9, first: 2, ignored });
    expect(size({ min: 0, max: 9, desired: 0 })).toEqual({ min: 0, max: 9, first: 0, ignored });
    expect(size({ min: 4, max: 9 }, 1)).toEqual({ min: 4, max: 9, first: 4, ignored });
  });

  test('never starts above its limit', () => {
    expect(size({ min: 1, max: 2 })).toEqual({ min: 1, max: 2, first: 0, ignored });
    expect(size({ min: 4, max: 5, desired: 4 })).toEqual({ min: 4, max: 5, first: 1, ignored });
  });

  test("is Terraform's where it is fixed and zones share it equally, else the autoscaler's", () => {
    expect(size({ min: 6, max: 6 })).toEqual({ fixed: 2 });
    expect(size({ min: 4, max: 4 })).toEqual({ min: 4, max: 4, first: 1, ignored });
  });

  test('of fewer machines than zones is kept in as many zones, for the autoscaler adds none up to its minimum', () => {
    const [a, b] = ['europe-west3-a', 'europe-west3-b'];
    expect(pool({ min: 2, max: 2 })).toMatchObject({ node_locations: [a, b], node_count: 1 });
    expect(pool({ min: 1, max: 1 })).toMatchObject({ node_locations: [a], node_count: 1 });
    const spot = pool({ min: 2, max: 2, spot: true });
    expect(spot.node_locations).toHaveLength(3);
    expect(spot.autoscaling).toMatchObject({ total_min_node_count: 2, total_max_node_count: 2 });
  });

  test('of spot machines goes where there are some', () => {
    expect(pool({ spot: true })).toMatchObject({
      autoscaling: { location_policy: 'ANY' },
      node_config: { spot: true },
    });
    expect(pool()).toMatchObject({ autoscaling: { location_policy: 'BALANCED' } });
  });
});

/** Each prop of a pool's, and what it becomes. */
const asked: [string, Partial<PoolProps>, object][] = [
  ['machine', { cpu: undefined, memoryGiB: undefined, machine: 'n2-standard-8' }, { machine_type: 'n2-standard-8' }],
  ['diskGiB', { diskGiB: 200 }, { disk_size_gb: 200 }],
  ['labels', { labels: { 'acme.example/tier': 'web' } }, { labels: { 'acme.example/tier': 'web' } }],
  [
    'taints',
    {
      taints: [
        { key: 'a', value: 'b', effect: 'NoSchedule' },
        { key: 'c', effect: 'NoExecute' },
        { key: 'd', effect: 'PreferNoSchedule' },
      ],
    },
    {
      taint: [
        { key: 'a', value: 'b', effect: 'NO_SCHEDULE' },
        { key: 'c', value: '', effect: 'NO_EXECUTE' },
        { key: 'd', value: '', effect: 'PREFER_NO_SCHEDULE' },
      ],
    },
  ],
  [
    'gpu, with its driver',
    { cpu: undefined, memoryGiB: undefined, gpu: 1 },
    {
      machine_type: 'g2-standard-4',
      guest_accelerator: [
        { type: 'nvidia-l4', count: 1, gpu_driver_installation_config: { gpu_driver_version: 'DEFAULT' } },
      ],
    },
  ],
];

test.each(asked)('%s of a pool arrives', (_, props, expected) => {
  expect(pool(props).node_config).toMatchObject(expected);
});

test('zones of a pool arrive', () => {
  expect(pool({ zones: ['europe-west3-b'] }).node_locations).toEqual(['europe-west3-b']);
});

/** What the user says of nodes, and what of a machine it becomes. */
const said: [string, GkeNodes, object][] = [
  ['diskType', { diskType: 'pd-ssd' }, { disk_type: 'pd-ssd' }],
  [
    'secureBoot',
    { secureBoot: false },
    { shielded_instance_config: { enable_secure_boot: false, enable_integrity_monitoring: true } },
  ],
  [
    'sysctls, by their very names',
    { sysctls: { 'net.core.somaxconn': '4096' } },
    { linux_node_config: { sysctls: { 'net.core.somaxconn': '4096' } } },
  ],
  [
    'hugepages',
    { hugepages: { '2Mi': 512, '1Gi': 2 } },
    { linux_node_config: { hugepages_config: { hugepage_size_2m: 512, hugepage_size_1g: 2 } } },
  ],
  ['tags', { tags: ['bastion'] }, { tags: ['test-node', 'test-pool-general', 'bastion'] }],
];

test.each(said)('%s of nodes arrives', (_, nodes, expected) => {
  expect(pool({}, { nodes }).node_config).toMatchObject(expected);
  const pools = { general: nodes };
  expect(pool({}, { pools }).node_config).toMatchObject(expected);
});

test('Ubuntu arrives, without the network interface that GKE has for its own image alone', () => {
  const { node_config: node } = pool({}, { nodes: { image: 'UBUNTU_CONTAINERD' } });
  expect(node.image_type).toBe('UBUNTU_CONTAINERD');
  expect(node).not.toHaveProperty('gvnic');
});

test('machines for virtual machines and with raw disks arrive', () => {
  const nodes = { nestedVirtualization: true, localSsds: 2 };
  expect(pool({ cpu: undefined, memoryGiB: undefined, machine: 'n2-standard-8' }, { nodes }).node_config).toMatchObject(
    {
      advanced_machine_features: { enable_nested_virtualization: true, threads_per_core: 0 },
      local_nvme_ssd_block_config: { local_ssd_count: 2 },
    },
  );
});

test("the disks' key arrives", () => {
  expect(pool({}, { diskKey }).node_config).toMatchObject({ boot_disk_kms_key: diskKey });
});

test("what one pool's nodes are does not touch another's", () => {
  const pools = ['a', 'b'].map(name => ({ name, cpu: 2, memoryGiB: 8, min: 1, max: 3 }));
  const given = { pools, gke: { nodes: { secureBoot: false }, pools: { b: { secureBoot: true } } } };
  const boot = (name: string) =>
    (nodePool(given, name).node_config.shielded_instance_config as Block).enable_secure_boot;
  expect(['a', 'b'].map(boot)).toEqual([false, true]);
});

describe('an upgrade', () => {
  test('adds a node at a time, or as many as the pool says', () => {
    expect(pool().upgrade_settings).toEqual({ strategy: 'SURGE', max_surge: 1, max_unavailable: 0 });
    const props = { maxSurge: 3, maxUnavailable: 2 };
    expect(pool(props).upgrade_settings).toEqual({ strategy: 'SURGE', max_surge: 3, max_unavailable: 2 });
    expect(pool({ maxSurge: 0 }).upgrade_settings).toMatchObject({ max_surge: 0, max_unavailable: 1 });
  });

  test('brings a whole new set of nodes first', () => {
    const upgrade = { strategy: 'blue-green', batch: 0.5, batchSoakSeconds: 30, soakSeconds: 7200 } as const;
    expect(pool({}, { nodes: { upgrade } }).upgrade_settings).toEqual({
      strategy: 'BLUE_GREEN',
      blue_green_settings: {
        node_pool_soak_duration: '7200s',
        standard_rollout_policy: { batch_percentage: 0.5, batch_soak_duration: '30s' },
      },
    });
    expect(pool({}, { nodes: { upgrade: { strategy: 'blue-green' } } }).upgrade_settings).toMatchObject({
      blue_green_settings: {
        node_pool_soak_duration: '3600s',
        standard_rollout_policy: { batch_percentage: 0.25, batch_soak_duration: '60s' },
      },
    });
  });

  test("is the channel's, and an exact version is kept only where there is none", () => {
    const version = '1.36.1-gke.1420000';
    expect(pool({}, { version })).toMatchObject({ management: { auto_upgrade: true } });
    expect(pool({}, { version })).not.toHaveProperty('version');
    expect(pool({}, { version, releaseChannel: 'none' })).toMatchObject({
      version,
      management: { auto_upgrade: false },
    });
    expect(pool({}, { releaseChannel: 'none' })).toMatchObject({ management: { auto_upgrade: true } });
  });
});

describe('kubelets', () => {
  const kubelet = (spec: { readonly [field: string]: Data }, on?: ItemOf<'kubelet'>['on']): ItemOf<'kubelet'> => ({
    ...from,
    kind: 'kubelet',
    id: `k-${Object.keys(spec)[0]?.toLowerCase()}`,
    spec,
    ...(on && { on }),
  });
  const pools = ['a', 'b'].map(name => ({ name, cpu: 2, memoryGiB: 8, min: 1, max: 3 }));
  const config = (items: readonly ItemOf<'kubelet'>[], name: string) =>
    nodePool({ pools, mesh: asking(...items) }, name).node_config.kubelet_config;

  test('are set as Kubernetes calls it', () => {
    const soft = { 'memory.available': '500Mi', 'nodefs.inodesFree': '5%' };
    const items = [kubelet({ cpuManagerPolicy: 'static' }), kubelet({ evictionSoft: soft }, { role: 'node' })];
    expect(config(items, 'a')).toEqual({
      insecure_kubelet_readonly_port_enabled: 'FALSE',
      cpu_manager_policy: 'static',
      eviction_soft: { memory_available: '500Mi', nodefs_inodes_free: '5%' },
    });
  });

  test("of one pool are none of another's", () => {
    const items = [kubelet({ podPidsLimit: 4096 }, { pool: 'b' })];
    expect(config(items, 'a')).not.toHaveProperty('pod_pids_limit');
    expect(config(items, 'b')).toMatchObject({ pod_pids_limit: 4096 });
  });

  const values: { readonly [field: string]: Data } = {
    allowedUnsafeSysctls: ['net.core.*'],
    containerLogMaxFiles: 3,
    containerLogMaxSize: '20Mi',
    cpuCFSQuota: false,
    cpuCFSQuotaPeriod: '50ms',
    cpuManagerPolicy: 'static',
    evictionMaxPodGracePeriod: 30,
    evictionMinimumReclaim: { 'imagefs.available': '5%' },
    evictionSoft: { 'pid.available': '10%' },
    evictionSoftGracePeriod: { 'pid.available': '1m' },
    imageGCHighThresholdPercent: 80,
    imageGCLowThresholdPercent: 70,
    imageMaximumGCAge: '100h',
    imageMinimumGCAge: '2m',
    maxParallelImagePulls: 4,
    podPidsLimit: 4096,
    singleProcessOOMKill: true,
  };

  test.each(Object.keys(KUBELET_FIELDS))('%s reaches the provider', field => {
    const value = values[field] as Data;
    const made = config([kubelet({ [field]: value })], 'a') as { readonly [argument: string]: Data };
    const { insecure_kubelet_readonly_port_enabled: _, ...rest } = made;
    const argument = (KUBELET_FIELDS[field] as string).replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
    const isSignals = typeof value === 'object' && !Array.isArray(value);
    expect(rest).toEqual({ [argument]: isSignals ? expect.any(Object) : value });
  });
});

describe('a pool that must be another', () => {
  const watched = (props: Partial<PoolProps> = {}, gke: Partial<GkeProps> = {}) => {
    const machine = { name: 'general', machine: 'n2-standard-8', min: 1, max: 3 };
    const all = resources({ gke, pools: [home, { ...machine, ...props }] });
    return all['terraform_data.node-pool-general']?.triggers_replace;
  };

  test('is there before the old one goes, under a name of its own', () => {
    expect(pool()).toMatchObject({
      name: 'general-${substr(terraform_data.node-pool-general.id, 0, 5)}',
      lifecycle: { create_before_destroy: true },
    });
    const name = 'a-pool-whose-name-is-as-long-as-may-be-x';
    const made = nodePool({ pools: [{ name, cpu: 2, memoryGiB: 8, min: 1, max: 3 }] }, name).name as string;
    expect(made.replace(/\$\{.*\}$/, '12345').length).toBeLessThanOrEqual(40);
  });

  test.each<[string, Partial<PoolProps>, Partial<GkeProps>]>([
    ['spot', { spot: true }, {}],
    ['secureBoot', {}, { nodes: { secureBoot: false } }],
    ['nestedVirtualization', {}, { nodes: { nestedVirtualization: true } }],
    ['localSsds', {}, { nodes: { localSsds: 2 } }],
    ['diskKey', {}, { diskKey }],
    ['gpu', { machine: 'g2-standard-4' }, {}],
    ['kind of boot disk', { machine: 'n4-standard-8' }, {}],
    ['architecture', { machine: 't2a-standard-8' }, {}],
  ])('is one whose %s changes', (_, props, gke) => {
    expect(watched(props, gke)).not.toEqual(watched());
  });

  test.each<[string, Partial<PoolProps>, Partial<GkeProps>]>([
    ['machine', { machine: 'n2-standard-4' }, {}],
    ['diskGiB', { diskGiB: 50 }, {}],
    ['labels', { labels: { a: 'b' } }, {}],
    ['image', {}, { nodes: { image: 'UBUNTU_CONTAINERD' } }],
    ['size', { max: 9 }, {}],
  ])('is not one whose %s changes', (_, props, gke) => {
    expect(watched(props, gke)).toEqual(watched());
  });
});

test('startup taints come with the nodes, in the stack after their network', () => {
  const built = cluster({ gke: { datapath: 'legacy' }, network: new Cilium(), deliveries: undefined });
  const all = resourcesIn(built.stack('nodes'));
  expect(built.plan.stacks.map(({ name }) => name)).toEqual(['test', 'test-network', 'test-nodes']);
  expect(all['google_container_node_pool.node-pool-general']).toMatchObject({
    cluster: expect.stringMatching(/^\$\{data\.terraform_remote_state\..*cluster-id\}$/) as string,
    node_config: {
      service_account: expect.stringMatching(/^\$\{data\.terraform_remote_state\..*node-account-email\}$/) as string,
      // Under another key GKE's autoscaler would add no node to a pool without any.
      taint: [
        {
          key: 'ignore-taint.cluster-autoscaler.kubernetes.io/cilium-agent-not-ready',
          value: 'true',
          effect: 'NO_EXECUTE',
        },
      ],
    },
  });
  expect(Object.keys(all).filter(address => !/node_pool|terraform_data/.test(address))).toEqual([]);
});
