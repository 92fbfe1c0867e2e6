import { Fn, Testing } from 'cdktf';
import type { GkeProps } from 'tenon/google';
import { CloudFiles } from 'tenon/storage';
import type { ItemOf } from 'tenon/spi';
import { accountIdOf, nameOf } from '../../../../constructs/infrastructure/google/names';
import { labelsOf, tagFindings } from '../../../../constructs/infrastructure/google/tags';
import { asking, before, cluster, from, resources, type Resources } from './synthesized';

const secretsKey = 'projects/acme-keys/locations/europe-west3/keyRings/acme/cryptoKeys/secrets';

const identity = (id: string, ...roles: string[]): ItemOf<'identity'> => ({
  ...from,
  kind: 'identity',
  id,
  spec: { namespace: 'velero', serviceAccount: 'server', grants: { google: { roles } } },
});

const ofType = (all: Resources, type: string) =>
  Object.fromEntries(
    Object.entries(all).flatMap(([address, block]) =>
      address.startsWith(`${type}.`) ? [[address.slice(type.length + 1), block] as const] : [],
    ),
  );

describe('nodes', () => {
  const roles = (gke: Partial<GkeProps> = {}) =>
    Object.values(ofType(resources({ gke }), 'google_project_iam_member'))
      .map(({ role }) => role as string)
      .sort();

  test('act as an account of their own, which may do the least', () => {
    expect(resources()['google_service_account.node-account']).toMatchObject({
      account_id: expect.stringMatching(/^test-nodes-[a-z0-9]{7}$/) as string,
      display_name: 'Nodes of GKE cluster test',
    });
    expect(roles()).toEqual(['roles/artifactregistry.reader', 'roles/container.defaultNodeServiceAccount']);
    expect(resources()['google_project_iam_member.node-account-artifactregistry-reader']).toMatchObject({
      project: 'acme-platform',
      member: '${google_service_account.node-account.member}',
    });
  });

  test('may do what the user lets them do besides, each once', () => {
    const nodeRoles = ['roles/storage.objectViewer', 'projects/acme/roles/own', 'roles/artifactregistry.reader'];
    expect(roles({ nodeRoles })).toEqual([
      'projects/acme/roles/own',
      'roles/artifactregistry.reader',
      'roles/container.defaultNodeServiceAccount',
      'roles/storage.objectViewer',
    ]);
  });
});

describe('an identity', () => {
  const all = resources({ mesh: asking(identity('backup', 'roles/storage.objectAdmin', 'roles/compute.viewer')) });

  test('is an account that nobody but its service account can act as', () => {
    expect(all['google_service_account.account-backup']).toMatchObject({
      account_id: expect.stringMatching(/^test-id-backup-[a-z0-9]{7}$/) as string,
    });
    expect(all['google_service_account_iam_member.identity-backup']).toMatchObject({
      service_account_id: '${google_service_account.account-backup.name}',
      role: 'roles/iam.workloadIdentityUser',
      member: 'serviceAccount:acme-platform.svc.id.goog[velero/server]',
    });
    const granted = ofType(all, 'google_project_iam_member');
    expect(granted['account-backup-storage-objectAdmin']).toMatchObject({
      project: 'acme-platform',
      role: 'roles/storage.objectAdmin',
      member: '${google_service_account.account-backup.member}',
    });
    expect(granted).toHaveProperty('account-backup-compute-viewer');
  });

  test('waits for the pool of members that comes with the cluster', () => {
    const needed = before(all, 'google_service_account_iam_member.identity-backup');
    expect([...needed]).toEqual(
      expect.arrayContaining(['google_container_cluster.cluster', 'google_project_service.service-iamcredentials']),
    );
  });
});

test('a project that only Terraform knows is the same everywhere', () => {
  const project = Fn.lower('ACME');
  const all = resources({ gke: { project }, mesh: asking(identity('backup', 'roles/viewer')) });
  const known = 'lower("ACME")';
  expect(all['google_container_cluster.cluster']?.workload_identity_config).toEqual({
    workload_pool: `\${${known}}.svc.id.goog`,
  });
  expect(all['google_service_account_iam_member.identity-backup']?.member).toBe(
    `serviceAccount:\${${known}}.svc.id.goog[velero/server]`,
  );
  const projects = Object.values(ofType(all, 'google_project_iam_member')).map(block => block.project);
  expect(new Set(projects)).toEqual(new Set([`\${${known}}`]));
  expect(all['google_service_account.node-account']?.account_id).toMatch(/^test-nodes-[a-z0-9]{7}$/);
});

describe("the key of the cluster's own", () => {
  const all = resources();

  test('turns every 90 days, in a ring whose name was never taken', () => {
    expect(all['google_kms_key_ring.key-ring']).toMatchObject({
      name: 'test-${substr(terraform_data.key-ring.id, 0, 8)}',
      location: 'europe-west3',
    });
    expect(all['google_kms_crypto_key.key']).toMatchObject({
      key_ring: '${google_kms_key_ring.key-ring.id}',
      rotation_period: '7776000s',
    });
  });

  test("is GKE's to use, before there is a cluster", () => {
    expect(all['google_kms_crypto_key_iam_member.key-grant']).toMatchObject({
      crypto_key_id: '${google_kms_crypto_key.key.id}',
      role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
      member:
        'serviceAccount:service-${data.google_project.project.number}@container-engine-robot.iam.gserviceaccount.com',
    });
    expect([...before(all, 'google_container_cluster.cluster')]).toContain(
      'google_kms_crypto_key_iam_member.key-grant',
    );
  });

  test('stays until the cluster has another', () => {
    for (const address of ['google_kms_crypto_key.key', 'google_kms_crypto_key_iam_member.key-grant'])
      expect(all[address]?.lifecycle).toEqual({ create_before_destroy: true });
  });

  test("is not made where the user has one, and the user's is not touched", () => {
    const keys = Object.keys(resources({ gke: { secretsKey } })).filter(each => each.includes('_kms_'));
    expect(keys).toEqual([]);
  });
});

describe('the APIs of the project', () => {
  const services = (given: Parameters<typeof resources>[0] = {}) =>
    Object.values(ofType(resources(given), 'google_project_service')).map(({ service }) => service as string);
  const always = ['cloudresourcemanager', 'compute', 'container', 'iam'].map(name => `${name}.googleapis.com`);

  test('are those that the cluster needs', () => {
    expect(services()).toEqual([...always, 'cloudkms.googleapis.com'].sort());
    expect(services({ gke: { secretsKey } })).toEqual(always);
    expect(services({ storage: [new CloudFiles({ name: 'shared' })] })).toContain('file.googleapis.com');
    expect(services({ mesh: asking(identity('backup', 'roles/viewer')) })).toContain('iamcredentials.googleapis.com');
  });

  test('stay on when the cluster goes', () => {
    for (const block of Object.values(ofType(resources(), 'google_project_service')))
      expect(block.disable_on_destroy).toBe(false);
  });

  test('are left to the user who says so', () => {
    expect(services({ gke: { enableServices: false } })).toEqual([]);
    const waiting = Object.values(resources({ gke: { enableServices: false } })).flatMap(
      block => block.depends_on ?? [],
    );
    expect(waiting.filter(each => each.includes('service-'))).toEqual([]);
  });

  test('are on before what needs them, and before the project is asked for its number', () => {
    const all = resources();
    const first = (address: string) => [...before(all, address)].filter(each => each.includes('_project_service.'));
    expect(first('google_compute_subnetwork.nodes')).toEqual(['google_project_service.service-compute']);
    expect(first('google_service_account.node-account')).toEqual(['google_project_service.service-iam']);
    expect(first('google_kms_crypto_key.key')).toEqual(['google_project_service.service-cloudkms']);
    expect(first('google_kms_crypto_key_iam_member.key-grant')).toContain('google_project_service.service-container');
    expect(first('google_container_cluster.cluster')).toHaveLength(5);
    const { data } = JSON.parse(Testing.synth(cluster().stack('control-plane'))) as { data: Resources };
    const enabled = 'google_project_service.service-cloudresourcemanager';
    expect(data.google_project?.project).toMatchObject({ project_id: 'acme-platform', depends_on: [enabled] });
  });

  test("are on before a cluster whose key is the user's", () => {
    const all = resources({ gke: { secretsKey } });
    expect([...before(all, 'google_container_cluster.cluster')]).toContain('google_project_service.service-container');
  });
});

describe('names', () => {
  test('of accounts tell clusters, regions and purposes apart, and are short', () => {
    const long = 'a-cluster-whose-name-is-as-long-as-may-be';
    const ids = [
      accountIdOf('europe-west3', long, 'nodes'),
      accountIdOf('europe-west4', long, 'nodes'),
      accountIdOf('europe-west3', `${long}x`, 'nodes'),
      accountIdOf('europe-west3', long, 'id-backup'),
      accountIdOf('europe-west3', 'a', 'b-c'),
      accountIdOf('europe-west3', 'a-b', 'c'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^(?=.{6,30}$)[a-z]([a-z0-9-]*[a-z0-9])$/);
    expect(accountIdOf('europe-west3', long, 'nodes')).toBe(ids[0]);
  });

  test('that are too long keep what tells them apart', () => {
    expect(nameOf('shop', 'nat', '0')).toBe('shop-nat-0');
    const [a, b] = ['a', 'b'].map(last => nameOf('x'.repeat(60), `from-node-to-pool-${last}`));
    expect(a).toMatch(/^(?=.{63}$)x+-[a-z0-9]{7}$/);
    expect(a).not.toBe(b);
  });

  test('are the same on every run', () => {
    const id = () => resources()['google_service_account.node-account']?.account_id;
    expect(id()).toBe(id());
    expect(cluster().plan.cluster.name).toBe('test');
  });
});

describe('labels', () => {
  test('are the tags, and whose it is', () => {
    const labels = labelsOf({ name: 'shop', kubernetes: '1.36', tags: { team: 'a' } });
    expect(labels).toEqual({ team: 'a', 'tenon-cluster': 'shop' });
  });

  test.each([
    [{ team: 'platform', 'cost-center_2': '42', straße: 'ärger', empty: '' }, []],
    [{ Team: 'x' }, ['tags/Team']],
    [{ team: 'Platform' }, ['tags/team']],
    [{ 'acme.example/team': 'x' }, ['tags/acme.example/team']],
    [{ '1st': 'x' }, ['tags/1st']],
    [{ team: 'x'.repeat(64) }, ['tags/team']],
    [{ ['k'.repeat(64)]: 'x' }, [`tags/${'k'.repeat(64)}`]],
    [{ 'goog-team': 'x' }, ['tags/goog-team']],
    [{ 'tenon-cluster': 'x' }, ['tags/tenon-cluster']],
    [Object.fromEntries(Array.from({ length: 33 }, (_, place) => [`k${place}`, ''])), ['tags']],
  ])('%j: Google takes them or says why not', (tags, at) => {
    expect(tagFindings(tags as { [key: string]: string }).map(finding => finding.at)).toEqual(at);
  });
});
