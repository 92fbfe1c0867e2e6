import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TerraformStack, type TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { ItemKind, ItemOf, Plan, PlannedItem, Provisioning, Stage } from '../../../lib/spi';
import { accountIdOf, nameOf } from './names';
import { locationOf } from './place';
import type { GkeProps } from './props';
import { labelsOf } from './tags';

/** Releases of the Google provider that know everything written here. */
const PROVIDER_VERSIONS = '>= 6.50.0, < 8.0.0';

/** Where a cluster is built: its plan, its stacks, and how things in it are called. */
export class Site {
  readonly plan: Plan;
  /** The cluster's name. */
  readonly name: string;

  constructor(
    private readonly context: Provisioning,
    readonly props: GkeProps,
  ) {
    this.plan = context.plan;
    this.name = context.plan.cluster.name;
  }

  /** Where Google keeps the cluster: its region, or the zone of its only control plane. */
  get location(): string {
    return locationOf(this.props);
  }

  /** The stack of the network, the control plane and whatever others read. */
  get main(): Construct {
    return this.stack('control-plane');
  }

  /** A stage's stack, ready for resources. */
  stack(stage: Stage): Construct {
    return this.ready(this.context.stack(stage));
  }

  /** The stack around a construct, ready for resources. Credentials come from the environment. */
  ready(at: Construct): TerraformStack {
    const stack = TerraformStack.of(at);
    if (!stack.node.tryFindChild('google')) {
      const { project, region } = this.props;
      const provider = new GoogleProvider(stack, 'google', { project, region });
      // As an argument, cdktf would write the labels' names as it writes names of arguments.
      provider.addOverride('default_labels', this.labels);
      stack.addOverride('terraform.required_providers.google.version', PROVIDER_VERSIONS);
    }
    return stack;
  }

  /** A value of the main stack, as used in the stack around `to`. */
  carry(name: string, value: string, to: Construct): string {
    return this.context.carry(name, value, to);
  }

  /** The id of something in the main stack, as used in the stack around `to`. */
  idIn(to: Construct, resource: TerraformResource & { readonly id: string }): string {
    return this.carry(`${resource.node.id}-id`, resource.id, to);
  }

  /** On everything that Google can label. */
  get labels(): { [key: string]: string } {
    return { ...labelsOf(this.plan.cluster) };
  }

  /** A name that begins with the cluster's. */
  nameOf(...parts: readonly string[]): string {
    return nameOf(this.name, ...parts);
  }

  /** The id of a service account of the cluster's own. */
  accountId(purpose: string): string {
    return accountIdOf(this.props.region, this.name, purpose);
  }

  /** Items of one kind that the infrastructure takes. */
  items<K extends ItemKind>(kind: K): (ItemOf<K> & PlannedItem)[] {
    return this.context.items.filter((item): item is ItemOf<K> & PlannedItem => item.kind === kind);
  }

  /** An add-on that somebody asks for. */
  addon(name: string): (ItemOf<'addon'> & PlannedItem) | undefined {
    return this.items('addon').find(({ spec }) => spec.name === name);
  }
}
