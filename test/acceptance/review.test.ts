import { cpSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { awsReview } from '../../constructs/infrastructure/aws/review';
import { digitaloceanReview } from '../../constructs/infrastructure/digitalocean/review';
import { googleReview } from '../../constructs/infrastructure/google/review';
import { awsChanges, digitaloceanChanges, googleChanges, type ArgumentChanges } from './argument-changes';
import { AwsMock, kitEnvironment } from './aws-mock';
import { edited, editsOf, roundsOf, withoutOrder, writtenArguments } from './changed-stack';
import { GoogleMock } from './google-mock';
import { describeWith, kit, provider, pythonModule, tool } from './needs';
import { scratch } from './run-folder';
import { blocksOf, synthesized, type Json, type JsonObject, type Stack } from './synthesized';
import { Terraform, unpin } from './terraform';
import { done, told } from './told-and-done';

const program = 'test/acceptance/programs/review.ts';
const stackOf = (name: string, of = program) => synthesized(of).stacks.find(each => each.name === name) as Stack;

const aws = {
  terraform: tool('terraform'),
  aws: provider('hashicorp/aws'),
  setup: kit('setup'),
  mock: kit('aws-mock'),
  moto: pythonModule('moto.server'),
};

describeWith("a review's word for what the AWS provider does", aws, found => {
  const ordered = stackOf('aws').json;
  const stack = withoutOrder(ordered);
  const folder = copyOf(stackOf('aws'));
  let mock: AwsMock;
  let terraform: Terraform;

  beforeAll(async () => {
    mock = AwsMock.start(found.mock, join(scratch('review'), 'mock'));
    const env = { ...kitEnvironment(found.setup), ...mock.env };
    terraform = new Terraform(found.terraform, folder, env);
    write(folder, stack);
    for (const each of [new Terraform(found.terraform, copyOf(stackOf('people')), env), terraform]) {
      await each.init();
      await each.apply();
    }
  });

  afterAll(() => mock?.stop());

  test('is about every type of resource, and tries every argument that is written', () => {
    expect(Object.keys(stack.resource as object).sort()).toEqual(Object.keys(awsReview.resources).sort());
    // Secrets are all that EKS encrypts.
    const known = [...tried(awsChanges), 'aws_eks_cluster encryption_config.resources'];
    expect(writtenArguments(stack).filter(argument => !known.includes(argument))).toEqual([]);
  });

  const rounds = roundsOf(stack, editsOf(stack, awsChanges), awsReview.resources);
  test.each(rounds.map((round, index) => [index + 1, round] as const))('holds in round %i', async (_, round) => {
    const head = edited(stack, round);
    write(folder, head);
    expect(told(stack, head)).toEqual(done(await terraform.planned(false), stack, head));
  });

  test('holds for what comes first', async () => {
    const edits = editsOf(ordered, {
      aws_eks_node_group: [{ capacity_type: 'SPOT' }],
      aws_iam_role: [{ name_prefix: 'other-' }],
    });
    const head = edited(ordered, edits);
    write(folder, head);
    const [said, does] = [told(ordered, head), done(await terraform.planned(false), ordered, head)];
    expect(said.filter(text => text.startsWith('replace, new first'))).not.toEqual([]);
    expect(said).toEqual(does);
  });

  test('holds for another region', async () => {
    const head = structuredClone(stack) as { provider: { aws: [{ region: string }] } } & JsonObject;
    head.provider.aws[0].region = 'eu-west-1';
    write(folder, head);
    const made = (await terraform.planned()).filter(({ change }) => change.actions.includes('create'));
    const said = told(stack, head).filter(text => text.startsWith('replace'));
    expect(said.map(text => / (\w+\.[\w-]+)/.exec(text)?.[1])).toEqual(made.map(({ address }) => address).sort());
  });
});

const google = {
  terraform: tool('terraform'),
  python: tool('python3'),
  google: provider('hashicorp/google'),
  setup: kit('setup'),
  mock: kit('google-mock.d/serve.py'),
};

describeWith("a review's word for what the Google provider does", google, found => {
  const plain = stackOf('plain', 'test/acceptance/programs/google.ts');
  const stack = withoutOrder(plain.json);
  const folder = copyOf(plain);
  let mock: GoogleMock;
  let terraform: Terraform;

  beforeAll(async () => {
    mock = await GoogleMock.start(found.mock);
    terraform = new Terraform(found.terraform, folder, { ...kitEnvironment(found.setup), ...mock.env });
    write(folder, stack);
    await terraform.init();
    await terraform.apply();
  });

  afterAll(() => mock?.stop());

  const rounds = roundsOf(stack, editsOf(stack, googleChanges), googleReview.resources);
  test.each(rounds.map((round, index) => [index + 1, round] as const))('holds in round %i', async (_, round) => {
    const head = edited(stack, round);
    write(folder, head);
    expect(told(stack, head)).toEqual(done(await terraform.planned(false), stack, head));
  });
});

const digitalocean = {
  terraform: tool('terraform'),
  digitalocean: provider('digitalocean/digitalocean'),
  setup: kit('setup'),
};

describeWith("a review's word for what the DigitalOcean provider does", digitalocean, found => {
  const stack = withoutQuestions(stackOf('digitalocean').json);
  const folder = copyOf(stackOf('digitalocean'));
  const env = { ...kitEnvironment(found.setup), DIGITALOCEAN_TOKEN: 'none', HTTPS_PROXY: 'http://127.0.0.1:9' };
  const terraform = new Terraform(found.terraform, folder, env);

  beforeAll(async () => {
    write(folder, stack);
    writeFileSync(join(folder, 'state.json'), JSON.stringify(stateOf(stack)));
    await terraform.init();
  });

  test('is about every type of resource, and tries every argument that is written', () => {
    expect(Object.keys(stack.resource as object).sort()).toEqual(Object.keys(digitaloceanReview.resources).sort());
    const known = [
      ...tried(digitaloceanChanges),
      // Their changes are not Terraform's to make.
      'digitalocean_kubernetes_cluster node_pool.node_count',
      'digitalocean_kubernetes_node_pool node_count',
    ];
    expect(writtenArguments(stack).filter(argument => !known.includes(argument))).toEqual([]);
  });

  const rounds = roundsOf(stack, editsOf(stack, digitaloceanChanges), digitaloceanReview.resources);
  test.each(rounds.map((round, index) => [index + 1, round] as const))('holds in round %i', async (_, round) => {
    const head = edited(stack, round);
    write(folder, head);
    expect(told(stack, head)).toEqual(done(await terraform.planned(false), stack, head));
  });
});

/** A stack that asks nobody for anything: with a version of its own, and its state in a file that is written here. */
function withoutQuestions({ data: _, ...json }: JsonObject): JsonObject {
  const copy = structuredClone(json);
  for (const { type, body } of blocksOf(copy, 'resource')) {
    if (type === 'digitalocean_kubernetes_cluster') body.version = '1.36.1-do.0';
  }
  return { ...copy, terraform: { ...(copy.terraform as JsonObject), backend: { local: { path: 'state.json' } } } };
}

/** What Terraform would know if it had made a stack's resources: what is written, and an id. */
function stateOf(stack: JsonObject): object {
  const ids = new Map(
    blocksOf(stack, 'resource').map(({ type, name }, index) => [
      `${type}.${name}`,
      `00000000-0000-4000-8000-00000000000${index}`,
    ]),
  );
  const known = (value: Json): Json => {
    if (typeof value === 'string')
      return value.replace(/\$\{(\w+\.[\w-]+)\.id\}/g, (all, address: string) => ids.get(address) ?? all);
    if (Array.isArray(value)) return value.map(known);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, isBlock(key, each) ? [known(each)] : known(each)]),
    );
  };
  const resources = blocksOf(stack, 'resource').map(({ type, name, body }) => {
    const { '//': _, depends_on: _depends, lifecycle: _lifecycle, timeouts: _timeouts, ...written } = body;
    const attributes = { ...(known(written) as JsonObject), id: ids.get(`${type}.${name}`) };
    const provider = 'provider["registry.terraform.io/digitalocean/digitalocean"]';
    const schema = type === 'digitalocean_kubernetes_cluster' ? 3 : 0;
    return { mode: 'managed', type, name, provider, instances: [{ schema_version: schema, attributes }] };
  });
  return { version: 4, terraform_version: '1.5.0', serial: 1, lineage: 'review', outputs: {}, resources };
}

function isBlock(name: string, value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && name !== 'labels';
}

/** Terraform writes beside what it reads. */
function copyOf(stack: Stack): string {
  const folder = join(scratch('review'), basename(stack.folder));
  cpSync(stack.folder, folder, { recursive: true });
  unpin({ ...stack, folder });
  return folder;
}

function write(folder: string, stack: JsonObject): void {
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
}

/** The arguments that are changed, as `type path`; a map's keys are not told apart. */
function tried(changes: ArgumentChanges): string[] {
  return Object.entries(changes).flatMap(([type, each]) =>
    each.flatMap(change =>
      Object.keys(change).map(path => `${type} ${path.replace(/(^|\.)(tags|labels)\..*$/, '$1$2')}`),
    ),
  );
}
