import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Cilium } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import type { Item } from 'tenon/spi';
import { assertDelivery, assertInfrastructure, assertPlugin, planOf } from 'tenon/testing';
import { AcmeBoot } from './machines/acme-boot';
import { AcmeDelivery } from './machines/acme-delivery';
import { AcmeLocalDisks } from './machines/acme-local-disks';
import { AcmeMachines } from './machines/acme-machines';

const cluster: ClusterProps = {
  kubernetes: '1.36',
  infrastructure: new AcmeMachines(),
  bootstrap: new AcmeBoot(),
  network: new Cilium(),
  runtime: new Containerd(),
  storage: [new AcmeLocalDisks()],
  deliveries: [new AcmeDelivery()],
  pools: [
    { name: 'web', cpu: 2, memoryGiB: 4, min: 2, max: 4 },
    // Its size comes from the disks that a plugin asks for.
    { name: 'disks', cpu: 2, min: 3 },
  ],
};

let outdir: string;
let app: App;
let shop: Cluster;

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'acme-'));
  app = new App({ outdir });
  shop = new Cluster(app, 'shop', cluster);
  expect(shop.problems).toEqual([]);
  app.synth();
});

afterAll(() => rmSync(outdir, { recursive: true }));

/** What a third party's resource was made from. */
function inputOf(stack: string, name: string) {
  const json = JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as {
    resource: { terraform_data: { [name: string]: { input: { [key: string]: unknown } } } };
  };
  return json.resource.terraform_data[name]?.input;
}

interface CloudConfig {
  readonly packages: readonly string[];
  readonly write_files: readonly { readonly path: string; readonly content: string; readonly permissions: string }[];
  readonly runcmd: readonly (readonly string[])[];
}

/** What a machine runs when it starts. */
function programOf(stack: string, name: string): CloudConfig {
  const userData = String(inputOf(stack, name)?.userData);
  expect(userData).toMatch(/^#cloud-config\n/);
  return JSON.parse(userData.replace('#cloud-config\n', '')) as CloudConfig;
}

const fileOf = (program: CloudConfig, path: string) => program.write_files.find(each => each.path === path);

test('plugins that know tenon/spi alone hold to the contract', () => {
  assertInfrastructure(new AcmeMachines());
  assertPlugin(new AcmeBoot());
  assertPlugin(new AcmeLocalDisks());
  assertDelivery(new AcmeDelivery());
});

test("a third party's folder imports tenon/spi and the engines, and nothing else", () => {
  const folder = join(__dirname, 'machines');
  const imported = readdirSync(folder).flatMap(file =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/ from '([^']+)'/g)].map(match => match[1]),
  );
  expect([...new Set(imported)].sort()).toEqual(['cdktf', 'constructs', 'tenon/spi']);
});

describe('stages', () => {
  test('are stacks in an order that lets nodes become Ready', () => {
    expect(shop.plan.stacks).toEqual([
      { name: 'shop', stages: ['control-plane'] },
      { name: 'shop-network', stages: ['network'] },
      { name: 'shop-nodes', stages: ['nodes', 'platform'] },
    ]);
    const { stacks } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
      stacks: { [name: string]: { constructPath: string; dependencies: string[] } };
    };
    const edges = Object.values(stacks).map(({ constructPath, dependencies }) => [constructPath, dependencies]);
    expect(Object.fromEntries(edges)).toEqual({
      'shop/shop': [],
      'shop/shop-network': ['shop/shop'],
      'shop/shop-nodes': ['shop/shop-network'],
    });
  });

  test('each hold what takes effect in them', () => {
    expect(inputOf('shop', 'control-plane')).toMatchObject({ count: 3 });
    expect(inputOf('shop-network', 'cilium')).toMatchObject({ spec: { chart: 'cilium' } });
    expect(inputOf('shop-nodes', 'pool-web')).toMatchObject({ type: 'acme-2', count: 2 });
    expect(inputOf('shop-nodes', 'pool-disks')).toMatchObject({ type: 'acme-8', count: 3 });
    expect(inputOf('shop-nodes', 'pool-web')?.taints).toEqual(['node.cilium.io/agent-not-ready']);
  });

  test('carry facts from the stack that makes them to the one that uses them', () => {
    expect(inputOf('shop-network', 'cilium')).toMatchObject({
      to: 'https://${data.terraform_remote_state.cluster.outputs.host}:6443',
    });
    const values = JSON.stringify(inputOf('shop-network', 'cilium'));
    expect(values).toContain('"k8sServiceHost":"${data.terraform_remote_state.cluster.outputs.host}"');
    expect(values).not.toContain('$fact');
  });
});

describe('node items', () => {
  test('of every plugin reach the bootstrap, which makes one program of them', () => {
    const web = programOf('shop-nodes', 'pool-web');
    expect(web.packages).toEqual(['containerd']);
    expect(fileOf(web, '/etc/containerd/config.toml')?.content).toContain('SystemdCgroup = true');
    expect(JSON.parse(fileOf(web, '/etc/kubelet.json')?.content ?? '')).toEqual({
      cgroupDriver: 'systemd',
      containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
      evictionHard: { 'nodefs.available': '10%' },
    });
    expect(web.runcmd).toEqual([['acme-join', '--kubelet-config', '/etc/kubelet.json']]);
  });

  test('for one pool reach that pool alone', () => {
    const [web, disks] = [programOf('shop-nodes', 'pool-web'), programOf('shop-nodes', 'pool-disks')];
    expect(disks.packages).toEqual(['containerd', 'quota=4.09']);
    expect(fileOf(disks, '/etc/acme/quota.conf')).toEqual({
      path: '/etc/acme/quota.conf',
      content: 'limit=90%\n',
      permissions: '0600',
    });
    expect(fileOf(web, '/etc/acme/quota.conf')).toBeUndefined();
    expect(programOf('shop', 'control-plane').packages).toEqual(['containerd']);
  });
});

describe('a kind of item that the shared code has never heard of', () => {
  const record: Item = {
    kind: 'acme/dns-record',
    id: 'grafana',
    by: 'acme-local-disks',
    because: 'people look at disks',
    stage: 'nodes',
    spec: { name: 'grafana', target: 'dashboards.acme.example' },
  };

  test('is typed', () => {
    // @ts-expect-error -- the record's maker says that it has a target
    const wrong: Item = { ...record, spec: { name: 'grafana' } };
    expect(wrong.kind).toBe('acme/dns-record');
  });

  test('is planned, and taken by who knows it', () => {
    const { plan } = planOf({
      ...cluster,
      infrastructure: new AcmeMachines(),
      storage: [new AcmeLocalDisks([record])],
    });
    const taken = plan?.items.filter(item => item.kind === 'acme/dns-record');
    expect(taken?.map(({ id, consumer }) => [id, consumer])).toEqual([
      ['api', 'acme-machines'],
      ['grafana', 'acme-machines'],
    ]);
    expect(inputOf('shop', 'dns-api')).toMatchObject({
      name: 'api',
      target: '${terraform_data.control-plane.output["host"]}',
    });
  });

  test('is refused where nobody does', () => {
    const deaf = new AcmeMachines();
    deaf.consumes = item => (item.kind === 'port' ? true : undefined);
    const { problems } = planOf({ ...cluster, infrastructure: deaf });
    expect(problems).toMatchObject([{ code: 'UNCLAIMED', path: 'test/infrastructure', value: 'acme/dns-record/api' }]);
  });
});

describe('items that nobody takes are refused', () => {
  const refused = (item: Item) =>
    planOf({
      ...cluster,
      infrastructure: new AcmeMachines(),
      storage: [new AcmeLocalDisks([item])],
    }).problems.map(({ code, path, value, because, fix }) => ({ code, path, value, because, fix }));
  const common = { by: 'acme-local-disks', because: 'it wants one', stage: 'nodes' } as const;

  test('with the reason of who knows the kind', () => {
    const item: Item = {
      kind: 'identity',
      id: 'disks',
      ...common,
      spec: { namespace: 'kube-system', serviceAccount: 'disks', grants: {} },
    };
    expect(refused(item)).toEqual([
      {
        code: 'UNCLAIMED',
        path: 'test/storage',
        value: 'identity/disks',
        because: "nobody takes identity/disks of 'acme-local-disks': 'acme-machines' knows no identities",
        fix: 'remove the plugin that asks for one',
      },
    ]);
  });

  test('and so are node items where nothing makes machines into nodes', () => {
    const infrastructure = new AcmeMachines();
    infrastructure.provides = () => [{ capability: 'cloud', value: 'acme' }, { capability: 'dns/cluster' }];
    const { problems } = planOf({ ...cluster, infrastructure, bootstrap: undefined });
    expect(problems.map(({ code, path, value }) => [code, path, value])).toEqual([
      ['UNCLAIMED', 'test/runtime', 'node-package/containerd'],
      ['UNCLAIMED', 'test/runtime', 'node-file/containerd-config'],
      ['UNCLAIMED', 'test/runtime', 'kubelet/containerd'],
      ['UNCLAIMED', 'test/storage', 'node-package/quota'],
      ['UNCLAIMED', 'test/storage', 'node-file/quota-config'],
      ['UNCLAIMED', 'test/storage', 'kubelet/quota'],
    ]);
  });
});
