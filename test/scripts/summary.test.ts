import { summary } from '../../scripts/summary';

const plain = (_emphasis: string, text: string) => text;

const plan = {
  cluster: { name: 'shop', kubernetes: '1.36', tags: {} },
  zones: ['a', 'b'],
  plugins: [
    { socket: 'infrastructure', name: 'cloud', as: 'install', settings: {} },
    { socket: 'network', name: 'net', as: 'native', settings: {} },
    { socket: 'storage', name: 'disk', label: 'fast', as: 'install', settings: {} },
  ],
  pools: [
    {
      name: 'general',
      min: 1,
      max: 3,
      spot: true,
      answer: { type: 'big', cpu: 4, memoryGiB: 16, gpu: 0, arch: 'amd64' },
    },
  ],
  stacks: [
    { name: 'shop', stages: ['control-plane'] },
    { name: 'shop-network', stages: ['network'] },
    { name: 'shop-platform', stages: ['platform'] },
  ],
  items: [
    { kind: 'offer', spec: { type: 'storage-class', name: 'fast' } },
    { kind: 'port', stage: 'network', consumer: 'cloud', spec: {} },
    { kind: 'helm-release', id: 'net', stage: 'network', consumer: 'files', spec: {} },
  ],
};

const stack = (name: string, annotations: object[] = [], dependencies: string[] = []) => ({
  name,
  synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
  annotations,
  dependencies,
});

const output = new Map(
  Object.entries({
    'shop.plan.json': plan,
    'manifest.json': {
      stacks: {
        shop: stack(
          'shop',
          [{ constructPath: 'shop', level: '@cdktf/warn', message: 'shop/network: beware' }],
          ['network'],
        ),
        'shop-platform': stack('shop-platform'),
        network: stack('network'),
      },
    },
    'stacks/shop/cdk.tf.json': {
      resource: { pool: { a: {}, b: {} }, key: { a: {} }, log: { a: {} }, role: { a: {} }, vpc: { a: {} } },
    },
    'stacks/shop-platform/cdk.tf.json': {},
    'stacks/network/cdk.tf.json': { resource: { vpc: { a: {} } } },
    'manifests/shop/00-class.yaml': {},
  }).map(([path, content]) => [path, JSON.stringify(content)]),
);

test('says what was made, where, in which order it deploys and what to read first', () => {
  expect(summary(output, 'out', plain).join('\n')).toMatchInlineSnapshot(`
    "  shop: Kubernetes 1.36 on cloud, in a, b
        made of     network: net (cloud's own)
                    storage: disk 'fast'
        pools       general: 1 to 3 of big (4 cpu, 16 GiB, amd64), spot
        deploys     1. shop: 6 resources (2 pool, 1 key, 1 log, 1 role, 1 other kind)
                    2. shop-network: no Terraform; files brings helm-release/net
                    3. shop-platform: no resources
        manifests   out/manifests/shop/ (1 file, in the order of their numbers)
        promises    storage-class: fast
        warnings    shop/network: beware
        read first  out/shop.plan.json (every decision)
                    out/shop.contract.json (what application teams may rely on)
                    out/stacks/shop/cdk.tf.json (the first stack)

      besides  network, before shop: 1 resource (1 vpc)"
  `);
});

test('asks for emphasis on names, labels and warnings, and on nothing else', () => {
  const marked = summary(output, 'out', (emphasis, text) => `<${emphasis}>${text.trim()}</>`).join('\n');
  expect(marked).toContain('<heading>shop</>');
  expect(marked).toContain('<label>pools</>');
  expect(marked).toContain('<warning>shop/network: beware</>');
});
