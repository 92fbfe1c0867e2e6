import * as fc from 'fast-check';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import {
  App,
  CloudBackend,
  Fn,
  Lazy,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Token,
  type TerraformBackend,
} from 'cdktf';
import { Construct } from 'constructs';
import { Cluster } from 'tenon';
import { ClusterStack, withoutStackTraces } from '../../constructs/cluster-stack';
import { combinations, specOf } from '../house/combinations';
import { emptyFolder } from '../folder';

const folder = emptyFolder();

/** What cdktf's own stack makes of the same elements, without its version. */
function byCdktf(stack: TerraformStack): unknown {
  const terraform = TerraformStack.prototype.toTerraform.call(stack) as { '//': { metadata: { version?: string } } };
  delete terraform['//'].metadata.version;
  return terraform;
}

function stackWith(
  fill: (stack: ClusterStack) => void,
  state = (stack: TerraformStack): TerraformBackend => local(stack),
) {
  const app = new App({ outdir: folder });
  const stack = new ClusterStack(app, 'stack', state, () => undefined);
  fill(stack);
  stack.prepareStack();
  return stack;
}

const local = (stack: TerraformStack) => new LocalBackend(stack, { path: 'x' });

class Anything extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: { [name: string]: unknown },
  ) {
    super(scope, id, { terraformResourceType: 'any_thing' });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return this.attributes;
  }
}

describe("a cluster's stack is what cdktf makes of it", () => {
  const few = combinations.filter((_, index) => index % 23 === 0);

  test.each(few.map(each => [JSON.stringify(each), each] as const))('%s', (_, combination) => {
    const app = new App({ outdir: folder });
    new Cluster(app, 'x', specOf(combination));
    const stacks = app.node.findAll().filter(TerraformStack.isStack);
    stacks.forEach(stack => stack.node.id !== 'refused' && stack.prepareStack());
    for (const stack of stacks) expect(stack.toTerraform()).toEqual(byCdktf(stack));
  });

  test('with whatever else plain cdktf puts there', () => {
    const stack = stackWith(it => {
      new AwsProvider(it, 'aws', { region: 'a', defaultTags: [{ tags: { a: 'b' } }] });
      new AwsProvider(it, 'other', { region: 'b', alias: 'other' });
      const count = new TerraformVariable(it, 'count', { type: 'number', default: 2 });
      const vpc = new Vpc(it, 'vpc', {
        cidrBlock: Fn.cidrsubnet('10.0.0.0/8', 8, count.numberValue),
        tags: { 'a.b': '${c}' },
      });
      const each = TerraformIterator.fromList(Fn.split(',', vpc.arn));
      new SecurityGroup(it, 'group', {
        forEach: each,
        name: each.value as string,
        ingress: each.dynamic({ from_port: count.numberValue, to_port: 1, protocol: 'tcp', self: Token.asAny(vpc.id) }),
        lifecycle: { ignoreChanges: 'all' },
        provisioners: [{ type: 'local-exec', command: `echo ${vpc.id}` }],
      }).addOverride('tags.x', vpc.arn);
      new DataAwsPartition(it, 'partition', { dependsOn: [vpc] });
      new TerraformLocal(it, 'local', { list: [vpc.id, undefined, null], [vpc.id]: 1.5, empty: {}, none: [] });
      const below = new Construct(it, 'below');
      new TerraformOutput(below, 'out', { value: Fn.tomap({ a: vpc.tags }) });
      new TerraformOutput(it, 'named', { value: vpc, staticId: true, sensitive: true });
    });
    stack.addOverride('terraform.required_providers.aws.version', '> 5');
    stack.addOverride('resource.aws_vpc.vpc.cidr_block', undefined);
    stack.addOverride('resource.aws_vpc.vpc.tags.n', Token.asNumber(Lazy.numberValue({ produce: () => 4 })));
    stack.addOverride('provider.aws', [{ alias: 'third' }]);
    stack.addOverride('locals', { a: 1, b: undefined });
    stack.addOverride('locals.c.d', [Token.asString(Lazy.stringValue({ produce: () => 'late' }))]);
    expect(stack.toTerraform()).toEqual(byCdktf(stack));
    expect(JSON.stringify(stack.toTerraform())).not.toContain('Token');
  });

  test.each<[string, (stack: TerraformStack) => TerraformBackend]>([
    ['S3', stack => new S3Backend(stack, { bucket: Lazy.stringValue({ produce: () => 'b' }), key: 'k' })],
    ['a cloud', stack => new CloudBackend(stack, { organization: 'o', workspaces: new NamedCloudWorkspace('w') })],
  ])('with its state in %s', (_, state) => {
    const stack = stackWith(it => new TerraformOutput(it, 'a', { value: 1 }), state);
    expect(stack.toTerraform()).toEqual(byCdktf(stack));
  });

  test('with a resource that was moved, and others that were not', () => {
    const stack = stackWith(it => {
      const old = new Anything(it, 'old', {});
      new Anything(it, 'new', {}).addMoveTarget('target');
      old.moveTo('target');
      new Anything(it, 'another', {});
    });
    expect(stack.toTerraform()).toEqual(byCdktf(stack));
  });
});

const produced = (value: unknown) => Lazy.anyValue({ produce: () => value });
const text = fc.constantFrom(
  '',
  'a',
  '${b.c}',
  '$',
  'String Map',
  '1e+2',
  'x9e+1',
  '{{ }}',
  'TfToken',
  '"',
  '}',
  '-1.2',
);
const plain = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined));
const late = fc.oneof(text, fc.integer(), fc.constant(undefined));
const token = fc.oneof(
  late.map(produced),
  late.map(value => Token.asString(produced(value))),
  late.map(value => Token.asNumber(produced(value))),
  fc.array(text).map(value => Token.asList(produced(value))),
  fc.array(fc.integer()).map(value => Token.asNumberList(produced(value))),
  fc.dictionary(text, text).map(value => Token.asStringMap(produced(value))),
  fc.dictionary(text, text).map(value => Token.asAnyMap(produced(value))),
  fc.tuple(text, late).map(([before, value]) => `${before}${Token.asString(produced(value))}`),
  fc.tuple(text, fc.integer()).map(([before, value]) => `${before}${Token.asNumber(produced(value))}`),
);
const { tree } = fc.letrec(tie => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    plain,
    token,
    fc.array(tie('tree')),
    fc.dictionary(
      fc.oneof(
        text,
        token.filter(each => typeof each === 'string'),
      ),
      tie('tree'),
    ),
  ),
}));

test('any data with any tokens is resolved as cdktf does, or refused as it does', () => {
  const outcome = (make: () => unknown) => {
    try {
      return { made: JSON.stringify(make()) };
    } catch (error) {
      return { thrown: (error as Error).constructor.name };
    }
  };
  const seen = { made: 0, thrown: 0 };
  const property = fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), tree), attributes => {
    const stack = stackWith(it => new Anything(it, 'it', {}));
    const resource = stack.node.findChild('it') as unknown as { attributes: typeof attributes };
    resource.attributes = attributes;
    const ours = outcome(() => stack.toTerraform());
    expect(ours).toEqual(outcome(() => byCdktf(stack)));
    seen[ours.made === undefined ? 'thrown' : 'made'] += 1;
  });
  withoutStackTraces(() => fc.assert(property, { numRuns: 500, seed: 20261122 }));
  expect(seen.made).toBeGreaterThan(150);
  expect(seen.thrown).toBeGreaterThan(0);
});

test.each<[string, unknown]>([
  ['a function', () => 'x'],
  ['a construct', new App({ outdir: folder })],
  ['what stands for the values of a map', Object.values(Token.asStringMap(produced({})))[0]],
  ['what stands for the numbers of a map', Object.values(Token.asNumberMap(produced({})))[0]],
  ['a list that is a token among other elements', ['a', ...Token.asList(produced(['b']))]],
])('refuses %s, as cdktf does', (_, value) => {
  const stack = stackWith(() => undefined);
  new Anything(stack, 'it', { value });
  expect(() => byCdktf(stack)).toThrow();
  expect(() => stack.toTerraform()).toThrow();
});
