import { awsReview } from '../constructs/infrastructure/aws/review';
import { digitaloceanReview } from '../constructs/infrastructure/digitalocean/review';
import { googleReview } from '../constructs/infrastructure/google/review';
import { helmReview } from '../constructs/delivery/review';
import type { ProviderReview } from '../lib/review/knowledge';

/** Every provider whose resources are known here. */
export const providers: readonly ProviderReview[] = [awsReview, digitaloceanReview, googleReview, helmReview];
