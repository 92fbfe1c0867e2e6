/** What a plan is made of: plain JSON. Class instances, functions and `undefined` never reach a plan. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };

/**
 * Stands in data for a value that is known only once the cluster exists: `{ $fact: 'endpoint/host' }`.
 * An infrastructure lists the facts it can give; a fact that nobody gives is refused while planning.
 */
export type Fact = { readonly $fact: FactName };

/** The facts that the shared code knows. An identity's facts end in its item id: `identity/annotations/<id>`. */
export type FactName =
  | 'cluster/name'
  | 'endpoint/url'
  | 'endpoint/host'
  | 'endpoint/port'
  | `identity/annotations/${string}`
  | `file-system/id/${string}`
  | `${string}/${string}`;

/** Stands in data for a Terraform value that the user passed in, such as an existing network's id. It is kept outside the plan. */
export type Input = { readonly $input: string };

/** A Kubernetes minor version, such as `1.36`. */
export type Minor = `${number}.${number}`;

/** An IPv4 range in CIDR notation whose address is the network's own, such as `10.0.0.0/16`. */
export type Cidr = string;
