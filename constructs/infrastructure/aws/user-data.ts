import type { Data, ItemOf, Pool } from '../../../lib/spi';
import { bottlerocketSettings, isBottlerocket } from './bottlerocket';

/** What may be asked of a node before its kubelet starts. */
export type NodeItem = ItemOf<'kubelet'> | ItemOf<'node-file'> | ItemOf<'node-package'> | ItemOf<'node-command'>;

/** What a pool's machines are told besides what EKS tells them; `undefined` if nothing. */
export function userDataOf(pool: Pick<Pool, 'answer'>, items: readonly NodeItem[]): string | undefined {
  // For its own network as it comes, EKS works the number of pods out by itself.
  const maxPods = pool.answer.details?.maxPodsByDefault === true ? undefined : pool.answer.maxPods;
  return isBottlerocket(pool) ? bottlerocketUserData(items, maxPods) : al2023UserData(items, maxPods);
}

/** What a machine of Amazon Linux 2023 is told besides what EKS tells it; `undefined` if nothing. */
export function al2023UserData(items: readonly NodeItem[], maxPods: number | undefined): string | undefined {
  const config = kubeletOf(items, maxPods);
  const script = scriptOf(items);
  const parts = [
    ...(Object.keys(config).length > 0 ? [part('application/node.eks.aws', nodeConfig(config))] : []),
    ...(script.length > 0 ? [part('text/x-shellscript; charset="us-ascii"', script.join('\n'))] : []),
  ];
  if (parts.length === 0) return undefined;
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    ...parts,
    `--${BOUNDARY}--`,
    '',
  ].join('\n');
}

/** What a Bottlerocket machine is told besides what EKS tells it; `undefined` if nothing. */
export function bottlerocketUserData(items: readonly NodeItem[], maxPods: number | undefined): string | undefined {
  const config = kubeletOf(items, maxPods);
  return Object.keys(config).length > 0 ? bottlerocketSettings(config) : undefined;
}

const BOUNDARY = 'tenon-user-data';

function part(type: string, content: string): string {
  return `--${BOUNDARY}\nContent-Type: ${type}\n\n${content}\n`;
}

function kubeletOf(items: readonly NodeItem[], maxPods: number | undefined): { [field: string]: Data } {
  const fields = items.filter(item => item.kind === 'kubelet').map(item => item.spec);
  return Object.assign({}, maxPods === undefined ? {} : { maxPods }, ...fields) as { [field: string]: Data };
}

/**
 * JSON, which is YAML too. EKS adds a configuration of its own after this one, with a number of pods that it worked out for its own
 * network; a flag of the kubelet's wins over any configuration.
 *
 * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/
 */
function nodeConfig(config: { [field: string]: Data }): string {
  const flags = config.maxPods === undefined ? {} : { flags: [`--max-pods=${String(config.maxPods)}`] };
  const object = { apiVersion: 'node.eks.aws/v1alpha1', kind: 'NodeConfig', spec: { kubelet: { config, ...flags } } };
  return JSON.stringify(object, undefined, 2);
}

/** Packages, then files, then commands: a file may configure a package, and a command may use both. */
function scriptOf(items: readonly NodeItem[]): string[] {
  const lines = [
    ...items.flatMap(item => (item.kind === 'node-package' ? [installPackage(item.spec)] : [])),
    ...items.flatMap(item => (item.kind === 'node-file' ? writeFile(item.spec) : [])),
    ...items.flatMap(item => (item.kind === 'node-command' ? [item.spec.run.map(quote).join(' ')] : [])),
  ];
  return lines.length > 0 ? ['#!/bin/bash', 'set -euo pipefail', ...lines] : [];
}

function installPackage({ name, version }: ItemOf<'node-package'>['spec']): string {
  return `dnf install -y ${quote(version ? `${name}-${version}` : name)}`;
}

/** In base64, so that no content can end the script or its part. */
function writeFile({ path, content, mode = '0644' }: ItemOf<'node-file'>['spec']): string[] {
  const encoded = Buffer.from(content, 'utf8').toString('base64');
  return [`install -D -m ${quote(mode)} /dev/null ${quote(path)}`, `base64 -d <<< '${encoded}' > ${quote(path)}`];
}

/** As one word of the shell's. */
function quote(word: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
