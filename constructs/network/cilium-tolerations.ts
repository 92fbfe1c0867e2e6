import type { Data, Decisions, Taint } from '../../lib/spi';
import { valueAt } from './chart-values';
import type { CiliumProps } from './cilium-props';

/** What the operator tolerates unless the user says otherwise, besides the taint that its own agents remove. */
const BY_ITSELF: readonly Data[] = [
  'node-role.kubernetes.io/control-plane',
  'node-role.kubernetes.io/master',
  'node.kubernetes.io/not-ready',
  'node.cloudprovider.kubernetes.io/uninitialized',
].map(key => ({ key, operator: 'Exists' }));

/** Whether the operator may run on the nodes of any pool. */
export function operatorHasNodes({ values = {} }: CiliumProps, { pools }: Pick<Decisions, 'pools'>): boolean {
  const given = valueAt(values, 'operator.tolerations');
  const tolerations = given === undefined ? BY_ITSELF : Array.isArray(given) ? (given as readonly Data[]) : [];
  return pools.some(({ taints }) =>
    taints.every(taint => taint.effect === 'PreferNoSchedule' || tolerations.some(each => tolerates(each, taint))),
  );
}

/** As Kubernetes has it: what a toleration leaves out, it does not ask for. */
function tolerates(toleration: Data, taint: Taint): boolean {
  if (toleration === null || typeof toleration !== 'object' || Array.isArray(toleration)) return false;
  const { key = '', operator = 'Equal', value = '', effect = '' } = toleration as { readonly [field: string]: Data };
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || (key !== '' && operator === 'Equal' && value === (taint.value ?? ''));
}
