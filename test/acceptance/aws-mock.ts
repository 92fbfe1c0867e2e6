import { execFileSync } from 'node:child_process';
import { pluginFolders } from './needs';

let environment: NodeJS.ProcessEnv | undefined;

/** The environment that the kit makes for real tools: their search path, and Terraform's mirror of the providers on this machine. */
export function kitEnvironment(setup: string): NodeJS.ProcessEnv {
  // Each run adds the providers of one folder to the mirror, and they all print the same.
  environment ??= pluginFolders.map(folder => printedBy(setup, folder)).at(-1);
  return { ...environment };
}

function printedBy(setup: string, plugins: string): NodeJS.ProcessEnv {
  const printed = execFileSync('bash', ['-c', 'eval "$("$0")" && env -0', setup], {
    env: { ...process.env, KIT_PLUGINS: plugins },
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
  const pairs = printed
    .split('\0')
    .filter(Boolean)
    .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
  return Object.fromEntries(pairs) as NodeJS.ProcessEnv;
}

/** A cloud's API on loopback. Nothing that is given this environment can leave the machine. */
export class AwsMock {
  private constructor(
    private readonly program: string,
    private readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  static start(program: string, folder: string): AwsMock {
    const endpoint = execFileSync(program, ['start', folder], { encoding: 'utf8' }).trim();
    return new AwsMock(program, folder, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'mock',
      AWS_SECRET_ACCESS_KEY: 'mock',
      AWS_EC2_METADATA_DISABLED: 'true',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: '127.0.0.1,localhost',
    });
  }

  stop(): void {
    execFileSync(this.program, ['stop', this.folder]);
  }
}
