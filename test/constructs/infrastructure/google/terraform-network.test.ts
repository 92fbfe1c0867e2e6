import { Fn } from 'cdktf';
import type { CloudNat, ExistingGoogleNetwork, GkeProps } from 'tenon/google';
import { Cilium } from 'tenon/network';
import type { ItemOf, Peer, Port } from 'tenon/spi';
import { asking, from, resources, type Block } from './synthesized';

const existing: ExistingGoogleNetwork = {
  network: 'shared',
  subnetwork: 'shared-nodes',
  cidr: '10.64.0.0/20',
  pods: { name: 'shared-pods', cidr: '10.68.0.0/16' },
  services: { name: 'shared-services', cidr: '10.65.0.0/20' },
  controlPlane: '10.66.0.0/28',
};

describe("a network of the cluster's own", () => {
  const all = resources();

  test('has one subnet for nodes, whose further ranges are for pods and Services', () => {
    expect(all['google_compute_network.network']).toMatchObject({ name: 'test', auto_create_subnetworks: false });
    expect(all['google_compute_subnetwork.nodes']).toMatchObject({
      name: 'test-nodes',
      region: 'europe-west3',
      network: '${google_compute_network.network.id}',
      ip_cidr_range: '10.0.0.0/17',
      secondary_ip_range: [
        { range_name: 'pods', ip_cidr_range: '10.4.0.0/14' },
        { range_name: 'services', ip_cidr_range: '10.8.0.0/20' },
      ],
      private_ip_google_access: true,
    });
    expect(all['google_compute_subnetwork.nodes']).not.toHaveProperty('log_config');
  });

  test('has ranges as the cluster has them', () => {
    const addresses = { network: '10.32.0.0/16', pods: '10.64.0.0/14', services: '10.96.0.0/20' };
    const own = resources({ addresses });
    expect(own['google_compute_subnetwork.nodes']).toMatchObject({
      ip_cidr_range: '10.32.0.0/17',
      secondary_ip_range: [{ ip_cidr_range: '10.64.0.0/14' }, { ip_cidr_range: '10.96.0.0/20' }],
    });
    expect(own['google_container_cluster.cluster']?.private_cluster_config).toMatchObject({
      master_ipv4_cidr_block: '10.32.255.240/28',
    });
  });

  test('records connections for who asks', () => {
    const log = (flowLogs: NonNullable<GkeProps['flowLogs']>) =>
      resources({ gke: { flowLogs } })['google_compute_subnetwork.nodes']?.log_config;
    const metadata = 'INCLUDE_ALL_METADATA';
    expect(log({})).toEqual({ flow_sampling: 0.5, aggregation_interval: 'INTERVAL_5_SEC', metadata });
    const chosen = { flow_sampling: 0.1, aggregation_interval: 'INTERVAL_10_MIN', metadata };
    expect(log({ sampling: 0.1, interval: 'INTERVAL_10_MIN' })).toEqual(chosen);
  });

  const nat = (props?: CloudNat) => resources({ gke: { nat: props } })['google_compute_router_nat.nat'];

  test('has a way out through addresses that Google chooses', () => {
    expect(nat()).toMatchObject({
      router: '${google_compute_router.router.name}',
      nat_ip_allocate_option: 'AUTO_ONLY',
      source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
      subnetwork: [{ name: '${google_compute_subnetwork.nodes.id}', source_ip_ranges_to_nat: ['ALL_IP_RANGES'] }],
      enable_dynamic_port_allocation: true,
      enable_endpoint_independent_mapping: false,
      min_ports_per_vm: 64,
      log_config: { enable: true, filter: 'ERRORS_ONLY' },
    });
    expect(nat()).not.toHaveProperty('nat_ips');
  });

  test('has a way out through addresses of its own', () => {
    const made = resources({ gke: { nat: { addresses: 2 } } });
    expect(made['google_compute_router_nat.nat']).toMatchObject({
      nat_ip_allocate_option: 'MANUAL_ONLY',
      nat_ips: [
        '${google_compute_address.nat-address-0.self_link}',
        '${google_compute_address.nat-address-1.self_link}',
      ],
    });
    expect(made['google_compute_address.nat-address-1']).toMatchObject({
      name: 'test-nat-1',
      region: 'europe-west3',
      lifecycle: { create_before_destroy: true },
    });
  });

  test('gives machines ports and writes logs as it is told', () => {
    expect(nat({ minPortsPerVm: 256, log: 'ALL' })).toMatchObject({
      min_ports_per_vm: 256,
      log_config: { enable: true, filter: 'ALL' },
    });
    expect(nat({ log: 'NONE' })?.log_config).toMatchObject({ enable: false });
  });
});

describe('a network that exists', () => {
  const given = (network: string) => resources({ gke: { network: { ...existing, network } } });
  const rule = 'google_compute_firewall.from-control-plane-to-node';

  test('is used as it is', () => {
    const all = given('shared');
    expect(all['google_container_cluster.cluster']).toMatchObject({
      network: 'shared',
      subnetwork: 'shared-nodes',
      ip_allocation_policy: {
        cluster_secondary_range_name: 'shared-pods',
        services_secondary_range_name: 'shared-services',
      },
      private_cluster_config: { master_ipv4_cidr_block: '10.66.0.0/28' },
    });
    expect(Object.keys(all).filter(each => /network|router|address/.test(each))).toEqual([]);
    expect(all[rule]).toMatchObject({ network: 'shared', source_ranges: ['10.66.0.0/28'] });
    expect(all[rule]).not.toHaveProperty('project');
  });

  test('has its firewall where it is, in the project that shares it', () => {
    const link = 'https://www.googleapis.com/compute/v1/projects/acme-hub/global/networks/shared';
    expect(given(link)[rule]).toMatchObject({ network: link, project: 'acme-hub' });
    expect(given(link.replace('acme-hub', 'acme-platform'))[rule]).not.toHaveProperty('project');
  });

  test('is taken apart by Terraform where only Terraform knows it', () => {
    const token = Fn.lower('HUB');
    expect(given(token)[rule]).toMatchObject({
      network: '${lower("HUB")}',
      project: '${try(element(regex("projects/([^/]+)/", lower("HUB")), 0), "acme-platform")}',
    });
    const known = '${google_compute_network.hub.self_link}';
    expect(given(known)[rule]).toMatchObject({
      network: known,
      project: `\${try(regex("projects/([^/]+)/", "${known}")[0], "acme-platform")}`,
    });
  });
});

describe('the firewall', () => {
  const item = (id: string, spec: Port, because = `a test asks for ${id}`): ItemOf<'port'> => ({
    ...from,
    because,
    kind: 'port',
    id,
    spec,
  });
  const rules = (items: readonly ItemOf<'port'>[], gke: Partial<GkeProps> = {}) => {
    const pools = ['general', 'gateway'].map(name => ({ name, cpu: 2, memoryGiB: 8, min: 1, max: 3 }));
    const all = resources({ gke, pools, mesh: asking(...items) });
    const named = Object.entries(all).filter(([address]) => address.startsWith('google_compute_firewall.'));
    return Object.fromEntries(named.map(([address, rule]) => [address.replace(/^.*\./, ''), rule])) as {
      readonly [id: string]: Block;
    };
  };
  const tcp = (from: Peer, to: Peer, first: number, last = first): Port => ({
    from,
    to,
    protocol: 'tcp',
    range: [first, last],
  });

  test('lets the control plane call webhooks, all by one rule', () => {
    const items = [item('istiod', tcp('control-plane', 'pod', 15017)), item('tap', tcp('control-plane', 'node', 8089))];
    const all = rules(items);
    expect(all['from-control-plane-to-node']).toEqual(
      expect.objectContaining({
        name: 'test-from-control-plane-to-node',
        direction: 'INGRESS',
        network: '${google_compute_network.network.id}',
        source_ranges: ['10.0.255.240/28'],
        target_tags: ['test-node'],
        allow: [{ protocol: 'tcp', ports: ['8089', '8443', '9443', '15017'] }],
      }),
    );
    expect(all['from-control-plane-to-node']?.description).toMatch(/istiod; .*tap; .*many of which listen here$/);
  });

  test('leaves to Google what Google opens between nodes and pods', () => {
    const open = [
      item('vxlan', { from: 'node', to: 'node', protocol: 'udp', range: [4789, 4789] }),
      item('pods', { from: 'pod', to: 'pod', protocol: 'tcp' }),
      item('ping', { from: { pool: 'general' }, to: { pool: 'gateway' }, protocol: 'icmp' }),
      item('esp', { from: 'pod', to: 'node', protocol: 'esp' }),
    ];
    expect(Object.keys(rules(open))).toEqual(['from-control-plane-to-node']);
  });

  test('opens the protocols that Google does not', () => {
    const more = [
      item('esp', { from: 'node', to: 'node', protocol: 'esp' }),
      item('ipip', { from: 'node', to: 'node', protocol: 'ipip' }),
      item('pods', { from: 'pod', to: 'node', protocol: 'ipip' }),
    ];
    expect(rules(more)).toMatchObject({
      'from-node-to-node': {
        source_tags: ['test-node'],
        target_tags: ['test-node'],
        allow: [{ protocol: 'esp' }, { protocol: 'ipip' }],
      },
      'from-pod-to-node': { source_ranges: ['10.4.0.0/14'], allow: [{ protocol: 'ipip' }] },
    });
  });

  test('knows machines of one pool, operators and load balancers', () => {
    const items = [
      item('gre', { from: 'node', to: { pool: 'gateway' }, protocol: 'all' }),
      item('ssh', tcp('operator', { pool: 'gateway' }, 22)),
      item('health', tcp('load-balancer', 'node', 30000, 32767)),
    ];
    expect(rules(items, { privateAccess: ['192.168.0.0/24'] })).toMatchObject({
      'from-node-to-pool-gateway': {
        source_tags: ['test-node'],
        target_tags: ['test-pool-gateway'],
        allow: [{ protocol: 'all' }],
      },
      'from-operator-to-pool-gateway': {
        source_ranges: ['192.168.0.0/24'],
        allow: [{ protocol: 'tcp', ports: ['22'] }],
      },
      'from-load-balancer-to-node': {
        source_ranges: ['130.211.0.0/22', '35.191.0.0/16'],
        allow: [{ protocol: 'tcp', ports: ['30000-32767'] }],
      },
    });
  });

  test('says a protocol once, with every port of it if one asks for all', () => {
    const items = [
      item('a', tcp('load-balancer', 'node', 80)),
      item('b', { from: 'load-balancer', to: 'node', protocol: 'udp' }),
      item('c', { from: 'load-balancer', to: 'node', protocol: 'udp', range: [53, 53] }),
      item('d', tcp('load-balancer', 'pod', 80)),
    ];
    expect(rules(items)['from-load-balancer-to-node']?.allow).toEqual([
      { protocol: 'tcp', ports: ['80'] },
      { protocol: 'udp' },
    ]);
    const everything = item('e', { from: 'load-balancer', to: 'node', protocol: 'all' });
    expect(rules([...items, everything])['from-load-balancer-to-node']?.allow).toEqual([{ protocol: 'all' }]);
  });

  test('needs no rule for what begins at nodes, or ends at the control plane', () => {
    const items = [
      item('api', tcp('node', 'control-plane', 443)),
      item('out', { from: 'node', to: 'internet', protocol: 'all' }),
    ];
    expect(Object.keys(rules(items))).toEqual(['from-control-plane-to-node']);
  });

  test('targets machines by tags that they have', () => {
    const all = resources({ gke: { datapath: 'legacy' }, network: new Cilium(), deliveries: undefined });
    const targets = Object.values(all).flatMap(({ target_tags: tags }) => (tags ?? []) as string[]);
    expect(new Set(targets)).toEqual(new Set(['test-node']));
  });
});
