import { isTerraformValue } from './plan/terraform-values';
import type { Data, Plan } from './spi';

/** One thing, in the last plan and in this one; `undefined` where nothing was said. */
export interface Difference {
  /** Below the cluster, such as `addresses/network`. */
  readonly at: string;
  readonly from: Data | undefined;
  readonly to: Data | undefined;
}

/** Whether two are surely not the same. Nobody knows it of two values if only Terraform knows one of them. */
export function differs({ from, to }: Pick<Difference, 'from' | 'to'>): boolean {
  if (from === undefined || to === undefined) return from !== to;
  return !onlyTerraformKnows(from) && !onlyTerraformKnows(to) && from !== to;
}

/** What a message shows of one side. */
export function printable(value: Data | undefined): Data {
  return value === undefined ? 'nothing' : onlyTerraformKnows(value) ? 'a Terraform value' : value;
}

function onlyTerraformKnows(value: Data): boolean {
  return isTerraformValue(value) || (typeof value === 'object' && value !== null && '$input' in value);
}

/** What was set of an infrastructure in the last plan, if the cluster was on it then. */
export function infrastructureBefore(name: string, before: Plan): { readonly [setting: string]: Data } | undefined {
  const old = before.plugins.find(({ socket }) => socket === 'infrastructure');
  return old?.name === name ? old.settings : undefined;
}
