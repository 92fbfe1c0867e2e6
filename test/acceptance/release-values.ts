import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, type JsonObject, type Stack } from './synthesized';

/** Whether a stack brings Helm releases. */
export function hasReleases(stack: Stack): boolean {
  return blocksOf(stack.json, 'resource').some(({ type }) => type === 'helm_release');
}

/**
 * Makes a stack's Helm releases outputs, so that Terraform gives their values without a provider that would install them: charts are
 * on the Internet, and behind the mock's API server there is no cluster.
 */
export function replaceReleases(stack: Stack): void {
  const { provider, resource, output, terraform } = stack.json as {
    readonly [section: string]: JsonObject | undefined;
  };
  const releases = blocksOf(stack.json, 'resource').filter(({ type }) => type === 'helm_release');
  const values = Object.fromEntries(releases.map(({ name, body }) => [name, { value: body.values ?? [] }]));
  const json = {
    ...stack.json,
    provider: without(provider, 'helm'),
    resource: without(resource, 'helm_release'),
    output: { ...output, ...values },
    terraform: { ...terraform, required_providers: without(terraform?.required_providers as JsonObject, 'helm') },
  };
  writeFileSync(join(stack.folder, 'cdk.tf.json'), JSON.stringify(json));
}

/** Terraform takes no section with nothing in it. */
function without(section: JsonObject | undefined, name: string): JsonObject | undefined {
  const rest = Object.entries(section ?? {}).filter(([key]) => key !== name);
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}
