import { helmReview } from '../../../constructs/delivery/review';

const release = (chart: string) => ({
  type: 'helm_release',
  address: 'helm_release.r',
  name: 'r',
  arguments: { chart },
});

test('with a release goes what it installed; objects beside a stack are told one by one', () => {
  expect(helmReview.loss?.(release('cilium'))).toBe('what it installed');
  expect(helmReview.loss?.(release('${path.module}/charts/x'))).toBeUndefined();
});
