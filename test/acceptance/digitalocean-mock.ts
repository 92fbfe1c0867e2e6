import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from './synthesized';

interface Cluster extends JsonObject {
  id: string;
  vpc_uuid: string;
  tags: string[];
  node_pools: Pool[];
}

interface Pool extends JsonObject {
  id: string;
  count: number;
}

type Answer = readonly [status: number, body?: JsonObject];

/** Its newest version first, as DigitalOcean lists them. */
const VERSIONS = ['1.36.2-do.0', '1.35.5-do.1', '1.34.9-do.3'];

/**
 * As much of DigitalOcean's API on loopback as clusters need, in memory: VPCs, clusters, node pools. It fills in what DigitalOcean fills
 * in, and refuses ranges that overlap, names taken twice, and to delete a VPC in use.
 * @see https://docs.digitalocean.com/reference/api/reference/kubernetes/
 */
export class DigitalOceanMock {
  private readonly vpcs = new Map<string, JsonObject>();
  private readonly clusters = new Map<string, Cluster>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<DigitalOceanMock> {
    const server = createServer();
    const mock = new DigitalOceanMock(server);
    server.on('request', (request, response) => {
      void bodyOf(request).then(body => {
        const [status, answer] = mock.answer(request.method ?? '', new URL(request.url ?? '', 'http://x'), body);
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(answer && JSON.stringify(answer));
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return mock;
  }

  /** Nothing that is given this environment can leave the machine. */
  get env(): NodeJS.ProcessEnv {
    return {
      DIGITALOCEAN_TOKEN: 'mock',
      DIGITALOCEAN_API_URL: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      DIGITALOCEAN_HTTP_RETRY_MAX: '0',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: '127.0.0.1,localhost',
    };
  }

  /** Names of what there is, by kind, sorted. */
  contents(): { readonly [kind: string]: readonly unknown[] } {
    const clusters = [...this.clusters.values()];
    return {
      vpcs: [...this.vpcs.values()].map(vpc => vpc.name).sort(),
      clusters: clusters.map(cluster => cluster.name).sort(),
      pools: clusters
        .flatMap(cluster => cluster.node_pools.map(pool => `${String(cluster.name)}/${String(pool.name)}`))
        .sort(),
    };
  }

  /** Adds a node to every pool that scales by itself, as the autoscaler does. */
  scaleUp(): void {
    for (const pool of [...this.clusters.values()].flatMap(cluster => cluster.node_pools))
      if (pool.auto_scale) Object.assign(pool, nodesOf({ ...pool, count: pool.count + 1 }));
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(method: string, { pathname }: URL, body: JsonObject): Answer {
    const [, version, kind, ...rest] = pathname.split('/');
    if (version !== 'v2') return NOT_FOUND;
    if (kind === 'vpcs') return this.vpc(method, rest[0], body);
    if (kind !== 'kubernetes') return NOT_FOUND;
    if (rest[0] === 'options') return [200, { options: { versions: VERSIONS.map(slug => ({ slug })) } }];
    if (rest[0] === 'registry') return [204];
    return rest[0] === 'clusters' ? this.cluster(method, rest.slice(1), body) : NOT_FOUND;
  }

  private vpc(method: string, id: string | undefined, body: JsonObject): Answer {
    if (method === 'POST') {
      if (taken(this.vpcs, body.name)) return refused(`a VPC is called ${String(body.name)} already`);
      if (taken(this.vpcs, body.ip_range, 'ip_range')) return refused('ranges of VPCs overlap');
      const vpc = { ...body, id: randomUUID(), urn: '', default: false, created_at: CREATED };
      this.vpcs.set(vpc.id, vpc);
      return [201, { vpc }];
    }
    const vpc = this.vpcs.get(id ?? '');
    if (!vpc) return NOT_FOUND;
    if (method !== 'DELETE') return [200, { vpc: Object.assign(vpc, body) }];
    if ([...this.clusters.values()].some(cluster => cluster.vpc_uuid === id))
      return [409, { message: 'it has members' }];
    this.vpcs.delete(vpc.id as string);
    return [204];
  }

  private cluster(method: string, [id, kind, ...rest]: string[], body: JsonObject): Answer {
    if (id === undefined)
      return method === 'POST' ? this.create(body) : [200, { kubernetes_clusters: [...this.clusters.values()] }];
    const cluster = this.clusters.get(id);
    if (!cluster) return NOT_FOUND;
    if (kind === 'credentials') return [200, CREDENTIALS];
    if (kind === 'node_pools') return pool(cluster, method, rest[0], body);
    if (kind === 'destroy_with_associated_resources' && method === 'GET') return [200, {}];
    if (method !== 'DELETE')
      return [method === 'PUT' ? 202 : 200, { kubernetes_cluster: Object.assign(cluster, body) }];
    this.clusters.delete(id);
    return [204];
  }

  private create(body: JsonObject): Answer {
    if (taken(this.clusters, body.name)) return refused(`a cluster is called ${String(body.name)} already`);
    if (!VERSIONS.includes(String(body.version))) return refused(`no version ${String(body.version)}`);
    if (!this.vpcs.has(String(body.vpc_uuid))) return refused('no such VPC');
    const id = randomUUID();
    const cluster = {
      maintenance_policy: { day: 'any', start_time: '20:00', duration: '4h0m0s' },
      control_plane_firewall: { enabled: false, allowed_addresses: [] },
      routing_agent: { enabled: false },
      ...withoutNulls(body),
      id,
      endpoint: `https://${id}.k8s.ondigitalocean.com`,
      ipv4: '203.0.113.9',
      tags: [...((body.tags ?? []) as string[]), 'k8s', `k8s:${id}`],
      node_pools: (body.node_pools as JsonObject[]).map(each => newPool(each, id)),
      status: { state: 'running' },
      created_at: CREATED,
      updated_at: CREATED,
    } as unknown as Cluster;
    this.clusters.set(id, cluster);
    return [201, { kubernetes_cluster: cluster }];
  }
}

function pool(cluster: Cluster, method: string, id: string | undefined, body: JsonObject): Answer {
  if (method === 'POST') {
    const made = newPool(body, cluster.id);
    cluster.node_pools.push(made);
    return [201, { node_pool: made }];
  }
  const found = cluster.node_pools.find(each => each.id === id);
  if (!found) return NOT_FOUND;
  if (method !== 'DELETE') return [200, { node_pool: Object.assign(found, nodesOf({ ...found, ...body })) }];
  cluster.node_pools.splice(cluster.node_pools.indexOf(found), 1);
  return [204];
}

function newPool(body: JsonObject, cluster: string): Pool {
  const tags = [...((body.tags ?? []) as string[]), 'k8s', `k8s:${cluster}`, 'k8s:worker'];
  return nodesOf({ count: 0, auto_scale: false, min_nodes: 0, max_nodes: 0, ...body, id: randomUUID(), tags });
}

function nodesOf<P extends { readonly count: number; readonly id: string }>(pool: P): P & Pool {
  const nodes = Array.from({ length: pool.count }, (_, index) => ({
    id: `${pool.id}-${index}`,
    name: `node-${index}`,
    status: { state: 'running' },
  }));
  return { ...pool, nodes };
}

function taken(all: ReadonlyMap<string, JsonObject>, value: unknown, field = 'name'): boolean {
  return [...all.values()].some(each => each[field] === value);
}

/** What the provider leaves open. */
function withoutNulls(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

const CREATED = '2026-11-22T00:00:00Z';
const CREDENTIALS = {
  server: 'https://127.0.0.1',
  certificate_authority_data: '',
  token: 'x',
  expires_at: '2099-01-01T00:00:00Z',
};
const NOT_FOUND: Answer = [404, { id: 'not_found', message: 'not found' }];
const refused = (message: string): Answer => [422, { id: 'unprocessable_entity', message }];

async function bodyOf(request: IncomingMessage): Promise<JsonObject> {
  let text = '';
  for await (const part of request) text += String(part);
  return text ? (JSON.parse(text) as JsonObject) : {};
}
