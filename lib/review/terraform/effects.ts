import { plain, type Fields } from '../data';
import { withoutSecrets } from '../secrets';
import type { ProviderReview } from '../knowledge';
import type { ArgumentChange, ResourceChange } from '../model';
import { argumentChanges, argumentLeaves, within } from './arguments';
import type { Configuration, Resource } from './configuration';
import { knowledgeOf, type Knowledge } from './knowledge-of';
import { renamed } from './moved';
import { referencesIn, type Reference } from './references';

/** What Terraform will do to every resource of either side; those that stay as they are are left out. Sorted by stack and address. */
export function effectsOf(
  base: Configuration,
  head: Configuration,
  providers: readonly ProviderReview[],
): readonly ResourceChange[] {
  const known = (type: string) => knowledgeOf(type, providers);
  const before = renamed(base.resources, head);
  const newFirst = withNewFirst(head.resources);
  const kept = [...head.resources].flatMap(([key, is]) => {
    const was = before.get(key);
    return was ? [{ key, was, is, known: known(is.type) }] : [];
  });
  const updates = spread(base, head, kept);
  const created = [...head.resources.values()].filter(({ stack, address }) => !before.has(`${stack}:${address}`));
  const destroyed = [...before].flatMap(([key, resource]) => (head.resources.has(key) ? [] : [resource]));
  return [
    ...kept.flatMap(({ key, was, is, known: of }) =>
      changed({ was, is, known: of, newFirst: newFirst.has(key) }, updates.get(key) ?? []),
    ),
    ...created.map((resource): ResourceChange => ({ ...place(resource), action: 'create', arguments: [] })),
    ...destroyed.map((resource): ResourceChange => ({
      ...place(resource),
      action: 'destroy',
      arguments: [],
      ...costs(resource, known(resource.type)),
    })),
  ].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

const nameOf = ({ stack, address }: ResourceChange) => `${stack} ${address}`;

interface Kept {
  readonly key: string;
  readonly was: Resource;
  readonly is: Resource;
  readonly known: Knowledge;
}

type Changes = Map<string, ArgumentChange[]>;

/** The changes of each resource, and those that they bring about in others, until nothing further changes. */
function spread(base: Configuration, head: Configuration, kept: readonly Kept[]): Changes {
  const changes: Changes = new Map(kept.map(each => [each.key, direct(base, head, each)]));
  const data = changedData(base, head);
  const byKey = new Map(kept.map(each => [each.key, each]));
  const isNew = (reference: Reference): boolean => {
    if (data.has(reference.key)) return true;
    const source = byKey.get(reference.key);
    const own = changes.get(reference.key) ?? [];
    if (!source || own.length === 0) return false;
    if (!isReplaced(own)) {
      const still = source.known.volatile[reference.attribute];
      return still !== undefined && own.some(({ path }) => !still.some(each => within(plain(path), each)));
    }
    const written = source.is.arguments[reference.attribute];
    return written === undefined || (typeof written === 'string' && referencesIn(written).some(isNew));
  };
  let again = true;
  while (again) {
    again = false;
    for (const each of kept) {
      const own = changes.get(each.key) as ArgumentChange[];
      const further = [...broughtAbout(each, own, isNew), ...triggered(each, own, changes)];
      if (further.length > 0) again = true;
      own.push(...further);
    }
  }
  return changes;
}

export function isReplaced(changes: readonly ArgumentChange[]): boolean {
  return changes.some(({ forces }) => forces);
}

/** What the arguments themselves say, and where the provider works. */
function direct(base: Configuration, head: Configuration, { was, is, known }: Kept): ArgumentChange[] {
  const { facts, documents, provider } = known;
  const places = provider?.everywhere?.some(start => is.type.startsWith(start))
    ? []
    : Object.keys(provider?.places ?? {});
  const [old, now] = [base.provider(was.stack, was.provider), head.provider(is.stack, is.provider)];
  const moves = places.flatMap((place): ArgumentChange[] => {
    const [from, to] = [old?.[place], now?.[place]];
    if (from === undefined || to === undefined || from === to) return [];
    return [{ path: place, from, to, forces: true, cause: `provider ${is.provider}` }];
  });
  return [
    ...moves,
    ...argumentChanges(was.arguments, is.arguments, { facts, documents, ignored: is.lifecycle.ignored }),
  ];
}

function changedData(base: Configuration, head: Configuration): ReadonlySet<string> {
  const changed = [...head.data].filter(([key, is]) => {
    const was = base.data.get(key);
    return was !== undefined && argumentChanges(was, is, { documents: [], ignored: [] }).length > 0;
  });
  return new Set(changed.map(([key]) => key));
}

/** Arguments that say the same, of things that are others now. */
function broughtAbout(
  { is, known }: Kept,
  own: readonly ArgumentChange[],
  isNew: (reference: Reference) => boolean,
): ArgumentChange[] {
  const found = new Map<string, ArgumentChange>();
  for (const { path, text } of argumentLeaves(is.arguments)) {
    const argument = plain(path);
    const counted = [...own, ...found.values()].some(change => within(argument, plain(change.path)));
    if (counted || is.lifecycle.ignored.some(each => each === 'all' || within(argument, each))) continue;
    const cause = referencesIn(text).find(isNew);
    if (!cause) continue;
    const forces = known.facts?.replaces?.some(each => within(argument, each)) ?? false;
    found.set(path, { path, from: text, to: text, forces, cause: cause.key });
  }
  return [...found.values()];
}

/** `replace_triggered_by`. */
function triggered({ is }: Kept, own: readonly ArgumentChange[], changes: Changes): ArgumentChange[] {
  return is.lifecycle.triggers.flatMap(trigger => {
    const address = trigger.split('.').slice(0, 2).join('.');
    const cause = `${is.stack}:${address}`;
    const done = own.some(each => each.path === 'replace_triggered_by' && each.cause === cause);
    if (done || (changes.get(cause) ?? []).length === 0) return [];
    return [{ path: 'replace_triggered_by', from: address, to: address, forces: true, cause }];
  });
}

interface Fate extends Omit<Kept, 'key'> {
  readonly newFirst: boolean;
}

function changed({ was, is, known, newFirst }: Fate, changes: readonly ArgumentChange[]): ResourceChange[] {
  if (changes.length === 0) return [];
  const told = changes.map(change => ({ ...change, ...withoutSecrets(change) }));
  const common = { ...place(is), arguments: told, ...(!known.facts && { guess: true as const }) };
  if (!isReplaced(changes)) return [{ ...common, action: 'update' }];
  return [{ ...common, action: 'replace', newFirst, ...costs(was, known, is) }];
}

function place({ stack, address, type }: Resource): Pick<ResourceChange, 'stack' | 'address' | 'type'> {
  return { stack, address, type };
}

/**
 * Resources that come anew before the old ones go: those that say so, and all that they use, which Terraform does alike.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
 */
function withNewFirst(resources: ReadonlyMap<string, Resource>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (key: string): void => {
    if (found.has(key)) return;
    found.add(key);
    for (const used of resources.get(key)?.uses ?? []) visit(used);
  };
  for (const [key, { lifecycle }] of resources) if (lifecycle.newFirst) visit(key);
  return found;
}

/** What is lost with a resource, and what keeps it from going. */
function costs(
  was: Resource,
  { provider, guard }: Knowledge,
  is: Resource = was,
): Pick<ResourceChange, 'loss' | 'guard'> {
  const loss = provider?.loss?.(was);
  const kept = guard !== undefined && isTrue(was.arguments, guard);
  const why = is.lifecycle.guarded ? 'prevent_destroy' : kept ? guard : undefined;
  return { ...(loss !== undefined && { loss }), ...(why !== undefined && { guard: why }) };
}

const isTrue = (fields: Fields, name: string) => String(fields[name]) === 'true';
