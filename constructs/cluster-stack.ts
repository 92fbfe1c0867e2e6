import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LocalBackend, TerraformBackend, TerraformStack, type ISynthesisSession } from 'cdktf';
import type { Construct } from 'constructs';
import { messages, type Draft } from '../lib/errors';
import { prepare, setAt, terraformOf, type Tree } from './stack-terraform';

/** Where a stack keeps its Terraform state: makes the backend inside the stack. */
export type State = (stack: TerraformStack) => TerraformBackend;

/** State beside `cdktf.out`, by a path that is the same on every machine. */
export const localState: State = stack =>
  new LocalBackend(stack, { path: `../../../terraform.${stack.node.id}.tfstate` });

interface OutputFile {
  readonly path: string;
  readonly content: string;
}

/** A part of a cluster that could not be built, told as a problem. */
export class BuildFailure extends Error {
  constructor(readonly draft: Draft) {
    super(draft.because);
  }
}

/** A Terraform stack of a cluster: cdktf's own, with files beside it and nothing in it that differs from machine to machine. */
export class ClusterStack extends TerraformStack {
  /** Where its state is kept. */
  readonly backend: TerraformBackend;
  private readonly beside: OutputFile[] = [];
  private readonly below: OutputFile[] = [];
  private readonly overrides: Tree = {};

  constructor(
    scope: Construct,
    id: string,
    state: State,
    private readonly beforeSynth: () => void,
  ) {
    super(scope, id);
    this.backend = this.keepState(state);
    const inner = this.synthesizer;
    this.synthesizer = {
      synthesize: session =>
        withoutStackTraces(() => {
          inner.synthesize(session);
          this.writeFiles(session);
        }),
    };
  }

  /** Where the state is, as text that is the same for two stacks that keep theirs in one place. */
  get statePlace(): string {
    return JSON.stringify(this.backend.toTerraform());
  }

  private keepState(state: State): TerraformBackend {
    let backend: unknown;
    try {
      backend = state(this);
    } catch (error) {
      throw new BuildFailure(messages.stateFailed(error));
    }
    if (!TerraformBackend.isBackend(backend)) throw new BuildFailure(messages.noBackend(typeof backend));
    return backend as TerraformBackend;
  }

  /** Adds a file in this stack's own folder. */
  writeBeside(path: string, content: string): void {
    this.beside.push({ path, content });
  }

  /** Adds a file in the app's output folder. */
  write(path: string, content: string): void {
    this.below.push({ path, content });
  }

  /** Runs for every stack of the app before anything is written. */
  override prepareStack(): void {
    this.beforeSynth();
    withoutStackTraces(() => prepare(this));
  }

  /** Sets what no construct does, by its path with dots. */
  override addOverride(path: string, value: unknown): void {
    super.addOverride(path, value);
    setAt(this.overrides, path.split('.'), value);
  }

  /** Without the version of the tool that wrote it. */
  override toTerraform(): Tree {
    return terraformOf(this, this.overrides);
  }

  private writeFiles({ outdir, manifest }: ISynthesisSession): void {
    const own = manifest.forStack(this).workingDirectory;
    const files = [
      ...this.beside.map(({ path, content }) => ({ path: join(outdir, own, path), content })),
      ...this.below.map(({ path, content }) => ({ path: outputPath(outdir, path), content })),
    ];
    for (const folder of new Set(files.map(({ path }) => dirname(path)))) mkdirSync(folder, { recursive: true });
    for (const { path, content } of files) writeFileSync(path, content);
  }
}

/** Manifests go where the cdk8s CLI wants them, if it is the one that runs the app. */
function outputPath(outdir: string, path: string): string {
  const manifests = process.env.CDK8S_OUTDIR;
  const prefix = 'manifests/';
  return manifests && path.startsWith(prefix) ? join(manifests, path.slice(prefix.length)) : join(outdir, path);
}

/**
 * cdktf captures a stack trace for every token, a quarter of its time, and has no switch for it. Errors made meanwhile keep theirs:
 * the engine records those itself.
 */
export function withoutStackTraces<T>(work: () => T): T {
  const capture = Error.captureStackTrace;
  Error.captureStackTrace = () => undefined;
  try {
    return work();
  } finally {
    Error.captureStackTrace = capture;
  }
}
