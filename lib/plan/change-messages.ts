import type { Draft } from '../errors';

const MOST_NAMED = 4;

/** The first few, and how many others. */
function some(names: readonly string[]): string {
  const others = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

/** A stack that nothing makes any more, though Terraform has made something there. */
interface GoneStack {
  readonly name: string;
  /** What Terraform made there: items, or its pools. */
  readonly left: readonly string[];
  /** Who brings some of it from now on. */
  readonly heir?: string | undefined;
}

/** What is said of a pool or a stack that was there when the last plan was made. */
export const changeMessages = {
  movedStage: (stage: string, from: string, to: string, stays: boolean): Draft => ({
    code: 'STACKS-MOVED',
    at: '',
    value: stage,
    because: `stage '${stage}' was in stack '${from}' and is now in '${to}': all that is in it ${
      stays ? 'is destroyed before it is made anew' : 'is made a second time, while the first still has the names'
    }`,
    fix: 'build a second cluster and move the workloads, or acknowledge STACKS-MOVED with a reason',
  }),
  goneStack: ({ name, left, heir }: GoneStack): Draft => ({
    code: 'STACK-GONE',
    at: '',
    value: name,
    because: `nothing is in stack '${name}' any more, so it is never deployed again, and what Terraform made there stays as it is, in the stack's own state: ${some(left)}`,
    fix:
      heir === undefined
        ? `run 'cdktf destroy ${name}' with the program as it was before you deploy this one`
        : `keep it for '${heir}' to take over: take it out of the stack's state with 'terraform state rm', or, if it may go first, run 'cdktf destroy ${name}' with the program as it was`,
  }),
  gonePool: (name: string, least: number, most: number, added: readonly string[]): Draft => ({
    code: 'POOL-GONE',
    at: `pools/${name}`,
    value: name,
    because: `pool '${name}' is not in the program any more: its nodes (${least === most ? most : `${least} to ${most}`}) go, with their pods${
      added.length > 0 ? `, and a pool of another name is another pool (${some(added)})` : ''
    }`,
    fix:
      added.length > 0
        ? `keep '${name}' beside the new, and remove it once its pods have moved`
        : 'move its pods to other pools first, or acknowledge POOL-GONE with a reason',
  }),
} as const;
