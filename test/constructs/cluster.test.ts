import { join } from 'node:path';
import { App, Fn, LocalBackend, S3Backend, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { Cluster, ClusterError, type ClusterProps } from 'tenon';
import { Eks } from 'tenon/aws';
import { Manifests, TerraformHelm } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { AwsVpcCni, Cilium } from 'tenon/network';
import { AwsEbs, CloudDisk } from 'tenon/storage';
import { planOf } from 'tenon/testing';
import { localState, withoutStackTraces } from '../../constructs/cluster-stack';
import { provision } from '../../constructs/provision';
import { emptyFolder, filesOf } from '../folder';

const folder = emptyFolder();
const publicAccess = ['203.0.113.0/24'];
const eks = () => new Eks({ region: 'eu-central-1', publicAccess });
const props = (changes: Partial<ClusterProps> = {}): ClusterProps => ({
  kubernetes: '1.35',
  infrastructure: eks(),
  network: new Cilium(),
  storage: [new CloudDisk({ name: 'fast', default: true })],
  pools: [{ name: 'general', cpu: 4, memoryGiB: 16, min: 3, max: 9 }],
  ...changes,
});
let count = 0;
const newApp = () => new App({ outdir: join(folder, String((count += 1))) });

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not throw');
}

describe('a cluster', () => {
  it('deploys in stages, each after the one before it', () => {
    const app = newApp();
    new Cluster(app, 'prod', props());
    app.synth();
    const manifest = JSON.parse(filesOf(app.outdir)['manifest.json'] as string) as {
      stacks: { [name: string]: { dependencies: string[] } };
    };
    const dependencies = Object.fromEntries(
      Object.entries(manifest.stacks).map(([name, stack]) => [name, stack.dependencies]),
    );
    expect(dependencies).toEqual({
      prod: [],
      'prod-network': ['prod/prod'],
      'prod-nodes': ['prod/prod-network'],
      'prod-platform': ['prod/prod-nodes'],
    });
  });

  it('keeps the provider that talks to a cluster out of the stack that makes it', () => {
    const app = newApp();
    new Cluster(app, 'a', props());
    new Cluster(app, 'b', props({ network: new AwsVpcCni() }));
    app.synth();
    for (const [path, text] of Object.entries(filesOf(app.outdir))) {
      if (!path.endsWith('cdk.tf.json')) continue;
      const { provider, resource } = JSON.parse(text) as { provider: object; resource: object };
      expect({ path, both: 'helm' in provider && 'aws_eks_cluster' in resource }).toEqual({ path, both: false });
    }
  });

  it('gives the same bytes from a plan that was written and read back', () => {
    const inputArn = Fn.join(':', ['arn', 'aws', 'kms', 'eu-central-1', '111122223333', 'key/disks']);
    const given = {
      infrastructure: eks(),
      network: new Cilium(),
      storage: [new AwsEbs({ name: 'fast', type: 'gp3', kmsKeyArn: inputArn })],
    };
    const deliveries = [new TerraformHelm()];
    const one = newApp();
    new Cluster(one, 'prod', props({ ...given, deliveries }));
    one.synth();
    const written = filesOf(one.outdir);
    const { inputs } = planOf({ ...props(given), deliveries, name: 'prod' });
    const again = newApp();
    const plan = JSON.parse(written['prod.plan.json'] as string);
    provision(new Construct(again, 'prod'), plan, {
      infrastructure: eks(),
      deliveries,
      state: localState,
      inputs,
      beforeSynth: () => undefined,
    });
    again.synth();
    expect(inputs.size).toBeGreaterThan(0);
    // Warnings are the construct's to show: they are not part of a plan.
    expect({ ...filesOf(again.outdir), 'manifest.json': '' }).toEqual({ ...written, 'manifest.json': '' });
  });

  it('works below any construct, beside stacks of other kinds', () => {
    const app = newApp();
    const other = new TerraformStack(app, 'other');
    new LocalBackend(other, { path: 'other.tfstate' });
    const cluster = new Cluster(new Construct(app, 'team'), 'prod', props({ deliveries: [new Manifests()] }));
    app.synth();
    expect(cluster.problems).toEqual([]);
    expect(Object.keys(filesOf(app.outdir))).toEqual(
      expect.arrayContaining(['stacks/other/cdk.tf.json', 'stacks/prod/cdk.tf.json']),
    );
  });

  it('keeps state where it is told, each stack by its name', () => {
    const app = newApp();
    new Cluster(
      app,
      'prod',
      props({
        state: stack =>
          new S3Backend(stack, { bucket: 'acme', key: `${stack.node.id}.tfstate`, region: 'eu-central-1' }),
      }),
    );
    app.synth();
    const stacks = Object.entries(filesOf(app.outdir)).filter(([path]) => path.endsWith('cdk.tf.json'));
    const keys = stacks.map(
      ([, text]) => (JSON.parse(text) as { terraform: { backend: { s3: { key: string } } } }).terraform.backend.s3.key,
    );
    expect(keys).toEqual(['prod-network.tfstate', 'prod-nodes.tfstate', 'prod-platform.tfstate', 'prod.tfstate']);
  });

  it('keeps local state beside the output folder by a relative path', () => {
    const cluster = new Cluster(newApp(), 'prod', props());
    const { terraform } = JSON.parse(Testing.synth(cluster.stack('nodes'))) as {
      terraform: { backend: { local: { path: string } } };
    };
    expect(terraform.backend.local.path).toBe('../../../terraform.prod-nodes.tfstate');
  });

  it('puts a stage that nobody asked for into its place in the order', () => {
    const native = new Cluster(newApp(), 'a', props({ network: new AwsVpcCni() }));
    expect(native.stack('network')).toBe(native.stack('control-plane'));
    const files = new Cluster(newApp(), 'b', props({ deliveries: [new Manifests()] }));
    const [main, network, nodes] = (['control-plane', 'network', 'nodes'] as const).map(stage => files.stack(stage));
    expect(network?.dependencies).toEqual([main]);
    expect(nodes?.dependencies).toContain(network);
  });

  it('gives outputs that hold no credential, and stacks to add to', () => {
    const cluster = new Cluster(newApp(), 'prod', props());
    expect(cluster.outputs.kubeconfig).toBe('aws eks update-kubeconfig --name prod --region eu-central-1');
    expect(TerraformStack.isStack(cluster.stack('control-plane'))).toBe(true);
    expect(cluster.stack('control-plane')).not.toBe(cluster.stack('nodes'));
  });

  it('shows warnings to the CLI without stack traces', () => {
    const app = newApp();
    const cluster = new Cluster(app, 'prod', props());
    app.synth();
    const manifest = JSON.parse(filesOf(app.outdir)['manifest.json'] as string) as {
      stacks: { prod: { annotations: { level: string; message: string; stacktrace?: string[] }[] } };
    };
    const { annotations } = manifest.stacks.prod;
    expect(annotations.map(each => each.level)).toEqual(cluster.warnings.map(() => '@cdktf/warn'));
    expect(annotations.length).toBeGreaterThan(0);
    expect(annotations.filter(each => each.stacktrace)).toEqual([]);
  });
});

describe('a cluster with problems', () => {
  it('tells of them together with every other, and nothing is written', () => {
    const app = newApp();
    new TerraformStack(app, 'other');
    new Cluster(app, 'one', props({ kubernetes: '1.2' }));
    new Cluster(app, 'two', props());
    new Cluster(app, 'three', props({ infrastructure: new Doks({ region: 'fra1', publicAccess }), pools: [] }));
    const error = thrownBy(() => app.synth()) as ClusterError;
    expect(error).toBeInstanceOf(ClusterError);
    expect(error.problems.map(problem => problem.path)).toEqual(['one/kubernetes', 'three/pools']);
    expect(error.message).toContain('2 problems\n  one/kubernetes: ');
    expect(filesOf(app.outdir)).toEqual({});
  });

  it.each([
    ['taken by another cluster', (app: App) => new Cluster(app, 'prod', props())],
    ['taken by a stack', (app: App) => new TerraformStack(app, 'prod')],
    ['taken below another construct', (app: App) => new Cluster(new Construct(app, 'team'), 'prod', props())],
  ])('refuses a name that is %s', (_, other) => {
    const app = newApp();
    other(app);
    new Cluster(app, 'prod', props());
    const error = thrownBy(() => app.synth()) as ClusterError;
    expect(error.problems.map(problem => problem.code)).toContain('DUPLICATE');
    expect(filesOf(app.outdir)).toEqual({});
  });

  it('keeps the ranges of clusters apart where the cloud wants that, unless told that accounts differ', () => {
    const doks = () => new Doks({ region: 'fra1', publicAccess });
    const pair = (changes: Partial<ClusterProps>) => {
      const app = newApp();
      new Cluster(app, 'one', props({ infrastructure: doks() }));
      new Cluster(app, 'two', props({ infrastructure: doks(), ...changes }));
      return app;
    };
    const { problems } = thrownBy(() => pair({}).synth()) as ClusterError;
    expect(problems.map(each => `${each.path} ${each.code}`)).toEqual([
      'two/addresses/network ADDRESSES-SHARED',
      'two/addresses/pods ADDRESSES-SHARED',
      'two/addresses/services ADDRESSES-SHARED',
    ]);
    const addresses = { network: '10.210.0.0/20', pods: '10.211.0.0/16', services: '10.212.0.0/19' };
    pair({ addresses }).synth();
    pair({ acknowledge: [{ code: 'ADDRESSES-SHARED', because: 'they are in accounts of their own' }] }).synth();
  });

  const s3 = (key: string) => (stack: TerraformStack) =>
    new S3Backend(stack, { bucket: 'acme', key, region: 'eu-central-1' });
  const failing = () => {
    throw new TypeError('no bucket');
  };

  it.each([
    ['two stacks in one place', s3('prod.tfstate'), 'would keep their state in one place'],
    ['no backend', () => undefined as never, "'state' gave undefined, and no backend"],
    ['an exception', failing, "'state' failed: no bucket"],
  ])('is one whose state comes to %s', (_, state, because) => {
    const app = newApp();
    new Cluster(app, 'prod', props({ state }));
    const { problems } = thrownBy(() => app.synth()) as ClusterError;
    expect(problems[0]).toMatchObject({ code: 'STATE', path: 'prod/state', because: expect.stringContaining(because) });
    expect(filesOf(app.outdir)).toEqual({});
  });

  it('is told apart from what is asked of it wrongly', () => {
    const cluster = new Cluster(newApp(), 'prod', props());
    expect(thrownBy(() => cluster.stack('controlplane' as never))).toBeInstanceOf(ClusterError);
    expect(thrownBy(() => new Cluster(undefined as never, 'prod', props()))).toBeInstanceOf(ClusterError);
  });

  it('is told of again when the app is synthesized again', () => {
    const app = newApp();
    new Cluster(app, 'one', props());
    app.synth();
    new Cluster(app, 'two', props({ kubernetes: '1.2' }));
    expect(thrownBy(() => app.synth())).toBeInstanceOf(ClusterError);
  });

  it('has no plan, outputs or stacks: asking for them throws its problems', () => {
    const cluster = new Cluster(newApp(), 'prod', props({ kubernetes: '1.2' }));
    for (const ask of [() => cluster.plan, () => cluster.outputs, () => cluster.stack('nodes')])
      expect(thrownBy(ask)).toBeInstanceOf(ClusterError);
  });

  it.each([
    ['no props', undefined],
    ['null', null],
    ['a string', 'prod'],
    ['no infrastructure', { kubernetes: '1.35', pools: [{ name: 'a', cpu: 1, min: 1 }] }],
    ['a class for a plugin', props({ infrastructure: Eks as never })],
    ['a string for a plugin', props({ network: 'cilium' as never })],
    ['numbers for strings', props({ kubernetes: 1.35 as never })],
    ['an object for a list', props({ pools: { name: 'a' } as never })],
    ['a function for state', props({ state: 'local' as never })],
    ['null in a list', props({ storage: [null as never] })],
    [
      'wrong props of a plugin',
      props({
        infrastructure: new Eks(undefined as never),
        network: new Cilium(7 as never),
        storage: [new CloudDisk(null as never)],
      }),
    ],
  ])('says what is wrong when JavaScript passes %s', (_, wrong) => {
    const app = newApp();
    const cluster = new Cluster(app, 'prod', wrong as never);
    expect(cluster.problems).not.toEqual([]);
    for (const { code, path, because, fix } of cluster.problems) {
      expect({ code, path, because, fix }).toEqual({
        code: expect.stringMatching(/^[A-Z]/),
        path: expect.stringMatching(/^prod/),
        because: expect.stringMatching(/./),
        fix: expect.stringMatching(/./),
      });
      expect(code).not.toBe('PLUGIN');
    }
    expect(thrownBy(() => app.synth())).toBeInstanceOf(ClusterError);
  });

  it.each(['', 'Up Per', 'a*b', 'a/b', 'x'.repeat(200), 'constructor', 7 as never, undefined as never])(
    'refuses the name %p',
    name => {
      const app = newApp();
      const cluster = new Cluster(app, name, props());
      expect(['NAME', 'DUPLICATE']).toContain(cluster.problems[0]?.code);
      expect(thrownBy(() => app.synth())).toBeInstanceOf(ClusterError);
    },
  );
});

describe('stack traces', () => {
  it('are those of every error again after building, even a failed one', () => {
    const capture = Error.captureStackTrace;
    expect(
      thrownBy(() =>
        withoutStackTraces(() => {
          throw new TypeError('real');
        }),
      ),
    ).toMatchObject({ stack: expect.stringContaining('cluster.test.ts') });
    expect(Error.captureStackTrace).toBe(capture);
  });
});
