import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing, type TerraformStack } from 'cdktf';
import { Cluster } from 'tenon';
import { Gke, type GkeProps } from 'tenon/google';
import { Cilium } from 'tenon/network';
import type { Data, Delivery, ItemOf, Stage } from 'tenon/spi';
import { asking, before, cluster, from, resources, resourcesIn, type Block, type Resources } from './synthesized';

const made = 'google_container_cluster.cluster';
const pool = 'google_container_node_pool.node-pool-general';

/** What must be there before something, and goes after it. */
const needed = (all: Resources, address: string) => [...before(all, address)];

/** What is wrong with the order of a cluster's resources. */
function disorder(all: Resources): string[] {
  const types = (pattern: RegExp) => Object.keys(all).filter(address => pattern.test(address));
  const grants = types(/_project_iam_member\.node-account-/);
  const wayOut = types(/_router_nat\.|_router\.|_subnetwork\./);
  const wanted: [string, string[]][] = [
    [made, [...grants, ...wayOut, ...types(/_kms_|_project_service\.service-(?!iamcredentials)/)]],
    [pool, [made, ...grants, ...wayOut]],
    ...types(/_service_account_iam_member\./).map((each): [string, string[]] => [each, [made]]),
  ];
  return wanted.flatMap(([address, first]) =>
    first.filter(each => !needed(all, address).includes(each)).map(each => `${address} without ${each}`),
  );
}

const identity: ItemOf<'identity'> = {
  ...from,
  kind: 'identity',
  id: 'backup',
  spec: { namespace: 'velero', serviceAccount: 'server', grants: { google: { roles: ['roles/viewer'] } } },
};

describe('what GKE makes comes in an order that Google needs, and goes in the opposite one', () => {
  const all = resources({ gke: { nat: { addresses: 1 } }, mesh: asking(identity) });

  test('nodes begin after their permissions and their way out, and end before these', () => {
    expect(disorder(all)).toEqual([]);
    expect(needed(all, 'google_compute_router_nat.nat')).toContain('google_compute_address.nat-address-0');
  });

  test.each(['google_project_iam_member', 'google_compute_router_nat', 'google_kms_crypto_key_iam_member'])(
    'a mutant without %s before the cluster and its nodes is noticed',
    type => {
      const forgetful = Object.entries(all).map(([address, block]): [string, Block] => {
        const rest = block.depends_on?.filter(each => !each.startsWith(`${type}.`));
        return [address, rest ? { ...block, depends_on: rest } : block];
      });
      expect(disorder(Object.fromEntries(forgetful))).not.toEqual([]);
    },
  );

  test('nothing waits in a circle', () => {
    expect(Object.keys(all).filter(address => needed(all, address).includes(address))).toEqual([]);
  });

  test('no firewall stands between a pool and the one that replaces it', () => {
    expect(needed(all, pool).filter(address => address.includes('_firewall.'))).toEqual([]);
  });
});

describe('a network from outside stands between the control plane and the nodes', () => {
  const built = cluster({ gke: { datapath: 'legacy' }, network: new Cilium(), deliveries: undefined });
  const [main, nodes] = [resourcesIn(built.stack('control-plane')), resourcesIn(built.stack('nodes'))];

  test('nodes are in a later stack, and whatever they need in an earlier one', () => {
    expect(Object.keys(main)).not.toContain(pool);
    expect(Object.keys(nodes)).toContain(pool);
    expect(nodes[pool]).not.toHaveProperty('depends_on');
    expect(disorder({ ...main, ...nodes }).filter(line => !line.startsWith(pool))).toEqual([]);
  });

  test('only the stacks with resources of Google have its provider', () => {
    const providers = (stage: Stage) =>
      Object.keys((JSON.parse(Testing.synth(built.stack(stage))) as { provider: object }).provider);
    expect(providers('control-plane')).toEqual(['google']);
    expect(providers('network')).toEqual(['helm']);
    expect(providers('nodes')).toEqual(['google']);
  });
});

/** A release that wants to know everything about its cluster. */
const curious = (values: { readonly [key: string]: Data }): ItemOf<'helm-release'> => ({
  ...from,
  kind: 'helm-release',
  id: 'curious',
  stage: 'platform',
  spec: {
    chart: 'curious',
    repository: 'https://curious.example',
    version: '1.0.0',
    namespace: 'default',
    values,
  },
});

/** A VPC that exists, but for its name. */
const ranges = {
  subnetwork: 'nodes',
  cidr: '10.10.0.0/20',
  pods: { name: 'pods', cidr: '10.20.0.0/16' },
  services: { name: 'services', cidr: '10.30.0.0/20' },
  controlPlane: '10.40.0.0/28',
};

describe('another stack', () => {
  interface Json {
    readonly resource: { readonly helm_release: { readonly curious: { readonly values: readonly string[] } } };
    readonly provider: { readonly helm: readonly { readonly kubernetes: Block }[] };
    readonly locals?: Block;
    readonly output: { readonly [name: string]: { readonly value: string } };
    readonly data?: object;
  }
  const read = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as Json;
  const values = {
    host: { $fact: 'endpoint/host' },
    url: { $fact: 'endpoint/url' },
    annotations: { $fact: 'identity/annotations/backup' },
  };
  test.each<[string, string | undefined]>([
    ['test', undefined],
    ['hub', 'hub'],
    ['projects/acme-hub/global/networks/hub', 'projects/acme-hub/global/networks/hub'],
    [
      'projects/acme-hub/global/networks/hub',
      'https://www.googleapis.com/compute/v1/projects/acme-hub/global/networks/hub',
    ],
  ])("knows the network as Google's drivers do: %s", (name, network) => {
    const range = (cidr: string) => ({ name: cidr.replace(/\W/g, '-'), cidr });
    const there = { pods: range('10.68.0.0/16'), services: range('10.65.0.0/20'), controlPlane: '10.66.0.0/28' };
    const exists = network && { network: { network, subnetwork: 'nodes', cidr: '10.64.0.0/20', ...there } };
    const outdir = mkdtempSync(join(tmpdir(), 'gke-'));
    const app = new App({ outdir });
    new Cluster(app, 'test', {
      kubernetes: '1.36',
      infrastructure: new Gke({ project: 'acme-platform', region: 'europe-west3', ...exists }),
      mesh: asking(curious({ network: { $fact: 'network/name' }, cluster: { $fact: 'cluster/name' } })),
      pools: [{ name: 'general', cpu: 2, min: 1 }],
    });
    app.synth();
    const written = readFileSync(join(outdir, 'stacks/test-platform/values/curious.yaml'), 'utf8');
    rmSync(outdir, { recursive: true });
    expect(written.split('\n').slice(1)).toEqual(['cluster: test', `network: ${name}`, '']);
  });

  const both = (gke: Partial<GkeProps> = {}) => {
    const built = cluster({ gke, deliveries: undefined, mesh: asking(identity, curious(values)) });
    return { main: read(built.stack('control-plane')), platform: read(built.stack('platform')) };
  };

  test('knows the private address, by which pods reach the API server, and who pods are', () => {
    const { main, platform } = both({ publicAccess: ['203.0.113.0/24'] });
    const text = JSON.stringify(platform);
    expect(main.output['private-endpoint']?.value).toBe(`\${${made}.private_cluster_config[0].private_endpoint}`);
    expect(text).toContain('outputs.private-endpoint');
    expect(main.output['account-backup-email']?.value).toBe('${google_service_account.account-backup.email}');
    expect(platform.resource.helm_release.curious.values[1]).toContain('{"iam.gke.io/gcp-service-account":${');
    expect(Object.values(platform.locals ?? {})).toContain(
      '${data.terraform_remote_state.cluster.outputs.account-backup-email}',
    );
  });

  test.each<[string, string | undefined]>([
    ['test', undefined],
    ['shared', 'shared'],
    ['shared', 'https://www.googleapis.com/compute/v1/projects/acme-platform/global/networks/shared'],
    ['projects/acme-hub/global/networks/shared', 'projects/acme-hub/global/networks/shared'],
  ])("knows the VPC as '%s' where its name is %s", (name, network) => {
    const seen: unknown[] = [];
    const delivery: Delivery = {
      ...asking(),
      socket: 'delivery',
      reach: 'operator',
      consumes: () => true,
      deliver: ({ resolve, stack }) => seen.push(resolve({ $fact: 'network/name' }, stack('platform'))),
    };
    const gke = network === undefined ? {} : { network: { ...ranges, network } };
    cluster({ gke, deliveries: [delivery] });
    expect(seen).toEqual([name]);
  });

  test('is told of a VPC that only Terraform knows', () => {
    const hub = '${google_compute_network.hub.self_link}';
    const gke = { network: { ...ranges, network: hub } };
    const mesh = asking(curious({ network: { $fact: 'network/name' } }));
    const built = cluster({ gke, deliveries: undefined, mesh });
    expect(read(built.stack('control-plane')).output.network?.value).toContain(hub);
    const text = Testing.synth(built.stack('platform'));
    expect(text).toContain('${data.terraform_remote_state.cluster.outputs.network}');
    expect(text).not.toContain('hub');
  });

  test('reaches the API server with a credential of the moment, and asks nobody while it plans', () => {
    const { main, platform } = both({ publicAccess: ['203.0.113.0/24'] });
    const state = 'data.terraform_remote_state.cluster.outputs';
    expect(platform.provider.helm[0]?.kubernetes).toEqual({
      host: `https://\${${state}.host}`,
      cluster_ca_certificate: `\${base64decode(${state}.certificate-authority)}`,
      exec: { api_version: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin', args: [] },
    });
    expect(main.output.host?.value).toBe(`\${${made}.endpoint}`);
    expect(main.output['certificate-authority']?.value).toBe(`\${${made}.master_auth[0].cluster_ca_certificate}`);
    expect(Object.keys(platform.data ?? {})).toEqual(['terraform_remote_state']);
  });

  test('reaches the API server by its private address where it has no other', () => {
    const { main } = both();
    expect(main.output.host?.value).toBe(`\${${made}.private_cluster_config[0].private_endpoint}`);
    expect(main.output.endpoint?.value).toBe(`https://\${${made}.private_cluster_config[0].private_endpoint}`);
  });

  test('trusts what everybody trusts where it reaches the API server by name', () => {
    const { main, platform } = both({ dnsEndpoint: true });
    expect(platform.provider.helm[0]?.kubernetes).not.toHaveProperty('cluster_ca_certificate');
    expect(main.output.host?.value).toBe(
      `\${${made}.control_plane_endpoints_config[0].dns_endpoint_config[0].endpoint}`,
    );
  });
});
