import type { Data, Decisions, Finding, Rule } from '../../lib/spi';
import type { CiliumProps } from './cilium-props';

/** A rule about Cilium's props in a cluster. */
export interface CiliumRule extends Omit<Rule, 'check'> {
  check(props: CiliumProps, decisions: Decisions): readonly Finding[];
}

export const CILIUM_DOCS = 'https://docs.cilium.io/en/stable';

/** The finding where something is wrong, else none. */
export function when(wrong: boolean, finding: Omit<Finding, 'value'> & { readonly value?: Data }): Finding[] {
  return wrong ? [finding] : [];
}
