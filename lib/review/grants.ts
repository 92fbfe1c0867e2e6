import type { Grant } from './knowledge';
import type { Change } from './model';

/** What somebody may do that nobody let them before, and what they may no more; grants of one sort are one change. */
export function grantChanges(base: readonly Grant[], head: readonly Grant[], isNew: boolean): Change[] {
  const [was, is] = [divided(base), divided(head)];
  const granted = [...uncovered(is.allowed, was.allowed), ...uncovered(was.denied, is.denied)];
  const revoked = [...uncovered(was.allowed, is.allowed), ...uncovered(is.denied, was.denied)];
  return [...bundled(granted, 'granted', isNew), ...bundled(revoked, 'revoked', isNew)];
}

function divided(grants: readonly Grant[]): { allowed: Grant[]; denied: Grant[] } {
  return { allowed: grants.filter(({ denied }) => !denied), denied: grants.filter(({ denied }) => denied) };
}

function uncovered(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  return grants.filter(grant => !others.some(other => covers(other, grant)));
}

function covers(outer: Grant, inner: Grant): boolean {
  return (
    outer.who === inner.who &&
    matches(outer.may, inner.may) &&
    matches(outer.on ?? '*', inner.on ?? '*') &&
    (outer.when === undefined || outer.when === inner.when)
  );
}

/** Whether a pattern with `*` and `?` stands for all that another does. Names of actions are the same in capitals. */
export function matches(pattern: string, text: string): boolean {
  const [wild, own] = [pattern.toLowerCase(), text.toLowerCase()];
  let [at, place, star, resume] = [0, 0, -1, 0];
  // Greedy, and back to the last star where it goes wrong: quick whatever the pattern is.
  while (at < own.length) {
    if (wild[place] === '*') [star, resume, place] = [place, at, place + 1];
    else if (wild[place] === own[at] || (wild[place] === '?' && own[at] !== '*')) [place, at] = [place + 1, at + 1];
    else if (star >= 0) [resume, at, place] = [resume + 1, resume + 1, star + 1];
    else return false;
  }
  return /^\**$/.test(wild.slice(place));
}

/** One change for what the same principal may do to the same things. */
function bundled(grants: readonly Grant[], happens: 'granted' | 'revoked', isNew: boolean): Change[] {
  const bundles = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.who, grant.on ?? '', grant.when ?? '', grant.denied ?? false]);
    bundles.set(key, [...(bundles.get(key) ?? []), grant]);
  }
  const changes = [...bundles.values()].map(bundle => changeOf(bundle, happens, isNew));
  return changes.sort((one, other) => (`${one.subject} ${one.says}` < `${other.subject} ${other.says}` ? -1 : 1));
}

function changeOf(bundle: readonly Grant[], happens: 'granted' | 'revoked', isNew: boolean): Change {
  const [{ who, on, when, denied }] = bundle as [Grant];
  const actions = [...new Set(bundle.map(({ may }) => may))].sort();
  const parts = [denied ? 'by a denial that changes' : '', on ? `on ${on}` : '', when ? `when ${when}` : ''];
  const says = parts.filter(Boolean).join(', ');
  const count = actions.length === 1 ? actions[0] : `${actions.length} more actions`;
  const attention = `${who} is granted ${count}${on ? ` on ${on}` : ''}`;
  return {
    topic: 'permission',
    happens,
    subject: who,
    [happens === 'granted' ? 'to' : 'from']: actions,
    ...(says && { says }),
    ...(happens === 'granted' && !isNew && !bundle.every(({ routine }) => routine) && { attention }),
  };
}
