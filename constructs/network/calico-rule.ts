import type { Decisions, Finding, Plan, Rule } from '../../lib/spi';
import type { CalicoProps } from './calico-props';

/** A rule about Calico's props in a cluster. */
export interface CalicoRule extends Omit<Rule, 'check'> {
  check(props: CalicoProps, decisions: Decisions, before?: Plan): readonly Finding[];
}

export const CALICO_DOCS = 'https://docs.tigera.io/calico/latest';
