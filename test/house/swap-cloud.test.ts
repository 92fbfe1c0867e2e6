import ts from 'typescript';
import type { Plan } from 'tenon';
import { Built } from './built';
import { parse, read } from './source';

const clouds = ['aws', 'google', 'digitalocean'] as const;
type Cloud = (typeof clouds)[number];
const program = (cloud: Cloud) => `apps/swap-cloud/${cloud}.ts`;
const others = clouds.filter(cloud => cloud !== 'aws');

describe.each(others)('the program for %s and the one for aws', cloud => {
  const found = differences(parse(program('aws')), parse(program(cloud)));

  test('differ in one expression, and in the import of its class', () => {
    expect(found.map(([node]) => ts.SyntaxKind[node.kind])).toEqual(['ImportDeclaration', 'NewExpression']);
    const [, [expression]] = found as [Pair, Pair];
    expect((expression.parent as ts.PropertyAssignment).name.getText()).toBe('infrastructure');
  });

  test('are otherwise the same to the byte', () => {
    const without = (side: 0 | 1, from: Cloud) =>
      found.reduce((text, pair) => text.replace(pair[side].getText(), ''), read(program(from)));
    expect(without(1, cloud)).toBe(without(0, 'aws'));
  });
});

test('the README shows what changes between two of them, as it is', () => {
  const lines = (cloud: Cloud) => read(program(cloud)).split('\n');
  const changed = lines('aws').flatMap((line, index) => {
    const other = lines('google')[index];
    return line === other ? [] : [`-${line}`, `+${other}`];
  });
  expect(changed).toHaveLength(4);
  expect(read('README.md')).toContain(`\`\`\`\n${changed.join('\n')}\n\`\`\``);
});

describe('the plans of one spec', () => {
  const plans = {} as { [C in Cloud]: Plan };
  const terraform = {} as { [C in Cloud]: readonly unknown[] };
  const values = {} as { [C in Cloud]: string };
  let built: Built;

  beforeAll(async () => {
    built = new Built();
    for (const cloud of clouds) {
      const files = await built.synth(program(cloud).replace(/ts$/, 'js'), `swap/${cloud}`);
      plans[cloud] = JSON.parse(files.get('cdktf.out/shop.plan.json') as string) as Plan;
      const ending = (end: string) => [...files].filter(([path]) => path.endsWith(end)).map(([, text]) => text);
      terraform[cloud] = ending('/cdk.tf.json').map(text => JSON.parse(text) as unknown);
      values[cloud] = ending('/values/cilium.yaml').join();
    }
  });
  afterAll(() => built.remove());

  /** What a plan says, cloud by cloud. */
  const each = <T>(say: (plan: Plan) => T) => Object.fromEntries(clouds.map(cloud => [cloud, say(plans[cloud])]));
  /** What all plans say alike. */
  const common = <T>(say: (plan: Plan) => T): T => {
    for (const cloud of clouds) expect({ cloud, says: say(plans[cloud]) }).toEqual({ cloud, says: say(plans.aws) });
    return say(plans.aws);
  };

  test('have every setting that the program has, and none besides', () => {
    const chosen = common(plan =>
      plan.plugins.filter(({ socket }) => socket !== 'infrastructure').map(({ as: _, ...rest }) => rest),
    );
    expect(Object.fromEntries(chosen.map(({ name, settings }) => [name, settings]))).toEqual({
      cilium: { hubble: true },
      'cloud-disk': { name: 'data', reclaim: 'Retain', snapshots: true },
      'terraform-helm': {},
    });
    expect(common(plan => plan.cluster)).toEqual({ name: 'shop', kubernetes: '1.36', tags: {} });
  });

  test('take the plugins in as each cloud does: what it runs itself is built in, and the rest is installed', () => {
    expect(each(({ plugins }) => Object.fromEntries(plugins.map(({ socket, as }) => [socket, as]))))
      .toMatchInlineSnapshot(`
      {
        "aws": {
          "delivery": "install",
          "infrastructure": "install",
          "network": "install",
          "storage": "native",
        },
        "digitalocean": {
          "delivery": "install",
          "infrastructure": "install",
          "network": "native",
          "storage": "native",
        },
        "google": {
          "delivery": "install",
          "infrastructure": "install",
          "network": "native",
          "storage": "native",
        },
      }
    `);
  });

  test('deploy in fewer steps where the network is built in', () => {
    expect(each(({ stacks }) => stacks.map(({ name }) => name).join(', '))).toMatchInlineSnapshot(`
      {
        "aws": "shop, shop-network, shop-nodes, shop-platform",
        "digitalocean": "shop, shop-platform",
        "google": "shop, shop-platform",
      }
    `);
  });

  test('are as the README has them', () => {
    const row = (says: string, of: (plan: Plan) => string) =>
      `| ${says} | ${clouds.map(cloud => of(plans[cloud])).join(' | ')} |`;
    const machine = ({ pools }: Plan) => `\`${pools.find(({ name }) => name === 'general')?.answer.type}\``;
    expect(read('README.md')).toContain(row('4 cpu and 16 GiB', machine));
    expect(read('README.md')).toContain(row('deployed in', ({ stacks }) => `${stacks.length} stacks`));
  });

  test('consist of what a cloud needs for that', () => {
    const kinds = ({ items }: Plan) => {
      const counts: { [kind: string]: number } = {};
      for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1;
      return Object.entries(counts)
        .map(([kind, count]) => `${count} ${kind}`)
        .sort()
        .join(', ');
    };
    expect(each(kinds)).toMatchInlineSnapshot(`
      {
        "aws": "1 helm-release, 16 port, 2 identity, 2 object, 3 offer, 4 addon",
        "digitalocean": "2 object, 4 offer",
        "google": "2 addon, 2 object, 2 port, 3 offer",
      }
    `);
  });

  test('promise application teams the same classes and policies', () => {
    const promised = ({ items }: Plan) => items.flatMap(item => (item.kind === 'offer' ? [item.spec] : []));
    const classes = common(plan =>
      promised(plan).filter(({ type }) => /-class$/.test(type) && type !== 'gateway-class'),
    );
    expect(classes.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'storage-class data',
      'volume-snapshot-class data',
    ]);
    const policies = (plan: Plan) => promised(plan).filter(({ type }) => type === 'network-policy');
    for (const plan of Object.values(plans))
      expect(policies(plan).map(({ details }) => details?.kinds)).toEqual([expect.arrayContaining(['NetworkPolicy'])]);
    // What is more than that on some clouds is said, so that nobody takes it for granted on the way to another.
    expect(each(plan => policies(plan).map(({ details }) => details))).toMatchInlineSnapshot(`
      {
        "aws": [
          {
            "http": true,
            "kinds": [
              "NetworkPolicy",
              "CiliumNetworkPolicy",
              "CiliumClusterwideNetworkPolicy",
            ],
          },
        ],
        "digitalocean": [
          {
            "http": true,
            "kinds": [
              "NetworkPolicy",
              "CiliumNetworkPolicy",
              "CiliumClusterwideNetworkPolicy",
            ],
          },
        ],
        "google": [
          {
            "http": false,
            "kinds": [
              "NetworkPolicy",
            ],
          },
        ],
      }
    `);
  });

  test('come to classes that keep volumes and snapshots', () => {
    const kept = ({ items }: Plan) =>
      items.flatMap(item =>
        item.kind === 'object'
          ? [`${item.spec.kind}: ${String(item.spec.reclaimPolicy ?? item.spec.deletionPolicy)}`]
          : [],
      );
    expect(common(kept)).toEqual(['StorageClass: Retain', 'VolumeSnapshotClass: Retain']);
  });

  test('answer each pool with machines at least as large', () => {
    const asked = common(({ pools }) => pools.map(({ answer: _, startupTaints: __, zones: ___, ...rest }) => rest));
    expect(asked.map(({ name, cpu, memoryGiB }) => `${name} ${cpu} ${memoryGiB}`)).toEqual([
      'general 4 16',
      'batch 8 16',
    ]);
    for (const { pools } of Object.values(plans))
      for (const { answer, cpu = 0, memoryGiB = 0, arch } of pools) {
        expect(answer.cpu).toBeGreaterThanOrEqual(cpu);
        expect(answer.memoryGiB).toBeGreaterThanOrEqual(memoryGiB);
        expect(answer.arch).toBe(arch);
      }
    expect(each(({ pools }) => pools.map(({ answer }) => answer.type).join(', '))).toMatchInlineSnapshot(`
      {
        "aws": "m7i.xlarge, c7i.2xlarge",
        "digitalocean": "g-4vcpu-16gb, s-8vcpu-16gb",
        "google": "e2-standard-4, c2d-highcpu-8",
      }
    `);
  });

  test('come to Terraform with the minor, the bounds and the taints that were asked for', () => {
    for (const cloud of clouds) {
      const bounds = objectsIn(terraform[cloud]).flatMap(boundsOf).sort();
      expect({ cloud, bounds }).toEqual({ cloud, bounds: ['0 to 4', '3 to 9'] });
      const taints = objectsIn(terraform[cloud]).filter(({ key }) => key === 'acme.example/batch');
      expect(taints).toEqual([
        { key: 'acme.example/batch', value: 'true', effect: expect.stringMatching(/^No_?Schedule$/i) as string },
      ]);
      expect(JSON.stringify(terraform[cloud])).toMatch(/"1\.36\.?"/);
    }
  });

  test('show the flows that Hubble was asked for: by its chart, by an argument, or because the service always does', () => {
    expect(values.aws).toMatch(/^hubble:\n {2}enabled: true$/m);
    const relays = (cloud: Cloud) => objectsIn(terraform[cloud]).filter(({ enable_relay: relay }) => relay === true);
    expect(relays('google')).toHaveLength(1);
    expect(values.digitalocean + values.google).toBe('');
  });
});

type Pair = readonly [ts.Node, ts.Node];

/** What differs in two programs: whole imports, whole `new` expressions, or else the smallest parts. */
function differences(one: ts.Node, other: ts.Node): Pair[] {
  if (one.getText() === other.getText()) return [];
  const [parts, counterparts] = [childrenOf(one), childrenOf(other)];
  const whole = ts.isImportDeclaration(one) || (ts.isNewExpression(one) && isOtherClass(one, other));
  if (whole || parts.length === 0 || one.kind !== other.kind || parts.length !== counterparts.length)
    return [[one, other]];
  return parts.flatMap((part, index) => differences(part, counterparts[index] as ts.Node));
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, child => void children.push(child));
  return children;
}

function isOtherClass(one: ts.NewExpression, other: ts.Node): boolean {
  return !ts.isNewExpression(other) || one.expression.getText() !== other.expression.getText();
}

type Json = { readonly [key: string]: unknown };

/** Every object in data. */
function objectsIn(data: unknown): Json[] {
  if (typeof data !== 'object' || data === null) return [];
  const below = Object.values(data).flatMap(objectsIn);
  return Array.isArray(data) ? below : [data as Json, ...below];
}

/** The fewest and the most machines of a pool, whatever a cloud calls them. */
function boundsOf(object: Json): string[] {
  const called = (which: string) =>
    Object.keys(object).find(key => new RegExp(`^(total_)?${which}_(size|nodes|node_count)$`).test(key));
  const [min, max] = [called('min'), called('max')];
  return min && max ? [`${String(object[min])} to ${String(object[max])}`] : [];
}
