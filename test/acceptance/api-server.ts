import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { filesBelow, type JsonObject } from './synthesized';

/** A Kubernetes object, as far as the tests look into it. */
export interface KubernetesObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** A real API server with nothing behind it. */
export class ApiServer {
  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly kubectl: readonly string[],
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static start(program: string, folder: string, crds: readonly string[], env: NodeJS.ProcessEnv): ApiServer {
    const more = crds.length > 0 ? ['--crds', ...crds] : [];
    const kubeconfig = execFileSync(program, ['start', folder, ...more], { encoding: 'utf8', env }).trim();
    return new ApiServer(program, folder, ['--kubeconfig', kubeconfig, '--cache-dir', `${folder}/cache`], env);
  }

  /** Makes the namespaces that objects need, besides those that every cluster has. */
  createNamespaces(objects: readonly KubernetesObject[]): void {
    const names = new Set(objects.flatMap(object => object.metadata.namespace ?? []));
    for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) names.delete(name);
    for (const name of names) {
      const { status, stderr } = this.run(['create', 'namespace', name], '');
      if (status !== 0 && !stderr.includes('AlreadyExists')) throw new Error(stderr);
    }
  }

  /** Asks the server to take objects as they are, without keeping them. Returns what it says against them, or ''. */
  refusal(objects: readonly KubernetesObject[]): string {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const { status, stderr } = this.run(
      ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', '-'],
      list,
    );
    return status === 0 ? '' : stderr || `kubectl ended with ${status}`;
  }

  stop(): void {
    execFileSync(this.program, ['stop', this.folder], { env: this.env });
  }

  private run(args: readonly string[], input: string): { status: number | null; stderr: string } {
    return spawnSync('kubectl', [...this.kubectl, ...args], {
      input,
      encoding: 'utf8',
      env: this.env,
      maxBuffer: 1 << 26,
    });
  }
}

/** The objects of YAML text. */
export function objectsOf(yaml: string): KubernetesObject[] {
  const documents = parseAllDocuments(yaml, { version: '1.1' });
  return [...documents].map(document => document.toJS() as KubernetesObject | null).filter(object => object !== null);
}

/** The folders with CRDs of some objects' kinds, one a kind; kinds by group and kind. `places` are folders of such folders. */
export function crdsFor(objects: readonly KubernetesObject[], places: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const wanted = new Set(objects.map(kindOf));
  for (const file of places.flatMap(place => filesBelow(place, /\.ya?ml$/))) {
    const kinds = kindsDefinedIn(readFileSync(file, 'utf8')).filter(kind => wanted.has(kind));
    for (const kind of kinds) found.set(kind, dirname(file));
  }
  return found;
}

/** Group and kind, such as `snapshot.storage.k8s.io/VolumeSnapshotClass`. */
export function kindOf({ apiVersion, kind }: KubernetesObject): string {
  return `${apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : ''}/${kind}`;
}

function kindsDefinedIn(yaml: string): string[] {
  const definitions = yaml.split(/^---/m).filter(it => it.includes('kind: CustomResourceDefinition'));
  return definitions.map(it => `${/^ {2}group: "?([\w.-]+)/m.exec(it)?.[1]}/${/^ {4}kind: "?(\w+)/m.exec(it)?.[1]}`);
}
