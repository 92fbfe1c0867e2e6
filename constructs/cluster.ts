import { AnnotationMetadataEntryType, type TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ClusterError, line, messages, type Draft, type Problem } from '../lib/errors';
import { plan, type Planned } from '../lib/plan';
import { isStage, STAGES } from '../lib/plan/stacks';
import type { ClusterSpec } from '../lib/plan/props';
import type { Outputs, Plan, Stage } from '../lib/spi';
import { AppClusters, REFUSED } from './app-clusters';
import { BuildFailure, ClusterStack, localState, withoutStackTraces, type State } from './cluster-stack';
import { defaultDeliveries } from './delivery/default';
import { provision, type Parts, type ProvisionedCluster } from './provision';

/** What a cluster is made of. */
export interface ClusterProps extends ClusterSpec {
  /**
   * Where each stack keeps its Terraform state.
   * @default - a file beside the app's output folder, `terraform.<stack>.tfstate`
   * @see https://developer.hashicorp.com/terraform/language/backend
   */
  readonly state?: State;
}

/**
 * A Kubernetes cluster: infrastructure, network, runtime, storage and mesh in one construct of a cdktf app.
 *
 * What is wrong with it is found while it is constructed, kept in `problems`, and thrown as one `ClusterError` by `app.synth()`, with
 * the problems of every other cluster of the app and before any file is written.
 */
export class Cluster extends Construct {
  /** What is wrong; empty for a cluster that can be built. */
  readonly problems: readonly Problem[];
  /** What does not stand in the way, but should be known. Shown by `cdktf synth`. */
  readonly warnings: readonly Problem[];
  private readonly planned: Planned;
  private readonly provisioned?: ProvisionedCluster;

  constructor(scope: Construct, name: string, props: ClusterProps) {
    super(inTree(scope), freeId(scope, name));
    const clusters = AppClusters.of(this);
    const { state = localState, ...spec } = props ?? ({} as ClusterProps);
    const deliveries = spec.deliveries ?? defaultDeliveries();
    const path = [scope.node.path, String(name || this.node.id)].filter(Boolean).join('/');
    this.planned = plan({ name, path, spec, deliveries, neighbours: clusters.neighboursIn(spec.fleet) });
    const problems = [...this.planned.problems, ...this.checkPlace(name, state).map(draft => placed(draft, path))];
    if (problems.length === 0) {
      const parts = { ...spec, deliveries, state, inputs: this.planned.inputs, beforeSynth: () => clusters.report() };
      const built = this.build(parts);
      if (built instanceof BuildFailure) problems.push(placed(built.draft, path));
      else this.provisioned = built;
    }
    this.problems = problems;
    this.warnings = this.planned.warnings;
    if (problems.length > 0) {
      clusters.refuse(problems);
      new ClusterStack(this, REFUSED, localState, () => clusters.report());
    } else {
      clusters.accept(path, this.plan, spec, this.built().stacks);
      this.warn();
    }
  }

  /** Everything that was decided. @throws ClusterError if the cluster has problems */
  get plan(): Plan {
    if (!this.planned.plan) throw new ClusterError(this.problems);
    return this.planned.plan;
  }

  /** Terraform values for use elsewhere in the app; none is a credential. @throws ClusterError if the cluster has problems */
  get outputs(): Outputs {
    return this.built().outputs;
  }

  /**
   * The Terraform stack of a stage, for whatever else plain cdktf should put there. Stages that are deployed together share one.
   * @throws ClusterError if the cluster has problems
   */
  stack(stage: Stage): TerraformStack {
    if (!isStage(stage)) throw new ClusterError([placed(messages.noStage(stage, STAGES), this.node.path)]);
    return this.built().stack(stage);
  }

  private built(): ProvisionedCluster {
    if (!this.provisioned) throw new ClusterError(this.problems);
    return this.provisioned;
  }

  private checkPlace(name: string, state: unknown): Draft[] {
    return [
      ...(typeof name === 'string' && name !== '' && this.node.id !== idOf(name)
        ? [messages.duplicateCluster(name)]
        : []),
      ...(typeof state === 'function' ? [] : [messages.notFunction('state', state)]),
    ];
  }

  private build(parts: Parts): ProvisionedCluster | BuildFailure {
    try {
      return withoutStackTraces(() => provision(this, this.plan, parts));
    } catch (error) {
      if (error instanceof BuildFailure) return error;
      throw error;
    }
  }

  private warn(): void {
    const main = this.stack('control-plane');
    for (const warning of this.warnings) main.node.addMetadata(AnnotationMetadataEntryType.WARN, line(warning).trim());
  }
}

function inTree(scope: Construct): Construct {
  if (Construct.isConstruct(scope)) return scope;
  throw new ClusterError([placed(messages.noScope(scope), 'Cluster')]);
}

/** A name as constructs takes it: it separates paths by slashes. */
const idOf = (name: string) => name.replaceAll('/', '--');

/** An id that the scope still has, so that a name taken twice is a problem among others. */
function freeId(scope: Construct, name: string): string {
  const wanted = typeof name === 'string' && name !== '' ? idOf(name) : 'cluster';
  let id = wanted;
  // Children are kept as keys of a plain object, which has some of its own.
  for (let count = 2; id in Object.prototype || scope.node.tryFindChild(id); count++) id = `${wanted}-${count}`;
  return id;
}

function placed({ at, ...draft }: Draft, path: string): Problem {
  return { ...draft, path: at ? `${path}/${at}` : path };
}
