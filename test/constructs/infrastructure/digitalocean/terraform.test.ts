import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DigitaloceanProvider } from '@cdktf/provider-digitalocean/lib/provider';
import { Vpc } from '@cdktf/provider-digitalocean/lib/vpc';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Manifests } from 'tenon/delivery';
import { CONTRACT, type Plugin, type Stage } from 'tenon/spi';
import { CloudDisk } from 'tenon/storage';
import { describeWith, kit } from '../../../acceptance/needs';
import { ProviderSchemas } from '../../../acceptance/provider-schemas';
import type { JsonObject } from '../../../acceptance/synthesized';
import { doks } from './shop';

const folders: string[] = [];
afterAll(() => folders.forEach(folder => rmSync(folder, { recursive: true })));

const pools = [
  { name: 'general', cpu: 2, memoryGiB: 4, min: 2, desired: 3, max: 6, labels: { tier: 'web' } },
  { name: 'batch', machine: 'c-8', min: 0, max: 4, taints: [{ key: 'batch', effect: 'NoSchedule' as const }] },
  { name: 'fixed', cpu: 8, min: 2 },
];

/** What Terraform reads of a cluster called `shop`, by stack. */
function terraform(props: Partial<ClusterProps> = {}, before?: (app: App) => Partial<ClusterProps>) {
  const outdir = mkdtempSync(join(tmpdir(), 'doks-'));
  folders.push(outdir);
  const app = new App({ outdir });
  const further = before?.(app);
  const spec = { kubernetes: '1.36', infrastructure: doks(), deliveries: [new Manifests()], pools, ...props };
  const cluster = new Cluster(app, 'shop', { ...spec, ...further });
  expect(cluster.problems).toEqual([]);
  app.synth();
  const path = (stack: string, file: string) => join(outdir, 'stacks', stack, file);
  const read = (stack: string) =>
    JSON.parse(readFileSync(path(stack, 'cdk.tf.json'), 'utf8')) as Terraform & JsonObject;
  return Object.assign(read, { path });
}

interface Terraform {
  readonly resource: { readonly [type: string]: { readonly [name: string]: JsonObject } };
  readonly data: { readonly [type: string]: { readonly [name: string]: JsonObject } };
  readonly provider: JsonObject;
  readonly output: JsonObject;
  readonly locals?: JsonObject;
  readonly terraform: { readonly required_providers: JsonObject };
}

const clusterOf = (json: Terraform) => json.resource.digitalocean_kubernetes_cluster?.cluster as JsonObject;

test('makes a VPC, a cluster in it with its first pool, and the other pools', () => {
  const json = terraform({ tags: { team: 'shop' } })('shop');
  expect(json.resource.digitalocean_vpc?.vpc).toMatchObject({
    name: 'shop',
    region: 'fra1',
    ip_range: '10.200.0.0/20',
  });
  expect(clusterOf(json)).toMatchObject({
    name: 'shop',
    region: 'fra1',
    vpc_uuid: '${digitalocean_vpc.vpc.id}',
    cluster_subnet: '10.201.0.0/16',
    service_subnet: '10.202.0.0/19',
    ha: true,
    auto_upgrade: true,
    surge_upgrade: true,
    registry_integration: false,
    destroy_all_associated_resources: false,
    control_plane_firewall: { enabled: true, allowed_addresses: ['203.0.113.0/24'] },
    tags: ['team:shop'],
    node_pool: {
      name: 'general',
      size: 's-2vcpu-4gb',
      auto_scale: true,
      min_nodes: 2,
      node_count: 3,
      max_nodes: 6,
      labels: { tier: 'web' },
      tags: ['team:shop'],
    },
  });
  expect(Object.keys(json.resource.digitalocean_kubernetes_node_pool ?? {})).toEqual(['pool-batch', 'pool-fixed']);
  expect(json.resource.digitalocean_kubernetes_node_pool?.['pool-batch']).toMatchObject({
    cluster_id: '${digitalocean_kubernetes_cluster.cluster.id}',
    size: 'c-8',
    min_nodes: 0,
    taint: [{ key: 'batch', value: '', effect: 'NoSchedule' }],
  });
});

test('leaves the number of nodes to the autoscaler where there is one, and only there', () => {
  const json = terraform()('shop');
  expect(clusterOf(json).lifecycle).toEqual({ ignore_changes: ['node_pool[0].node_count'] });
  const { 'pool-batch': batch, 'pool-fixed': fixed } = json.resource.digitalocean_kubernetes_node_pool ?? {};
  expect(batch?.lifecycle).toEqual({ ignore_changes: ['node_count'] });
  expect(fixed).toMatchObject({ node_count: 2 });
  expect(fixed).not.toHaveProperty('lifecycle');
  expect(fixed).not.toHaveProperty('auto_scale');
});

test('puts a pool without GPUs into the cluster, whatever comes first', () => {
  const json = terraform({ pools: [{ name: 'gpu', gpu: 1, min: 0, max: 1 }, ...pools] })('shop');
  expect(clusterOf(json).node_pool).toMatchObject({ name: 'general' });
  expect(json.resource.digitalocean_kubernetes_node_pool).toHaveProperty('pool-gpu');
});

test("asks for the minor's newest patch, and says when there is none any more", () => {
  const json = terraform()('shop');
  expect(clusterOf(json).version).toBe('${data.digitalocean_kubernetes_versions.versions.latest_version}');
  expect(json.data.digitalocean_kubernetes_versions?.versions).toMatchObject({
    version_prefix: '1.36.',
    lifecycle: { postcondition: [{ condition: '${length(self.valid_versions) > 0}' }] },
  });
});

test('takes its settings from props', () => {
  const infrastructure = doks({
    publicAccess: ['0.0.0.0/0'],
    highAvailability: false,
    autoUpgrade: false,
    surgeUpgrade: false,
    registryIntegration: true,
    deletionProtection: true,
    destroyAllAssociatedResources: true,
    maintenanceWindow: { day: 'sunday', startTime: '04:00' },
  });
  const acknowledge = [{ code: 'DO-PUBLIC', because: 'a public demonstration' }];
  expect(clusterOf(terraform({ infrastructure, acknowledge })('shop'))).toMatchObject({
    ha: false,
    auto_upgrade: false,
    surge_upgrade: false,
    registry_integration: true,
    destroy_all_associated_resources: true,
    maintenance_policy: { day: 'sunday', start_time: '04:00' },
    control_plane_firewall: { enabled: false, allowed_addresses: ['0.0.0.0/0'] },
    lifecycle: { prevent_destroy: true, ignore_changes: ['node_pool[0].node_count'] },
  });
});

test('uses an existing VPC, whose id may be a Terraform value', () => {
  const json = terraform({}, app => {
    const landing = new TerraformStack(app, 'landing');
    new LocalBackend(landing, { path: '../../../terraform.landing.tfstate' });
    new DigitaloceanProvider(landing, 'digitalocean');
    const vpc = new Vpc(landing, 'vpc', { name: 'landing', region: 'fra1', ipRange: '10.116.0.0/20' });
    return { infrastructure: doks({ network: { vpcUuid: vpc.id, cidr: '10.116.0.0/20' } }) };
  })('shop');
  expect(json.resource).not.toHaveProperty('digitalocean_vpc');
  expect(clusterOf(json).vpc_uuid).toMatch(/^\$\{data\.terraform_remote_state\..*landing.*vpc.*\}$/);
});

test('works with any 2.x provider from 2.71 on, and writes no token', () => {
  const json = terraform()('shop');
  expect(json.terraform.required_providers.digitalocean).toEqual({
    source: 'digitalocean/digitalocean',
    version: '>= 2.71.0, < 3.0.0',
  });
  expect(json.provider.digitalocean).toEqual([{}]);
  expect(JSON.stringify(json)).not.toMatch(/token/i);
});

test('tells its name, its endpoint and how to get a kubeconfig', () => {
  expect(terraform()('shop').output).toEqual({
    name: { value: '${digitalocean_kubernetes_cluster.cluster.name}' },
    endpoint: { value: '${digitalocean_kubernetes_cluster.cluster.endpoint}' },
    kubeconfig_command: { value: 'doctl kubernetes cluster kubeconfig save shop' },
  });
});

test('other stacks find the cluster by its name, and let doctl fetch a credential', () => {
  const json = terraform({ deliveries: undefined, storage: [new CloudDisk({ name: 'data' })] })('shop-platform');
  expect(json.data.digitalocean_kubernetes_cluster).toMatchObject({ doks: { name: 'shop' } });
  const cluster = 'data.digitalocean_kubernetes_cluster.doks';
  expect(json.provider.helm).toMatchObject([
    {
      kubernetes: {
        host: `\${${cluster}.endpoint}`,
        cluster_ca_certificate: `\${base64decode(${cluster}.kube_config[0].cluster_ca_certificate)}`,
        exec: {
          api_version: 'client.authentication.k8s.io/v1beta1',
          command: 'doctl',
          args: ['kubernetes', 'cluster', 'kubeconfig', 'exec-credential', '--version=v1beta1', `\${${cluster}.id}`],
        },
      },
    },
  ]);
});

/** A mesh of one release, which wants to know everything about its cluster. */
const release = (stage: Stage): Plugin<'mesh'> => ({
  contract: CONTRACT,
  socket: 'mesh',
  name: 'curious',
  settings: {},
  provides: () => [],
  contribute: () => [
    {
      kind: 'helm-release',
      id: 'curious',
      by: 'curious',
      because: 'it is curious',
      stage,
      spec: {
        chart: 'curious',
        repository: 'https://curious.example',
        version: '1.0.0',
        namespace: 'default',
        values: {
          name: { $fact: 'cluster/name' },
          url: { $fact: 'endpoint/url' },
          host: { $fact: 'endpoint/host' },
          port: { $fact: 'endpoint/port' },
        },
      },
    },
  ],
});

test('facts are known where they are used', () => {
  const read = terraform({ deliveries: undefined, mesh: release('platform') });
  const endpoint = 'data.digitalocean_kubernetes_cluster.doks.endpoint';
  expect(read('shop-platform').locals).toEqual({
    fact_endpoint_host: `\${trimprefix(${endpoint}, "https://")}`,
    fact_endpoint_url: `\${${endpoint}}`,
  });
  const values = readFileSync(read.path('shop-platform', 'values/curious.yaml'), 'utf8');
  expect(values).toMatch(/^name: shop$/m);
  expect(values).toMatch(/^port: 443$/m);
});

test('pools other than the first follow what comes before nodes', () => {
  const read = terraform({ deliveries: undefined, mesh: release('network') });
  expect(read('shop').resource).not.toHaveProperty('digitalocean_kubernetes_node_pool');
  expect(read('shop-nodes').resource.digitalocean_kubernetes_node_pool?.['pool-batch']).toMatchObject({
    cluster_id: '${data.digitalocean_kubernetes_cluster.doks.id}',
  });
});

describeWith("every argument, by the real provider's schema", { folder: kit('schemas') }, ({ folder }) => {
  const schemas = new ProviderSchemas(folder);

  test('is known, and none is missing', () => {
    const infrastructure = doks({
      registryIntegration: true,
      deletionProtection: true,
      maintenanceWindow: { day: 'any', startTime: '04:00' },
    });
    const storage = [new CloudDisk({ name: 'data' })];
    const read = terraform({ infrastructure, storage, deliveries: undefined, tags: { team: 'shop' } });
    expect([...schemas.faults(read('shop')), ...schemas.faults(read('shop-platform'))]).toEqual([]);
  });
});
