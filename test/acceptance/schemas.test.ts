import { describeWith, kit } from './needs';
import { programs } from './programs';
import { ProviderSchemas } from './provider-schemas';
import { synthesized, type Json, type JsonObject } from './synthesized';

describeWith("what the programs make, by the real providers' schemas", { folder: kit('schemas') }, found => {
  const schemas = new ProviderSchemas(found.folder);

  test.each(programs)('%s: every argument of every block is accepted', program => {
    const { stacks } = synthesized(program);
    expect(stacks.length).toBeGreaterThan(0);
    expect(stacks.flatMap(stack => schemas.faults(stack.json))).toEqual([]);
  });
});

describeWith("a wrong block, by the real providers' schemas", { folder: kit('schemas') }, found => {
  const schemas = new ProviderSchemas(found.folder);
  const pool = { name: 'general', size: 's-2vcpu-4gb', node_count: 2, labels: { team: 'shop' } };
  const cluster = {
    name: 'shop',
    region: 'fra1',
    version: '${data.x.y.z}',
    node_pool: pool,
    tags: ['a'],
    lifecycle: { prevent_destroy: true },
  };
  const release = { name: 'cilium', chart: 'cilium', values: ['{}'], set: [{ name: 'a', value: '1' }] };
  const vpc = { cidr_block: '10.0.0.0/16', enable_dns_support: true, tags: { a: 'b' } };
  const machine = {
    machine_type: 'n2-standard-8',
    spot: true,
    labels: { 'acme.example/tier': 'web' },
    advanced_machine_features: { enable_nested_virtualization: true, threads_per_core: 0 },
    taint: [{ key: 'a', value: '', effect: 'NO_SCHEDULE' }],
  };
  const nodes = {
    cluster: '${google_container_cluster.x.id}',
    node_config: machine,
    lifecycle: { prevent_destroy: true },
  };
  const firewall = { name: 'a', network: 'b', description: 'c', allow: [{ protocol: 'tcp', ports: ['443'] }] };

  const kinds = (type: string, body: JsonObject, change: JsonObject) => {
    const faults = schemas.faults(stackOf(type, { ...body, ...change }));
    return faults.map(({ at, kind }) => `${kind}: ${at}`);
  };

  test('is told from a right one', () => {
    expect(kinds('digitalocean_kubernetes_cluster', cluster, {})).toEqual([]);
    expect(kinds('helm_release', release, {})).toEqual([]);
    expect(kinds('aws_default_vpc', {}, {})).toEqual([]);
    expect(kinds('aws_vpc', vpc, {})).toEqual([]);
    expect(kinds('google_container_node_pool', nodes, {})).toEqual([]);
    expect(kinds('google_compute_firewall', firewall, {})).toEqual([]);
  });

  const cases: [string, string, JsonObject, JsonObject, string[]][] = [
    ['an unknown argument', 'digitalocean_kubernetes_cluster', cluster, { vpc_id: 'x' }, ['unknown: X.x.vpc_id']],
    ['an unknown block', 'aws_vpc', vpc, { timeouts: {} }, ['unknown: X.x.timeouts']],
    [
      'what the provider decides',
      'digitalocean_kubernetes_cluster',
      cluster,
      { endpoint: 'x' },
      ['unknown: X.x.endpoint'],
    ],
    ['a missing argument', 'digitalocean_kubernetes_cluster', cluster, { region: null }, ['missing: X.x.region']],
    [
      'a missing argument in a block',
      'digitalocean_kubernetes_cluster',
      cluster,
      { node_pool: { ...pool, size: null } },
      ['missing: X.x.node_pool.size'],
    ],
    ['a missing block', 'digitalocean_kubernetes_cluster', cluster, { node_pool: null }, ['too few: X.x.node_pool']],
    [
      'too many blocks',
      'digitalocean_kubernetes_cluster',
      cluster,
      { node_pool: [pool, pool] },
      ['too many: X.x.node_pool'],
    ],
    [
      'text for a number',
      'digitalocean_kubernetes_cluster',
      cluster,
      { node_pool: { ...pool, node_count: 'two' } },
      ['type: X.x.node_pool.node_count'],
    ],
    ['text for a truth value', 'aws_vpc', vpc, { enable_dns_support: 'yes' }, ['type: X.x.enable_dns_support']],
    ['text for a list', 'digitalocean_kubernetes_cluster', cluster, { tags: 'a' }, ['type: X.x.tags']],
    ['a list in a map', 'aws_vpc', vpc, { tags: { a: ['b'] } }, ['type: X.x.tags.a']],
    [
      'text for a block',
      'digitalocean_kubernetes_cluster',
      cluster,
      { node_pool: '${var.pool}' },
      ['type: X.x.node_pool'],
    ],
    [
      'an unknown nested argument',
      'helm_release',
      release,
      { set: [{ name: 'a', valu: '1' }] },
      ['unknown: X.x.set[0].valu'],
    ],
    ['a missing nested argument', 'helm_release', release, { set: [{ value: '1' }] }, ['missing: X.x.set[0].name']],
    ['an object for a nested list', 'helm_release', release, { set: { name: 'a' } }, ['type: X.x.set']],
    [
      'an unknown argument in a dynamic block',
      'aws_launch_template',
      {},
      { dynamic: { placement: { for_each: [1], content: { tenacity: 'x' } } } },
      ['unknown: X.x.placement.tenacity'],
    ],
    ['a resource that nobody has', 'aws_moon', {}, {}, ['no schema: X.x']],
    [
      "what only a provider's beta has",
      'google_container_node_pool',
      nodes,
      { node_config: { ...machine, sandbox_config: { sandbox_type: 'gvisor' } } },
      ['unknown: X.x.node_config.sandbox_config'],
    ],
    [
      "a missing argument of a machine's block",
      'google_container_node_pool',
      nodes,
      { node_config: { ...machine, advanced_machine_features: { enable_nested_virtualization: true } } },
      ['missing: X.x.node_config.advanced_machine_features.threads_per_core'],
    ],
    [
      'two machines in a pool',
      'google_container_node_pool',
      nodes,
      { node_config: [machine, machine] },
      ['too many: X.x.node_config'],
    ],
    [
      'a taint without a value',
      'google_container_node_pool',
      nodes,
      { node_config: { ...machine, taint: [{ key: 'a', effect: 'NO_SCHEDULE' }] } },
      ['missing: X.x.node_config.taint.value'],
    ],
    [
      'a port that is no list',
      'google_compute_firewall',
      firewall,
      { allow: [{ protocol: 'tcp', ports: '443' }] },
      ['type: X.x.allow.ports'],
    ],
  ];

  test.each(cases)('refuses %s', (_, type, body, change, expected) => {
    expect(kinds(type, body, change)).toEqual(expected.map(line => line.replace('X', type)));
  });

  test('refuses an unknown argument of a provider', () => {
    const faults = schemas.faults({
      ...stackOf('aws_default_vpc', {}),
      provider: { aws: [{ region: 'x', alias: 'y', regoin: 'z' }] },
    });
    expect(faults.map(({ at }) => at)).toEqual(['provider.aws.regoin']);
  });
});

function stackOf(type: string, body: Json): JsonObject {
  const required_providers = {
    aws: { source: 'hashicorp/aws' },
    digitalocean: { source: 'digitalocean/digitalocean' },
    google: { source: 'hashicorp/google' },
    helm: { source: 'hashicorp/helm' },
  };
  return { terraform: { required_providers }, resource: { [type]: { x: body } } };
}
