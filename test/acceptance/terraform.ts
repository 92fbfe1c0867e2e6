import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, Stack } from './synthesized';

/** Terraform in one folder. Rejects with what it said last where it ends with another code than expected. */
export class Terraform {
  constructor(
    private readonly program: string,
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  async init(): Promise<void> {
    await this.run(['init', '-input=false']);
    await this.run(['validate']);
  }

  async apply(): Promise<void> {
    await this.run(['plan', '-input=false', '-out=plan.tfplan']);
    await this.run(['apply', '-input=false', 'plan.tfplan']);
  }

  /** Whether a further plan would change anything. */
  async differs(): Promise<boolean> {
    return (await this.run(['plan', '-input=false', '-detailed-exitcode'], [0, 2])).code === 2;
  }

  /** What a plan for what the folder holds now would do to resources; `refresh: false` takes the state as it is. */
  async planned(refresh = true): Promise<readonly PlannedChange[]> {
    await this.run(['plan', '-input=false', `-refresh=${refresh}`, '-out=changes.tfplan']);
    const { stdout } = await this.run(['show', '-json', 'changes.tfplan']);
    const { resource_changes: changes = [] } = JSON.parse(stdout) as { resource_changes?: PlannedChange[] };
    return changes.filter(({ mode, change }) => mode === 'managed' && change.actions[0] !== 'no-op');
  }

  /** Destroys, and returns what the state still holds. */
  async destroy(): Promise<string[]> {
    await this.run(['destroy', '-input=false', '-auto-approve']);
    return (await this.run(['state', 'list'])).stdout.split('\n').filter(Boolean);
  }

  async outputs(): Promise<{ readonly [name: string]: { readonly value: unknown } }> {
    return JSON.parse((await this.run(['output', '-json'])).stdout) as { [name: string]: { value: unknown } };
  }

  private run(args: readonly string[], expected: readonly number[] = [0]): Promise<{ code: number; stdout: string }> {
    const [command, ...rest] = args;
    const line = [command ?? '', '-no-color', ...rest].filter(
      arg => arg !== '-no-color' || !NO_COLOR.has(command ?? ''),
    );
    return new Promise((resolve, reject) => {
      execFile(this.program, line, { cwd: this.folder, env: this.env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
        const code = error ? Number(error.code ?? 1) : 0;
        if (expected.includes(code)) return resolve({ code, stdout });
        reject(
          new Error(
            `terraform ${line.join(' ')} in ${this.folder} ended with ${code}:\n${stdout.slice(-2000)}\n${stderr}`,
          ),
        );
      });
    });
  }
}

/** One resource's change, as `terraform show -json` has it. */
export interface PlannedChange {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly change: {
    readonly actions: readonly ('no-op' | 'create' | 'update' | 'delete')[];
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly before: JsonObject | null;
    /** Without what is known only once it is there. */
    readonly after: JsonObject | null;
  };
}

/** Commands that print no colours and do not know the flag. */
const NO_COLOR = new Set(['state']);

/** The local names of the providers that a stack requires. */
export function providersOf(json: JsonObject): string[] {
  const { required_providers: required = {} } = json.terraform as { required_providers?: JsonObject };
  return Object.keys(required);
}

/** The paths of a stack's own state and of the states that it reads, as written. */
export function statePaths(folder: string): string[] {
  const json = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as {
    terraform: { backend?: { local?: { path: string } } };
    data?: { terraform_remote_state?: { [name: string]: { config: { path?: string } } } };
  };
  const reads = Object.values(json.data?.terraform_remote_state ?? {}).map(state => state.config.path);
  return [json.terraform.backend?.local?.path, ...reads].filter(path => path !== undefined);
}

/** The region that stacks are deployed to. */
export function regionOf(stacks: readonly Stack[]): string {
  const regions = stacks.flatMap(({ json }) =>
    ((json.provider as { aws?: { region: string }[] } | undefined)?.aws ?? []).map(it => it.region),
  );
  if (new Set(regions).size !== 1) throw new Error(`stacks of one region expected, found: ${regions.join(', ')}`);
  return regions[0] as string;
}

/**
 * Lets a stack that a program made with plain cdktf use the AWS provider that is installed here: cdktf asks for the one version that its
 * bindings were made from. A cluster's own stacks say what they work with, and stay as they are.
 */
export function unpin({ json, folder }: Stack): void {
  const { required_providers: required = {} } = json.terraform as {
    required_providers?: { aws?: { version: string } };
  };
  if (!/^\d/.test(required.aws?.version ?? '')) return;
  const override = { terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } } };
  writeFileSync(join(folder, 'override.tf.json'), JSON.stringify(override));
}
