import { textsOf } from '../../lib/review/data';
import type { ProviderReview } from '../../lib/review/knowledge';

/** What a review of a change knows of Terraform's Helm provider, as releases 3.x do it. */
export const helmReview: ProviderReview = {
  provider: 'helm',
  // https://github.com/hashicorp/terraform-provider-helm/blob/v3.1.1/helm/resource_helm_release.go
  resources: { helm_release: { replaces: ['name', 'namespace'] } },
  // What a chart beside its stack holds are objects, of which the plan tells one by one.
  loss: ({ arguments: own }) => (textsOf(own.chart)[0]?.startsWith('${path.module}') ? undefined : 'what it installed'),
};
