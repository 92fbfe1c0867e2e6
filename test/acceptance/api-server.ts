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

/** Kinds whose CRDs are not in the kit: a folder with them may be named by `TENON_CRDS`. */
export const ELSEWHERE = ['karpenter.sh/NodePool'];

/** Where CRDs are looked for, those of the kit first. */
export function crdPlaces(kit: string): string[] {
  return [kit, ...(process.env.TENON_CRDS ? [process.env.TENON_CRDS] : [])];
}

/** A real API server with nothing behind it. */
export class ApiServer {
  private constructor(
    private readonly program: string,
    private readonly folder: string,
    /** A file for an administrator. */
    readonly kubeconfig: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static start(program: string, folder: string, crds: readonly string[], env: NodeJS.ProcessEnv): ApiServer {
    const more = crds.length > 0 ? ['--crds', ...crds] : [];
    const kubeconfig = execFileSync(program, ['start', folder, ...more], { encoding: 'utf8', env }).trim();
    return new ApiServer(program, folder, kubeconfig, env);
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

  /** An object as the server keeps it; nothing if it is not there. */
  read({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): KubernetesObject | undefined {
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    const type = group ? `${kind}.${version}.${group}` : kind;
    const args = ['get', type, name, '--ignore-not-found', '--output=json', ...(namespace ? ['-n', namespace] : [])];
    const { status, stdout, stderr } = this.run(args, '');
    if (status !== 0) throw new Error(stderr);
    return stdout ? (JSON.parse(stdout) as KubernetesObject) : undefined;
  }

  /** Does what a controller does where there is one: namespaces that were deleted go. */
  endNamespaces(): void {
    const all = JSON.parse(this.run(['get', 'namespaces', '--output=json'], '').stdout) as {
      items: KubernetesObject[];
    };
    for (const namespace of all.items.filter(it => 'deletionTimestamp' in it.metadata)) {
      const path = `/api/v1/namespaces/${namespace.metadata.name}/finalize`;
      const { status, stderr } = this.run(
        ['replace', '--raw', path, '-f', '-'],
        JSON.stringify({ ...namespace, spec: { finalizers: [] } }),
      );
      if (status !== 0) throw new Error(stderr);
    }
  }

  stop(): void {
    execFileSync(this.program, ['stop', this.folder], { env: this.env });
  }

  private run(args: readonly string[], input: string): { status: number | null; stdout: string; stderr: string } {
    const access = ['--kubeconfig', this.kubeconfig, '--cache-dir', `${this.folder}/cache`];
    return spawnSync('kubectl', [...access, ...args], {
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
