import { closestTo, messages, type Draft } from '../errors';
import type { Acknowledgement, Decisions, Plan, Rule } from '../spi';
import type { Seat } from './seats';

/** A draft and how grave it is. */
export interface Judged extends Draft {
  readonly severity: Rule['severity'];
}

/** What the rules of every installed plugin find. */
export function runRules(
  seats: readonly Seat[],
  decisions: Decisions,
  before: Plan | undefined,
): { found: Judged[]; owned: Set<string> } {
  const found: Judged[] = [];
  const owned = new Set<string>();
  for (const seat of seats) {
    if (seat.as === 'native') continue;
    for (const rule of seat.plugin.rules ?? []) {
      owned.add(rule.code);
      found.push(...check(rule, seat, decisions, before));
    }
  }
  return { found, owned };
}

function check(rule: Rule, seat: Seat, decisions: Decisions, before: Plan | undefined): Judged[] {
  const { code, severity, see } = rule;
  try {
    return rule
      .check(decisions, before)
      .map(finding => ({ code, severity, see, ...finding, at: finding.at ?? seat.at }));
  } catch (error) {
    return [{ severity: 'error', ...messages.threw(seat.at, seat.name, `checking rule ${code}`, error) }];
  }
}

/** Splits findings into errors and warnings, less what the user has acknowledged; `others` are codes that may have been meant. */
export function judge(
  found: readonly Judged[],
  owned: ReadonlySet<string>,
  acknowledged: readonly Acknowledgement[],
  others: readonly string[] = [],
) {
  const errors: Draft[] = [];
  const warnings: Draft[] = [];
  for (const { severity, ...draft } of found) {
    const consent = severity !== 'error' && acknowledged.some(each => covers(each, draft));
    if (!consent) (severity === 'warning' ? warnings : errors).push(consentable(severity, draft));
  }
  for (const each of acknowledged) {
    const matches = found.filter(draft => covers(each, draft));
    if (matches.length > 0 && matches.every(match => match.severity === 'error'))
      errors.push(messages.notAcknowledgeable(each.code));
    if (matches.length > 0) continue;
    const near = closestTo(each.code, [...owned, ...others]);
    if (owned.has(each.code)) warnings.push(messages.staleAcknowledgement(each.code));
    else if (near !== undefined && near !== each.code) warnings.push(messages.unknownAcknowledgement(each.code, near));
  }
  return { errors, warnings };
}

/** Codes that can be acknowledged, and are no rules of plugins. */
export const OF_NO_PLUGIN = [
  'ADDRESSES-IDLE',
  'ADDRESSES-SHARED',
  'CAPACITY-PODS',
  'CLASS-CHANGED',
  'INFRASTRUCTURE-MOVED',
  'POOL-GONE',
  'STACK-GONE',
  'STACKS-MOVED',
  'VERSION-EXTENDED',
];

function covers(acknowledgement: Acknowledgement, draft: Draft): boolean {
  return acknowledgement.code === draft.code && (acknowledgement.at === undefined || acknowledgement.at === draft.at);
}

function consentable(severity: Rule['severity'], draft: Draft): Draft {
  if (severity !== 'consent' || draft.fix.includes(`acknowledge ${draft.code}`)) return draft;
  return { ...draft, fix: `${draft.fix}, or acknowledge ${draft.code} with a reason` };
}
