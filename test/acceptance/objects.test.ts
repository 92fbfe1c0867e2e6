import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiServer, crdPlaces, crdsFor, ELSEWHERE, kindOf, objectsOf, type KubernetesObject } from './api-server';
import { kitEnvironment } from './aws-mock';
import { describeWith, kit, skip, tool } from './needs';
import { operatorObjects } from './operator-objects';
import { programs } from './programs';
import { rendered } from './rendered';
import { scratch } from './run-folder';
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

describeWith('what operators are told in the values of their charts, by a real API server', server, found => {
  accepts(found, program => operatorObjects(synthesized(program)), 'operator.tigera.io/Installation');
});

/** Tests that a server takes some objects of each program, and refuses each kind of them with a misspelt field. */
function accepts(
  found: { apiserver: string; crds: string; setup: string },
  objects: (program: string) => KubernetesObject[],
  kind = 'storage.k8s.io/StorageClass',
): void {
  const folder = scratch('objects');
  const places = crdPlaces(found.crds);
  const crds = crdsFor(programs.flatMap(objects), places);
  const missing = ELSEWHERE.filter(kind => !crds.has(kind));
  for (const kind of missing) skip(kind, [{ name: `the CRD of ${kind}`, looked: ['TENON_CRDS', ...places] }]);
  const written = programs
    .map(program => ({ program, objects: objects(program).filter(object => !missing.includes(kindOf(object))) }))
    .filter(it => it.objects.length > 0);
  const all = written.flatMap(it => it.objects);
  let api: ApiServer;

  beforeAll(() => {
    api = ApiServer.start(found.apiserver, folder, [...new Set(crds.values())], kitEnvironment(found.setup));
    api.createNamespaces(all);
  });

  afterAll(() => api?.stop());

  test('are there', () => {
    expect([...new Set(all.map(kindOf))]).toContain(kind);
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
