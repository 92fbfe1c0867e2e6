import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Google's APIs that the kit's mock serves, by what the provider calls them: releases 6 and 7 do not always agree. */
const SERVED = {
  COMPUTE: 'compute',
  CONTAINER: 'container',
  IAM: 'iam',
  IAM_BETA: 'iam',
  KMS: 'kms',
  RESOURCE_MANAGER: 'projects',
  CLOUD_RESOURCE_MANAGER: 'projects',
  RESOURCE_MANAGER_V3: 'projects',
} as const;

/** Google's APIs on loopback. Nothing that is given this environment can leave the machine. */
export class GoogleMock {
  private constructor(
    private readonly process: ChildProcess,
    private readonly missing: MissingApis,
    private readonly address: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** `program` is the kit's `google-mock.d/serve.py`. */
  static async start(program: string): Promise<GoogleMock> {
    const missing = await MissingApis.start();
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    const served = spawn('python3', [program], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const address = await addressIn(served);
    const endpoints = Object.entries(SERVED).map(([api, path]) => [
      `GOOGLE_${api}_CUSTOM_ENDPOINT`,
      `${address}/${path}/v1/`,
    ]);
    return new GoogleMock(served, missing, address, {
      ...Object.fromEntries(endpoints),
      ...missing.env,
      GOOGLE_OAUTH_ACCESS_TOKEN: 'mock',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: '127.0.0.1,localhost',
    });
  }

  /** The APIs that are on. */
  get enabled(): readonly string[] {
    return [...this.missing.enabled].sort();
  }

  /** Sorted names of what a project holds, by kind. */
  async contents(project: string, region: string): Promise<{ readonly [kind: string]: readonly string[] }> {
    const lists = Object.entries({
      networks: `compute/projects/${project}/global/networks`,
      firewalls: `compute/projects/${project}/global/firewalls`,
      subnetworks: `compute/projects/${project}/regions/${region}/subnetworks`,
      routers: `compute/projects/${project}/regions/${region}/routers`,
      addresses: `compute/projects/${project}/regions/${region}/addresses`,
      clusters: `container/projects/${project}/locations/${region}/clusters`,
    });
    const found = await Promise.all(lists.map(async ([kind, path]) => [kind, await this.namesAt(path)] as const));
    const { bindings } = (await this.ask(`projects/projects/${project}:getIamPolicy`, 'POST')) as {
      bindings: { role: string; members: string[] }[];
    };
    const grants = bindings.flatMap(({ role, members }) => members.map(member => `${role} ${member}`));
    return { ...Object.fromEntries(found), grants: grants.sort() };
  }

  /** Lets somebody do something in a project, as its owner does before there are clusters. */
  async grant(project: string, role: string, member: string): Promise<void> {
    const policy = { bindings: [{ role, members: [member] }] };
    await this.ask(`projects/projects/${project}:setIamPolicy`, 'POST', { policy });
  }

  private async namesAt(path: string): Promise<string[]> {
    const answer = (await this.ask(path)) as { items?: { name: string }[]; clusters?: { name: string }[] };
    return (answer.items ?? answer.clusters ?? []).map(({ name }) => name).sort();
  }

  private async ask(path: string, method = 'GET', body?: object): Promise<unknown> {
    const answer = await fetch(`${this.address}/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.json();
  }

  stop(): void {
    this.process.kill();
    this.missing.stop();
  }
}

/** The address that the mock prints when it is ready. */
function addressIn(served: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    served.stderr?.on('data', (text: Buffer) => {
      printed += text.toString();
      const [, address] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(printed) ?? [];
      if (address) resolve(address);
    });
    served.on('exit', code => reject(new Error(`google-mock ended with ${code}: ${printed}`)));
  });
}

/** What the kit's mock has not: Service Usage, which turns APIs on, and Cloud Billing, which tells what pays for a project. */
class MissingApis {
  readonly enabled = new Set<string>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<MissingApis> {
    const server = createServer();
    const apis = new MissingApis(server);
    server.on('request', (request, response) => void apis.answer(request, response));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return apis;
  }

  get env(): NodeJS.ProcessEnv {
    const address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return {
      GOOGLE_SERVICE_USAGE_CUSTOM_ENDPOINT: `${address}/v1/`,
      GOOGLE_CLOUD_BILLING_CUSTOM_ENDPOINT: `${address}/v1/`,
    };
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, '')).replace(/^\/+(v\d\/)*/, '');
    const body = await contentOf(request);
    const [, project, rest = ''] = /^projects\/([^/]+)\/(.*)$/.exec(path) ?? [];
    const one = /^services\/([^/:]+):enable$/.exec(rest)?.[1];
    const all = rest === 'services:batchEnable' ? (JSON.parse(body) as { serviceIds: string[] }).serviceIds : [];
    for (const name of one ? [one] : all) this.enabled.add(name);
    const services = [...this.enabled].map(name => ({
      name: `projects/${project}/services/${name}`,
      state: 'ENABLED',
    }));
    const operation = { name: 'operations/done', done: true, response: {} };
    const known =
      rest === 'services' ? { services } : rest === 'billingInfo' ? {} : rest.endsWith('nable') && operation;
    response.writeHead(known ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(known || { error: { code: 404, message: `nobody knows ${request.method} ${path}` } }));
  }
}

async function contentOf(request: IncomingMessage): Promise<string> {
  let content = '';
  for await (const part of request) content += String(part);
  return content;
}
