import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terraform } from './terraform';

/** Data sources that list what an account holds, and the attribute that does. The mock never deletes a NAT gateway's interface. */
const LISTS = {
  aws_cloudwatch_log_groups: 'log_group_names',
  aws_eips: 'allocation_ids',
  aws_eks_clusters: 'names',
  aws_iam_roles: 'names',
  aws_instances: 'ids',
  aws_security_groups: 'ids',
  aws_subnets: 'ids',
  aws_vpcs: 'ids',
} as const;

/** An account as Terraform sees it, whoever made what is in it. */
export class Account {
  private readonly terraform: Terraform;
  private ready?: Promise<void>;

  constructor(program: string, folder: string, env: NodeJS.ProcessEnv, region: string) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration(region)));
    this.terraform = new Terraform(program, folder, env);
  }

  /** Sorted ids or names by kind. */
  async contents(): Promise<{ readonly [kind: string]: readonly string[] }> {
    await (this.ready ??= this.terraform.init());
    await this.terraform.apply();
    const outputs = Object.entries(await this.terraform.outputs());
    return Object.fromEntries(outputs.map(([kind, { value }]) => [kind, (value as string[]).toSorted()]));
  }
}

function configuration(region: string): object {
  const kinds = Object.entries(LISTS);
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: { aws: { region } },
    data: Object.fromEntries(kinds.map(([kind]) => [kind, { all: {} }])),
    output: Object.fromEntries(kinds.map(([kind, list]) => [kind, { value: `\${tolist(data.${kind}.all.${list})}` }])),
  };
}
