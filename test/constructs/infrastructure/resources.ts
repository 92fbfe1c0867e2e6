import type { Fields } from '../../../lib/review/data';
import type { Resources } from '../../../lib/review/knowledge';
import type { StackOutput } from '../../../lib/review/output';
import { configurationOf } from '../../../lib/review/terraform/configuration';

/** Resources as a provider's review sees them, out of what a stack's `resource` section says. */
export function resourcesIn(resource: Fields): Resources {
  const stack: StackOutput = { name: 'shop', terraform: { resource }, after: [] };
  const { resources } = configurationOf({ clusters: [], stacks: [stack], files: [] });
  return { stack: 'shop', of: type => [...resources.values()].filter(each => each.type === type) };
}
