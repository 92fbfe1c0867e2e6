import type { Fields } from '../../../../lib/review/data';
import type { ProviderReview } from '../../../../lib/review/knowledge';
import type { ResourceChange } from '../../../../lib/review/model';
import type { Output, StackOutput } from '../../../../lib/review/output';
import { configurationOf } from '../../../../lib/review/terraform/configuration';
import { effectsOf } from '../../../../lib/review/terraform/effects';

/** A provider that is known well. */
export const cloud: ProviderReview = {
  provider: 'cloud',
  resources: {
    cloud_net: { replaces: ['range'], kept: ['zone'], sets: ['owners'] },
    cloud_machine: {
      replaces: ['net', 'size'],
      replacesWhen: { disk: ['gone'], turbo: ['disabled'], span: ['narrowed'] },
    },
    cloud_template: { replaces: ['prefix'] },
    cloud_group: { replaces: ['net'] },
    cloud_role: { replaces: ['name'] },
  },
  guards: { cloud_machine: 'protected' },
  volatile: { cloud_template: { latest: ['note'] } },
  documents: { cloud_role: ['policy'] },
  places: { region: 'nothing stays' },
  everywhere: ['cloud_role'],
  loss: ({ type }) => (type === 'cloud_machine' ? 'what is on it' : undefined),
};

/** Stacks by name. */
export function outputOf(stacks: { readonly [name: string]: Fields }): Output {
  const all = Object.entries(stacks).map(([name, terraform]): StackOutput => ({ name, terraform, after: [] }));
  return { clusters: [], stacks: all, files: [] };
}

/** What happens between one stack's resources and another's. */
export function effects(base: Fields, head: Fields, rest: Fields = {}): readonly ResourceChange[] {
  const of = (resource: Fields) => configurationOf(outputOf({ main: { ...rest, resource } }));
  return effectsOf(of(base), of(head), [cloud]);
}

/** `replace cloud_net.a range`: the action, the resource, and the arguments that force it or change. */
export function lines(changes: readonly ResourceChange[]): string[] {
  return changes.map(({ action, address, arguments: all }) => {
    const forced = all.filter(({ forces }) => forces);
    return [action, address, ...(forced.length > 0 ? forced : all).map(({ path }) => path)].join(' ');
  });
}
