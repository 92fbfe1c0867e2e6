import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ApiServer, crdPlaces, crdsFor, type KubernetesObject } from './api-server';
import { kit, provider, tool } from './needs';
import { releasesOf } from './releases';
import { rendered } from './rendered';
import { blocksOf, type Json, type JsonObject, type Stack } from './synthesized';

/** What releases are installed with, and into. */
export const installers = {
  provider: provider('hashicorp/helm'),
  helm: tool('helm'),
  etcd: tool('etcd'),
  server: tool('kube-apiserver'),
  kubectl: tool('kubectl'),
  openssl: tool('openssl'),
  apiserver: kit('apiserver'),
  crds: kit('crds'),
};

/** Those that are not there. */
export const missingInstallers = Object.values(installers).filter(need => need.found === undefined);

/** A real API server with the CRDs of what the stacks' own charts bring. */
export function serverFor(stacks: readonly Stack[], folder: string, env: NodeJS.ProcessEnv): ApiServer {
  const { helm, apiserver, crds } = installers as { [name in keyof typeof installers]: { found: string } };
  const objects = stacks.flatMap(stack => rendered(helm.found, { folder: stack.folder, stacks: [stack] }));
  const folders = [...new Set(crdsFor(objects, crdPlaces(crds.found)).values())];
  return ApiServer.start(apiserver.found, folder, folders, env);
}

/**
 * Has a stack's releases installed into a real API server by the real provider. Charts of repositories are on the Internet: one that keeps
 * its values in a ConfigMap stands in for each. Everything else about the releases stays as it is.
 */
export function installInto(stack: Stack, { kubeconfig }: ApiServer): void {
  const charts = remoteReleases(stack).map(({ name, body }) => {
    const chart = standIn(stack.folder, body);
    return [name, { chart, repository: null, version: null }];
  });
  const override = {
    provider: { helm: [{ kubernetes: { config_path: kubeconfig } }] },
    ...(charts.length > 0 && { resource: { helm_release: Object.fromEntries(charts) as JsonObject } }),
  };
  writeFileSync(join(stack.folder, 'releases_override.tf.json'), JSON.stringify(override));
}

/** What a stack's charts were to make, with what is known by then: objects of its own charts, and the values of all others. */
export function expectedObjects(helm: string, stack: Stack): KubernetesObject[] {
  const own = rendered(helm, { folder: stack.folder, stacks: [stack] });
  const values = releasesOf({ folder: stack.folder, stacks: [stack] }).flatMap(
    ({ name, namespace, repository, values }) =>
      repository ? [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { values } }] : [],
  );
  const text = JSON.stringify([...own, ...values]);
  return JSON.parse(text.replace(/\$\{local\.([\w-]+)\}/g, (_, name: string) => late(name))) as KubernetesObject[];
}

/** An object as the server has it, a ConfigMap with the values in it. */
export function installed(api: ApiServer, object: KubernetesObject): KubernetesObject | undefined {
  const found = api.read(object);
  if (found?.kind !== 'ConfigMap') return found;
  return { ...found, data: { values: parse((found.data as { values: string }).values) as Json } };
}

/**
 * Takes the cloud out of a stack, so that its releases can be installed without one: what it reads of the cloud becomes text that tells
 * what would be there.
 */
export function withoutCloud(stack: Stack): void {
  const { terraform, provider, resource = {}, locals = {} } = stack.json as { readonly [section: string]: JsonObject };
  const { helm_release, terraform_data } = resource as JsonObject;
  const known = Object.entries(locals as JsonObject).map(([name, value]) => [
    name,
    isLate(value) ? `late ${name}` : value,
  ]);
  const { helm } = terraform?.required_providers as { helm: JsonObject };
  const json = {
    terraform: { backend: terraform?.backend, required_providers: { helm } },
    provider: { helm: provider?.helm },
    resource: { helm_release, ...(terraform_data && { terraform_data }) },
    ...(known.length > 0 && { locals: Object.fromEntries(known) as JsonObject }),
  };
  writeFileSync(join(stack.folder, 'cdk.tf.json'), JSON.stringify(json));
}

const late = (name: string) => `late ${name}`;
const isLate = (value: Json | undefined) => typeof value === 'string' && value.includes('${');

function remoteReleases(stack: Stack) {
  return blocksOf(stack.json, 'resource').filter(({ type, body }) => type === 'helm_release' && body.repository);
}

function standIn(folder: string, { chart, version }: JsonObject): string {
  const at = join(folder, 'stand-ins', String(chart));
  mkdirSync(join(at, 'templates'), { recursive: true });
  writeFileSync(join(at, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: chart, version }));
  writeFileSync(join(at, 'templates/values.yaml'), TEMPLATE);
  return at;
}

const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
data:
  values: {{ toJson .Values | quote }}
`;
