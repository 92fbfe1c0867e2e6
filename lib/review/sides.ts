import type { Grant, Opening, ProviderReview, Resources, ResourceView } from './knowledge';
import type { Plan } from '../spi';
import type { Output } from './output';
import { configurationOf, type Configuration } from './terraform/configuration';

/** One side of a comparison: what was written, and what it comes to. */
export interface Side {
  readonly output: Output;
  readonly configuration: Configuration;
  /** Who lets whom into what is in some stacks. */
  reach(stacks: ReadonlySet<string>): readonly Opening[];
  /** Who may do what by what is in some stacks. */
  grants(stacks: ReadonlySet<string>): readonly Grant[];
}

export function sideOf(output: Output, providers: readonly ProviderReview[]): Side {
  const configuration = configurationOf(output);
  const views = (stacks: ReadonlySet<string>) =>
    [...configuration.stacks.keys()].filter(name => stacks.has(name)).map(name => viewOf(configuration, name));
  return {
    output,
    configuration,
    reach: stacks => views(stacks).flatMap(view => providers.flatMap(each => each.reach?.(view) ?? [])),
    grants: stacks => views(stacks).flatMap(view => providers.flatMap(each => each.grants?.(view) ?? [])),
  };
}

function viewOf({ resources }: Configuration, stack: string): Resources {
  const own = [...resources.values()].filter(each => each.stack === stack);
  const byType = new Map<string, ResourceView[]>();
  for (const each of own) byType.set(each.type, [...(byType.get(each.type) ?? []), each]);
  return { stack, of: type => byType.get(type) ?? [] };
}

/** The provider whose clusters a plan's is one of. */
export function cloudOf(plan: Plan, providers: readonly ProviderReview[]): ProviderReview | undefined {
  const cloud = plan.capabilities.cloud?.[0]?.value;
  return cloud === undefined ? undefined : providers.find(each => each.cloud === cloud);
}

export function stacksOf(...plans: readonly (Plan | undefined)[]): ReadonlySet<string> {
  return new Set(plans.flatMap(plan => plan?.stacks.map(({ name }) => name) ?? []));
}
