import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServer, crdsFor, kindOf, objectsOf, type KubernetesObject } from './api-server';
import { kitEnvironment } from './aws-mock';
import { describeWith, kit, tool } from './needs';
import { programs } from './programs';
import { filesBelow, synthesized } from './synthesized';

const needs = {
  etcd: tool('etcd'),
  server: tool('kube-apiserver'),
  kubectl: tool('kubectl'),
  openssl: tool('openssl'),
  apiserver: kit('apiserver'),
  crds: kit('crds'),
  setup: kit('setup'),
};

describeWith('the objects of every program, by a real API server', needs, found => {
  const folder = mkdtempSync(join(tmpdir(), 'tenon-objects-'));
  const manifests = programs.map(program => ({ program, objects: manifestsOf(synthesized(program).folder) }));
  const all = manifests.flatMap(({ objects }) => objects);
  let server: ApiServer;

  beforeAll(() => {
    server = ApiServer.start(found.apiserver, folder, crdsFor(all, found.crds), kitEnvironment(found.setup));
    server.createNamespaces(all);
  });

  afterAll(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('some program writes objects', () => {
    expect(new Set(all.map(kindOf))).toContain('storage.k8s.io/StorageClass');
  });

  const written = manifests.filter(({ objects }) => objects.length > 0);

  test.each(written)('$program: every manifest is accepted', ({ objects }) => {
    expect(server.refusal(objects)).toBe('');
  });

  test.each([...new Map(all.map(object => [kindOf(object), object]))])(
    '%s with a misspelt field is refused',
    (_, object) => {
      const { field, misspelt } = misspell(object);
      expect(server.refusal([misspelt])).toContain(field);
    },
  );
});

/** What the program wrote for `kubectl apply`; a list of Helm releases is for other tools. */
function manifestsOf(output: string): KubernetesObject[] {
  const files = filesBelow(join(output, 'manifests'), /\.yaml$/).filter(file => !file.endsWith('/releases.yaml'));
  return files.flatMap(file => objectsOf(readFileSync(file, 'utf8')));
}

/** The object with its first own field spelt wrong. */
function misspell(object: KubernetesObject): { field: string; misspelt: KubernetesObject } {
  const { apiVersion, kind, metadata, ...rest } = object;
  const [first = ['spec', {}], ...others] = Object.entries(rest);
  const field = `${first[0]}Misspelt`;
  return { field, misspelt: { apiVersion, kind, metadata, ...Object.fromEntries([[field, first[1]], ...others]) } };
}
