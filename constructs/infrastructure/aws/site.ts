import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { TerraformStack, type ITerraformDependable, type TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { ItemKind, ItemOf, Plan, PlannedItem, Provisioning, Stage } from '../../../lib/spi';
import type { EksProps } from './props';
import { partitionOf } from './place';
import { tagsOf } from './tags';

/** Releases of the AWS provider that know everything written here. */
const PROVIDER_VERSIONS = '>= 5.100.0, < 7.0.0';

/** Where a cluster is built: its plan, its stacks, and what was built for each item. */
export class Site {
  readonly plan: Plan;
  /** The cluster's name. */
  readonly name: string;
  readonly partition: string;
  private readonly built = new Map<string, ITerraformDependable[]>();

  constructor(
    private readonly context: Provisioning,
    readonly props: EksProps,
  ) {
    this.plan = context.plan;
    this.name = context.plan.cluster.name;
    this.partition = partitionOf(props.region);
  }

  /** The stack of the network, the control plane and whatever others read. */
  get main(): Construct {
    return this.stack('control-plane');
  }

  /** A stage's stack, ready for resources. */
  stack(stage: Stage): Construct {
    return this.ready(this.context.stack(stage));
  }

  /** The stack around a construct, ready for resources. */
  ready(at: Construct): TerraformStack {
    const stack = TerraformStack.of(at);
    if (!stack.node.tryFindChild('aws')) {
      new AwsProvider(stack, 'aws', { region: this.props.region, defaultTags: [{ tags: this.tags }] });
      stack.addOverride('terraform.required_providers.aws.version', PROVIDER_VERSIONS);
    }
    return stack;
  }

  /** The id of something in the main stack, as used in the stack around `to`. */
  idIn(to: Construct, resource: TerraformResource & { readonly id: string }): string {
    return this.context.carry(`${resource.node.id}-id`, resource.id, to);
  }

  isMain(at: Construct): boolean {
    return TerraformStack.of(at) === TerraformStack.of(this.main);
  }

  /** On everything that AWS can tag. */
  get tags(): { [key: string]: string } {
    return { ...tagsOf(this.plan.cluster) };
  }

  /** The cluster's name: in the main stack by reference, so that what uses it waits for the cluster. */
  clusterNameIn(at: Construct, cluster: EksCluster): string {
    return this.isMain(at) ? cluster.name : this.name;
  }

  /** Items of one kind that the infrastructure takes. */
  items<K extends ItemKind>(kind: K): (ItemOf<K> & PlannedItem)[] {
    return this.context.items.filter((item): item is ItemOf<K> & PlannedItem => item.kind === kind);
  }

  /** Remembers what was built for an item. */
  record(item: PlannedItem, ...resources: ITerraformDependable[]): void {
    this.built.set(`${item.kind}/${item.id}`, resources);
  }

  /** What was built in the stack around `at` for some items, by `kind/id`. What another stack holds is there before this one begins. */
  builtFor(refs: readonly string[], at: Construct): ITerraformDependable[] {
    return this.here(
      refs.flatMap(ref => this.built.get(ref) ?? []),
      at,
    );
  }

  /** Those of some resources that the stack around `at` holds. */
  here(resources: readonly ITerraformDependable[], at: Construct): ITerraformDependable[] {
    const stack = TerraformStack.of(at);
    return resources.filter(resource => TerraformStack.of(resource as unknown as Construct) === stack);
  }

  /** The account's number. */
  account(at: Construct): string {
    const stack = this.ready(at);
    const known = stack.node.tryFindChild('account') as DataAwsCallerIdentity | undefined;
    return (known ?? new DataAwsCallerIdentity(stack, 'account')).accountId;
  }
}

/** Whether an item takes effect before there are nodes. */
export function isEarly({ stage }: PlannedItem): boolean {
  return stage === 'control-plane' || stage === 'network';
}
