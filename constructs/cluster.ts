import { AnnotationMetadataEntryType, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ClusterError, line, messages, type Problem } from '../lib/errors';
import { plan, type Planned } from '../lib/plan';
import type { ClusterSpec } from '../lib/plan/props';
import type { Outputs, Plan, Stage } from '../lib/spi';
import { ClusterStack, localState, withoutStackTraces, type State } from './cluster-stack';
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
    super(scope, freeId(scope, name));
    const fleet = Fleet.of(this);
    const { state = localState, ...spec } = props ?? ({} as ClusterProps);
    const path = String(name || this.node.path);
    const deliveries = spec.deliveries ?? defaultDeliveries();
    this.planned = plan({ name, path: siblingPath(this, path), spec, deliveries });
    const taken = this.node.id === name ? [] : [messages.duplicateCluster(path)];
    const problems = [
      ...taken.map(({ at: _, ...draft }) => ({ ...draft, path: siblingPath(this, path) })),
      ...this.planned.problems,
    ];
    if (problems.length === 0) {
      const built = this.build({
        ...spec,
        deliveries,
        state,
        inputs: this.planned.inputs,
        beforeSynth: () => fleet.report(),
      });
      if ('outputs' in built) this.provisioned = built;
      else problems.push(built);
    }
    this.problems = problems;
    this.warnings = this.planned.warnings;
    if (problems.length > 0) new ClusterStack(this, 'refused', localState, () => fleet.report());
    else this.warn();
    fleet.clusters.push(this);
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
   * The Terraform stack of a stage, for whatever else plain cdktf should put there.
   * @throws ClusterError if the cluster has problems
   */
  stack(stage: Stage): TerraformStack {
    return this.built().stack(stage);
  }

  private built(): ProvisionedCluster {
    if (!this.provisioned) throw new ClusterError(this.problems);
    return this.provisioned;
  }

  private build(parts: Parts): ProvisionedCluster | Problem {
    try {
      return withoutStackTraces(() => provision(this, this.plan, parts));
    } catch (error) {
      const { at, ...draft } = messages.threw(
        'infrastructure',
        parts.infrastructure.name,
        'building its constructs',
        error,
      );
      return { ...draft, path: `${this.node.path}/${at}` };
    }
  }

  private warn(): void {
    const main = this.stack('control-plane');
    for (const warning of this.warnings) main.node.addMetadata(AnnotationMetadataEntryType.WARN, line(warning).trim());
  }
}

/** An id that the scope still has, so that a name taken twice is a problem among others. */
function freeId(scope: Construct, name: string): string {
  const wanted = typeof name === 'string' && name !== '' ? name : 'cluster';
  let id = wanted;
  for (let count = 2; scope.node.tryFindChild(id); count++) id = `${wanted}-${count}`;
  return id;
}

function siblingPath(cluster: Cluster, name: string): string {
  const scope = cluster.node.scope?.node.path;
  return scope ? `${scope}/${name}` : name;
}

/** The clusters of one app. */
class Fleet {
  private static readonly all = new WeakMap<object, Fleet>();
  readonly clusters: Cluster[] = [];
  private checked = false;

  private constructor(private readonly root: Construct) {}

  static of(construct: Construct): Fleet {
    const { root } = construct.node;
    const fleet = Fleet.all.get(root) ?? new Fleet(root as Construct);
    Fleet.all.set(root, fleet);
    return fleet;
  }

  /** Throws everything that is wrong with every cluster. Called before the app writes anything, once for each stack. */
  report(): void {
    if (this.checked) return;
    const problems = [...this.clusters.flatMap(cluster => cluster.problems), ...this.namesTakenTwice()];
    if (problems.length > 0) throw new ClusterError(problems);
    this.checked = true;
  }

  /** cdktf keys its output by the stack's id alone: of two with one id, the second would overwrite the first. */
  private namesTakenTwice(): Problem[] {
    const seen = new Map<string, Construct>();
    const stacks = this.root.node.findAll().filter(TerraformStack.isStack);
    return stacks.flatMap(stack => {
      const { at: _, ...draft } = messages.duplicateCluster(stack.node.id);
      const twin = seen.has(stack.node.id) && stack.node.id !== 'refused';
      seen.set(stack.node.id, stack);
      return twin ? [{ ...draft, path: stack.node.path }] : [];
    });
  }
}
