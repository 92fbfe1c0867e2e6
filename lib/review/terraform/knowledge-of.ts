import type { ArgumentFacts, ProviderReview } from '../knowledge';

/** What is known of one type of resource. */
export interface Knowledge {
  /** @default - the type is not known */
  readonly facts?: ArgumentFacts;
  readonly documents: readonly string[];
  /** By attribute, the arguments whose change leaves it alone. */
  readonly volatile: { readonly [attribute: string]: readonly string[] };
  readonly guard?: string;
  readonly provider?: ProviderReview;
}

/** Terraform's own. */
const TERRAFORM: ProviderReview = {
  provider: 'terraform',
  resources: { terraform_data: { replaces: ['triggers_replace'] } },
  volatile: { terraform_data: { output: [] } },
};

export function knowledgeOf(type: string, providers: readonly ProviderReview[]): Knowledge {
  const provider = [TERRAFORM, ...providers].find(({ resources }) => Object.hasOwn(resources, type));
  // Of a provider that is known, where everything is counts for every type.
  const near = provider ?? providers.find(each => type.startsWith(`${each.provider}_`));
  return {
    facts: provider?.resources[type],
    documents: near?.documents?.[type] ?? [],
    volatile: provider?.volatile?.[type] ?? {},
    guard: provider?.guards?.[type],
    provider: near,
  };
}
