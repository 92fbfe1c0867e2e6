import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServer, crdsFor, kindOf, objectsOf, type KubernetesObject } from './api-server';
import { kitEnvironment } from './aws-mock';
import { describeWith, kit, tool } from './needs';
import { programs } from './programs';
import { rendered } from './rendered';
import { filesBelow, synthesized } from './synthesized';

const server = {
  etcd: tool('etcd'),
  server: tool('kube-apiserver'),
  kubectl: tool('kubectl'),
  openssl: tool('openssl'),
  apiserver: kit('apiserver'),
  crds: kit('crds'),
  setup: kit('setup'),
};

describeWith('the manifests of every program, by a real API server', server, found => {
  accepts(found, program => manifestsOf(synthesized(program).folder));
});

describeWith('the objects that Terraform brings, by a real API server', { ...server, helm: tool('helm') }, found => {
  accepts(found, program => rendered(found.helm, synthesized(program)));
});

/** Tests that a server takes some objects of each program, and refuses each kind of them with a misspelt field. */
function accepts(
  found: { apiserver: string; crds: string; setup: string },
  objects: (program: string) => KubernetesObject[],
): void {
  const folder = mkdtempSync(join(tmpdir(), 'tenon-objects-'));
  const written = programs.map(program => ({ program, objects: objects(program) })).filter(it => it.objects.length > 0);
  const all = written.flatMap(it => it.objects);
  let api: ApiServer;

  beforeAll(() => {
    api = ApiServer.start(found.apiserver, folder, crdsFor(all, found.crds), kitEnvironment(found.setup));
    api.createNamespaces(all);
  });

  afterAll(() => {
    api?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are there', () => {
    expect([...new Set(all.map(kindOf))]).toContain('storage.k8s.io/StorageClass');
  });

  test.each(written)('$program: every object is accepted', it => {
    expect(api.refusal(it.objects)).toBe('');
  });

  test.each([...new Map(all.map(object => [kindOf(object), object]))])(
    '%s with a misspelt field is refused',
    (_, object) => {
      const { field, misspelt } = misspell(object);
      expect(api.refusal([misspelt])).toContain(field);
    },
  );
}

/** What a program wrote for `kubectl apply`; its list of Helm releases is for other tools. */
function manifestsOf(output: string): KubernetesObject[] {
  const files = filesBelow(join(output, 'manifests'), /^\d+-.*\.yaml$/);
  return files.flatMap(file => objectsOf(readFileSync(file, 'utf8')));
}

/** The object with its first own field spelt wrong. */
function misspell(object: KubernetesObject): { field: string; misspelt: KubernetesObject } {
  const { apiVersion, kind, metadata, ...rest } = object;
  const [first = ['spec', {}], ...others] = Object.entries(rest);
  const field = `${first[0]}Misspelt`;
  return { field, misspelt: { apiVersion, kind, metadata, ...Object.fromEntries([[field, first[1]], ...others]) } };
}
