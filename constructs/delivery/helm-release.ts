import {
  TerraformProvider,
  TerraformResource,
  Token,
  type ITerraformDependable,
  type TerraformResourceLifecycle,
} from 'cdktf';
import type { Construct } from 'constructs';

/** Releases of Terraform's Helm provider that this was written against: 3.x, in which `kubernetes` and `exec` are attributes. */
export const HELM_PROVIDER = { source: 'hashicorp/helm', version: '>= 3.0.0, < 4.0.0' } as const;

const METADATA = { providerName: 'helm', providerVersionConstraint: HELM_PROVIDER.version };

/** How the Helm provider reaches the API server. */
export interface HelmProviderConfig {
  readonly host: string;
  /** PEM. */
  readonly clusterCaCertificate?: string;
  /** A client-go credential plugin. */
  readonly exec: {
    readonly apiVersion: string;
    readonly command: string;
    readonly args: readonly string[];
    readonly env?: { readonly [name: string]: string };
  };
}

/**
 * Terraform's Helm provider.
 *
 * @see https://registry.terraform.io/providers/hashicorp/helm/latest/docs
 */
export class HelmProvider extends TerraformProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: HelmProviderConfig,
  ) {
    super(scope, id, {
      terraformResourceType: 'helm',
      terraformGeneratorMetadata: METADATA,
      terraformProviderSource: HELM_PROVIDER.source,
    });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    const { host, clusterCaCertificate, exec } = this.config;
    const { env } = exec;
    return {
      kubernetes: {
        host,
        cluster_ca_certificate: clusterCaCertificate,
        exec: {
          api_version: exec.apiVersion,
          command: exec.command,
          args: exec.args,
          // As a token, or cdktf would write the names of the variables in lower case.
          ...(env && { env: Token.asAny({ ...env }) }),
        },
      },
    };
  }
}

/** What is installed, and how. */
export interface HelmReleaseConfig {
  readonly name: string;
  readonly namespace: string;
  readonly createNamespace: boolean;
  /** A chart's name in `repository`, or a path that starts with `./` or `${path.module}/`. */
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
  /** YAML documents; later ones win, key by key. */
  readonly values: readonly string[];
  /** Whether Terraform waits until what was installed works. */
  readonly wait: boolean;
  /** Whether a failed installation is taken back; implies waiting. */
  readonly atomic: boolean;
  /** In seconds. */
  readonly timeout: number;
  /** Revisions that Helm keeps. */
  readonly maxHistory: number;
  /** Leaves out the chart's hooks. @default false */
  readonly disableWebhooks?: boolean;
  readonly dependsOn?: ITerraformDependable[];
  readonly lifecycle?: TerraformResourceLifecycle;
}

/**
 * A `helm_release`, at the address `helm_release.<id>`.
 *
 * @see https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release
 */
export class HelmRelease extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: HelmReleaseConfig,
  ) {
    const { dependsOn, lifecycle } = config;
    // Plugins choose the ids of releases, and a stack has constructs of its own, such as `backend`.
    super(scope, `helm_release.${id}`, {
      terraformResourceType: 'helm_release',
      terraformGeneratorMetadata: METADATA,
      ...(dependsOn && dependsOn.length > 0 && { dependsOn }),
      ...(lifecycle && { lifecycle }),
    });
    this.overrideLogicalId(id);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    const { name, namespace, chart, repository, version, values, wait, atomic, timeout } = this.config;
    return {
      name,
      namespace,
      create_namespace: this.config.createNamespace,
      chart,
      repository,
      version,
      values,
      wait,
      atomic,
      timeout,
      max_history: this.config.maxHistory,
      // So the provider calls hooks.
      disable_webhooks: this.config.disableWebhooks,
    };
  }
}
