import { Testing } from 'cdktf';
import type { GkeProps } from 'tenon/google';
import { Calico, Cilium } from 'tenon/network';
import { CloudFiles } from 'tenon/storage';
import { asking, cluster, controlPlane, from, resources, type Block } from './synthesized';

const secretsKey = 'projects/acme-keys/locations/europe-west3/keyRings/acme/cryptoKeys/secrets';

test('a cluster is private, encrypted and of its channel, unless told otherwise', () => {
  expect(controlPlane()).toMatchObject({
    name: 'test',
    location: 'europe-west3',
    node_locations: ['europe-west3-a', 'europe-west3-b', 'europe-west3-c'],
    network: '${google_compute_network.network.id}',
    subnetwork: '${google_compute_subnetwork.nodes.id}',
    networking_mode: 'VPC_NATIVE',
    ip_allocation_policy: { cluster_secondary_range_name: 'pods', services_secondary_range_name: 'services' },
    private_cluster_config: {
      enable_private_nodes: true,
      enable_private_endpoint: true,
      master_ipv4_cidr_block: '10.0.255.240/28',
      master_global_access_config: { enabled: false },
    },
    master_authorized_networks_config: {
      gcp_public_cidrs_access_enabled: false,
      private_endpoint_enforcement_enabled: true,
      cidr_blocks: [],
    },
    control_plane_endpoints_config: { dns_endpoint_config: { allow_external_traffic: false } },
    datapath_provider: 'ADVANCED_DATAPATH',
    workload_identity_config: { workload_pool: 'acme-platform.svc.id.goog' },
    database_encryption: { state: 'ENCRYPTED', key_name: '${google_kms_crypto_key.key.id}' },
    release_channel: { channel: 'REGULAR' },
    min_master_version: '1.36',
    logging_config: { enable_components: ['SYSTEM_COMPONENTS', 'WORKLOADS', 'APISERVER'] },
    monitoring_config: { enable_components: ['SYSTEM_COMPONENTS'], managed_prometheus: { enabled: true } },
    gateway_api_config: { channel: 'CHANNEL_DISABLED' },
    deletion_protection: false,
  });
});

test('what is safe and costs nothing is on', () => {
  expect(controlPlane()).toMatchObject({
    enable_shielded_nodes: true,
    enable_legacy_abac: false,
    master_auth: { client_certificate_config: { issue_client_certificate: false } },
    rbac_binding_config: {
      enable_insecure_binding_system_authenticated: false,
      enable_insecure_binding_system_unauthenticated: false,
    },
    security_posture_config: { mode: 'BASIC', vulnerability_mode: 'VULNERABILITY_DISABLED' },
    node_pool_defaults: { node_config_defaults: { insecure_kubelet_readonly_port_enabled: 'FALSE' } },
    enable_l4_ilb_subsetting: true,
  });
});

test('the pool that GKE makes by itself is as safe as the others, goes at once, and never comes up again', () => {
  const made = controlPlane({ diskKey: secretsKey });
  expect(made).toMatchObject({
    remove_default_node_pool: true,
    initial_node_count: 1,
    node_config: {
      service_account: '${google_service_account.node-account.email}',
      shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      workload_metadata_config: { mode: 'GKE_METADATA' },
      metadata: { 'disable-legacy-endpoints': 'true' },
      boot_disk_kms_key: secretsKey,
    },
    lifecycle: { ignore_changes: ['initial_node_count', 'node_config'] },
  });
});

const ranges = (given: readonly string[]) => given.map(cidr_block => ({ cidr_block }));

/** Each prop, and what of the cluster it becomes. */
const arriving: [string, Partial<GkeProps>, object][] = [
  ['zones by number', { zones: 2 }, { location: 'europe-west3', node_locations: ['europe-west3-a', 'europe-west3-b'] }],
  ['zones by name', { zones: ['europe-west3-c'] }, { node_locations: ['europe-west3-c'] }],
  [
    'one control plane, in the first of the zones',
    { controlPlane: 'zonal', zones: ['europe-west3-b', 'europe-west3-c'] },
    { location: 'europe-west3-b', node_locations: ['europe-west3-c'] },
  ],
  [
    'publicAccess',
    { publicAccess: ['203.0.113.0/24', '198.51.100.0/24'] },
    {
      private_cluster_config: { enable_private_endpoint: false, enable_private_nodes: true },
      master_authorized_networks_config: {
        gcp_public_cidrs_access_enabled: false,
        cidr_blocks: ranges(['198.51.100.0/24', '203.0.113.0/24']),
      },
    },
  ],
  [
    'privateAccess',
    { privateAccess: ['192.168.0.0/24'] },
    {
      private_cluster_config: { enable_private_endpoint: true, master_global_access_config: { enabled: true } },
      master_authorized_networks_config: { cidr_blocks: ranges(['192.168.0.0/24']) },
    },
  ],
  [
    'dnsEndpoint',
    { dnsEndpoint: true },
    { control_plane_endpoints_config: { dns_endpoint_config: { allow_external_traffic: true } } },
  ],
  ['datapath', { datapath: 'legacy' }, { datapath_provider: 'LEGACY_DATAPATH' }],
  ['fqdnNetworkPolicy', { fqdnNetworkPolicy: true }, { enable_fqdn_network_policy: true }],
  ['clusterwideNetworkPolicy', { clusterwideNetworkPolicy: true }, { enable_cilium_clusterwide_network_policy: true }],
  ['intranodeVisibility', { intranodeVisibility: true }, { enable_intranode_visibility: true }],
  ['secretsKey', { secretsKey }, { database_encryption: { state: 'ENCRYPTED', key_name: secretsKey } }],
  ['releaseChannel', { releaseChannel: 'extended' }, { release_channel: { channel: 'EXTENDED' } }],
  ['no release channel', { releaseChannel: 'none' }, { release_channel: { channel: 'UNSPECIFIED' } }],
  ['version', { version: '1.36.1-gke.1420000' }, { min_master_version: '1.36.1-gke.1420000' }],
  [
    'logs',
    { logs: ['scheduler', 'system', 'controller-manager'] },
    { logging_config: { enable_components: ['SYSTEM_COMPONENTS', 'CONTROLLER_MANAGER', 'SCHEDULER'] } },
  ],
  ['no logs', { logs: [] }, { logging_config: { enable_components: [] } }],
  [
    'managedPrometheus',
    { managedPrometheus: false },
    { monitoring_config: { managed_prometheus: { enabled: false } } },
  ],
  [
    'deletionProtection, before anything is destroyed',
    { deletionProtection: true },
    { deletion_protection: true, lifecycle: { prevent_destroy: true } },
  ],
  [
    'a daily hour for maintenance',
    { maintenance: { daily: '03:00' } },
    { maintenance_policy: { daily_maintenance_window: { start_time: '03:00' } } },
  ],
  [
    'a window for maintenance',
    {
      maintenance: {
        window: {
          start: '2026-01-03T22:00:00Z',
          end: '2026-01-04T02:00:00Z',
          recurrence: 'FREQ=WEEKLY;BYDAY=FR,SA,SU',
        },
      },
    },
    {
      maintenance_policy: {
        recurring_window: {
          start_time: '2026-01-03T22:00:00Z',
          end_time: '2026-01-04T02:00:00Z',
          recurrence: 'FREQ=WEEKLY;BYDAY=FR,SA,SU',
        },
      },
    },
  ],
];

test.each(arriving)('%s arrives', (_, gke, expected) => {
  expect(controlPlane(gke)).toMatchObject(expected);
});

test('times without maintenance come with a window that never closes, for the provider forgets them without one', () => {
  const times = { start: '2026-12-20T00:00:00Z', end: '2027-01-04T00:00:00Z' };
  const exclusions = [
    { name: 'year-end', ...times },
    { name: 'launch', ...times, scope: 'minor-upgrades' as const },
    { name: 'audit', ...times, scope: 'minor-and-node-upgrades' as const },
  ];
  const { maintenance_policy: policy } = controlPlane({ maintenance: { exclusions } });
  const [start_time, end_time] = [times.start, times.end];
  expect(policy).toEqual({
    recurring_window: {
      start_time: '2026-01-01T00:00:00Z',
      end_time: '2026-01-02T00:00:00Z',
      recurrence: 'FREQ=DAILY',
    },
    maintenance_exclusion: [
      { exclusion_name: 'year-end', start_time, end_time, exclusion_options: { scope: 'NO_UPGRADES' } },
      { exclusion_name: 'launch', start_time, end_time, exclusion_options: { scope: 'NO_MINOR_UPGRADES' } },
      { exclusion_name: 'audit', start_time, end_time, exclusion_options: { scope: 'NO_MINOR_OR_NODE_UPGRADES' } },
    ],
  });
  expect(controlPlane({ maintenance: {} })).not.toHaveProperty('maintenance_policy');
});

test('no times any more come with that window too, for the provider keeps them without one', () => {
  const { maintenance_policy: policy } = controlPlane({ maintenance: { exclusions: [] } });
  expect(policy).toEqual({ recurring_window: expect.objectContaining({ recurrence: 'FREQ=DAILY' }) as Block });
});

describe('networks that GKE runs itself', () => {
  test('Cilium is Dataplane V2, with what was asked of it', () => {
    const made = controlPlane({}, { network: new Cilium({ encryption: 'wireguard', hubble: true }) });
    expect(made).toMatchObject({
      datapath_provider: 'ADVANCED_DATAPATH',
      in_transit_encryption_config: 'IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT',
      monitoring_config: { advanced_datapath_observability_config: { enable_relay: true, enable_metrics: false } },
      addons_config: { network_policy_config: { disabled: true } },
    });
    expect(made).not.toHaveProperty('network_policy');
    expect(controlPlane()).not.toHaveProperty('in_transit_encryption_config');
  });

  test("Calico is the legacy datapath's policy", () => {
    const made = controlPlane({}, { network: new Calico() });
    expect(made).toMatchObject({
      datapath_provider: 'LEGACY_DATAPATH',
      network_policy: { enabled: true, provider: 'CALICO' },
      addons_config: { network_policy_config: { disabled: false } },
    });
    expect(made.monitoring_config).not.toHaveProperty('advanced_datapath_observability_config');
  });

  test('the legacy datapath alone enforces nothing', () => {
    const made = controlPlane({ datapath: 'legacy' });
    expect(made).not.toHaveProperty('network_policy');
    expect(made).not.toHaveProperty('enable_fqdn_network_policy');
  });
});

describe('what GKE installs', () => {
  const addons = (given: Parameters<typeof controlPlane>[1]) => controlPlane({}, given).addons_config;

  test('is the driver of disks always, and that of Filestore for who asks for it', () => {
    expect(addons({})).toMatchObject({
      gce_persistent_disk_csi_driver_config: { enabled: true },
      gcp_filestore_csi_driver_config: { enabled: false },
    });
    expect(addons({ storage: [new CloudFiles({ name: 'shared' })] })).toMatchObject({
      gcp_filestore_csi_driver_config: { enabled: true },
    });
  });

  test('is the Gateway API for who asks for it', () => {
    const item = { ...from, kind: 'addon', id: 'gateway-api', spec: { name: 'gateway-api' } } as const;
    expect(controlPlane({}, { mesh: asking(item) }).gateway_api_config).toEqual({ channel: 'CHANNEL_STANDARD' });
  });
});

describe('a stack', () => {
  const json = (given: Parameters<typeof cluster>[0] = {}) =>
    JSON.parse(Testing.synth(cluster(given).stack('control-plane'))) as {
      readonly terraform: { readonly required_providers: Block };
      readonly provider: { readonly google: readonly Block[] };
      readonly output: { readonly [name: string]: { readonly value: string } };
    };

  test('works with any provider from 6.50 to the last 7, and holds no credential', () => {
    const { terraform, provider } = json();
    expect(terraform.required_providers.google).toMatchObject({ version: '>= 6.50.0, < 8.0.0' });
    expect(provider.google).toEqual([
      { project: 'acme-platform', region: 'europe-west3', default_labels: { 'tenon-cluster': 'test' } },
    ]);
    expect(JSON.stringify(json())).not.toMatch(/access_token|credentials"/);
  });

  test('labels all that it makes with the tags, by their very names, and whose it is', () => {
    const tags = { team: 'shop', 'cost-center': '42' };
    const labels = { ...tags, 'tenon-cluster': 'test' };
    expect(json({ tags }).provider.google[0]?.default_labels).toEqual(labels);
    const all = resources({ tags });
    // The provider's own labels do not reach machines.
    for (const address of ['google_container_cluster.cluster', 'google_container_node_pool.node-pool-general'])
      expect(all[address]?.node_config).toMatchObject({ resource_labels: labels });
  });

  test.each<[string, Partial<GkeProps>, string, string]>([
    ['by the private address', {}, 'private_cluster_config[0].private_endpoint', ' --internal-ip'],
    ['by the public address', { publicAccess: ['203.0.113.0/24'] }, 'endpoint', ''],
    [
      'by name',
      { dnsEndpoint: true },
      'control_plane_endpoints_config[0].dns_endpoint_config[0].endpoint',
      ' --dns-endpoint',
    ],
    [
      'by the public address, though there is a name',
      { dnsEndpoint: true, publicAccess: ['203.0.113.0/24'] },
      'endpoint',
      '',
    ],
  ])('tells operators where to find the API server: %s', (_, gke, endpoint, flag) => {
    expect(json({ gke }).output).toEqual({
      name: { value: '${google_container_cluster.cluster.name}' },
      endpoint: { value: `https://\${google_container_cluster.cluster.${endpoint}}` },
      kubeconfig_command: {
        value: `gcloud container clusters get-credentials test --location europe-west3 --project acme-platform${flag}`,
      },
    });
  });
});
