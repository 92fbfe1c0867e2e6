import { TerraformOutput, TerraformStack, type TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import { messages } from '../lib/errors';
import { replaceMarkers, type Inputs } from '../lib/plan/terraform-values';
import type {
  Bootstrap,
  Data,
  Delivery,
  DeliveryContext,
  Infrastructure,
  Outputs,
  Plan,
  PlannedItem,
  PlannedStack,
  Plugin,
  Stage,
} from '../lib/spi';
import { BuildFailure, ClusterStack, type State } from './cluster-stack';

/** What turns a plan into constructs. The plan may have been read back from its file. */
export interface Parts {
  readonly infrastructure: Infrastructure;
  readonly bootstrap?: Bootstrap;
  readonly deliveries: readonly Delivery[];
  readonly state: State;
  /** The user's Terraform values, by their names in the plan. */
  readonly inputs: Inputs;
  /** Runs for each stack before anything of the app is written. */
  readonly beforeSynth: () => void;
}

/** A cluster's stacks and outputs. */
export interface ProvisionedCluster {
  stack(stage: Stage): ClusterStack;
  /** Those that are made so far. */
  readonly stacks: readonly ClusterStack[];
  readonly outputs: Outputs;
}

/** Builds a plan's stacks below `scope`. */
export function provision(scope: Construct, plan: Plan, parts: Parts): ProvisionedCluster {
  const { infrastructure, bootstrap, deliveries } = parts;
  const stacks = new Stacks(scope, plan, parts);
  const withInputs = (data: Data) => replaceMarkers(data, '$input', name => parts.inputs.get(name));
  const itemsOf = (consumer: Plugin) => plan.items.filter(item => item.consumer === consumer.name);
  const provisioned = blaming(infrastructure, 'infrastructure', () =>
    infrastructure.provision({
      plan,
      stack: stage => stacks.of(stage),
      items: withInputs(itemsOf(infrastructure) as unknown as Data) as PlannedItem[],
      carry: (name, value, to) => stacks.carry(name, value, to),
      ...(bootstrap && { program: where => bootstrap.program(plan, where) }),
    }),
  );
  for (const delivery of deliveries) {
    const context: DeliveryContext = {
      plan,
      items: itemsOf(delivery),
      stack: stage => stacks.of(stage),
      access: at => provisioned.access(at),
      resolve: (data, at) => replaceMarkers(withInputs(data) as Data, '$fact', name => provisioned.fact(name, at)),
      writeBeside: (at, path, content) => (TerraformStack.of(at) as ClusterStack).writeBeside(path, content),
      write: (path, content) => stacks.of('control-plane').write(path, content),
    };
    blaming(delivery, 'deliveries', () => delivery.deliver(context));
  }
  stacks.chain();
  const main = stacks.of('control-plane');
  const { name, endpoint, kubeconfig } = provisioned.outputs;
  new TerraformOutput(main, 'name', { value: name });
  new TerraformOutput(main, 'endpoint', { value: endpoint });
  new TerraformOutput(main, 'kubeconfig_command', { value: kubeconfig });
  writeContract(main, plan);
  return { stack: stage => stacks.of(stage), stacks: stacks.all, outputs: provisioned.outputs };
}

function blaming<T>(plugin: Plugin, at: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof BuildFailure) throw error;
    throw new BuildFailure(messages.threw(at, plugin.name, 'building its constructs', error));
  }
}

/** Makes each of a plan's stacks when it is first asked for. */
class Stacks {
  private readonly made = new Map<string, ClusterStack>();
  private readonly states = new Map<TerraformStack, TerraformRemoteState>();
  private readonly carried = new Set<string>();
  private chained = false;

  constructor(
    private readonly scope: Construct,
    private readonly plan: Plan,
    private readonly parts: Parts,
  ) {}

  get all(): readonly ClusterStack[] {
    return [...this.made.values()];
  }

  of(stage: Stage): ClusterStack {
    const planned = this.plan.stacks.find(({ stages }) => stages.includes(stage)) as PlannedStack;
    const known = this.made.get(planned.name);
    if (known) return known;
    const stack = new ClusterStack(this.scope, planned.name, this.parts.state, this.parts.beforeSynth);
    this.made.set(planned.name, stack);
    if (this.chained) this.chain();
    return stack;
  }

  carry(name: string, value: string, to: Construct): string {
    const from = this.of('control-plane');
    const target = TerraformStack.of(to);
    if (target === from) return value;
    if (!this.carried.has(name)) new TerraformOutput(from, name, { value });
    this.carried.add(name);
    const state = this.states.get(target) ?? from.backend.getRemoteStateDataSource(target, 'cluster', from.node.path);
    this.states.set(target, state);
    return state.getString(name);
  }

  /** Each stack waits for the one before it, up and down; from now on also those that are still to be made. */
  chain(): void {
    this.chained = true;
    const inOrder = this.plan.stacks.flatMap(({ name }) => this.made.get(name) ?? []);
    inOrder.slice(1).forEach((stack, index) => stack.addDependency(inOrder[index] as ClusterStack));
  }
}

/** The plan, and what application teams may rely on. */
function writeContract(main: ClusterStack, plan: Plan): void {
  const { name, kubernetes } = plan.cluster;
  const offers = plan.items.flatMap(item =>
    item.kind === 'offer' ? [{ ...item.spec, by: item.by, because: item.because }] : [],
  );
  main.write(`${name}.plan.json`, json(plan));
  main.write(`${name}.contract.json`, json({ format: 'tenon.contract/1', cluster: name, kubernetes, offers }));
}

const json = (data: unknown) => `${JSON.stringify(data, null, 2)}\n`;
