import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  al2023UserData,
  bottlerocketUserData,
  type NodeItem,
} from '../../../../constructs/infrastructure/aws/user-data';
import { refuseKubelet } from '../../../../constructs/infrastructure/aws/bottlerocket';
import { emptyFolder } from '../../../folder';
import { from } from './synthesized';

const item = (kind: string, spec: object): NodeItem => ({ ...from, id: 'x', kind, spec }) as unknown as NodeItem;

/** The parts of a MIME message by their type. */
function partsOf(text: string): { [type: string]: string } {
  const [head = '', ...parts] = text.split(/^--tenon-user-data(?:--)?\n/m);
  expect(head).toBe('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="tenon-user-data"\n\n');
  return Object.fromEntries(
    parts.filter(Boolean).map(part => {
      const [, type = '', body = ''] = /^Content-Type: (.*)\n\n([^]*)\n$/.exec(part) ?? [];
      return [type, body];
    }),
  );
}

describe('user data of Amazon Linux', () => {
  const folder = emptyFolder();

  it('is nothing if there is nothing to say', () => {
    expect(al2023UserData([], undefined)).toBeUndefined();
  });

  it('is a node configuration for the kubelet', () => {
    const parts = partsOf(al2023UserData([item('kubelet', { podPidsLimit: 4096 })], 58) ?? '');
    expect(JSON.parse(parts['application/node.eks.aws'] ?? '')).toEqual({
      apiVersion: 'node.eks.aws/v1alpha1',
      kind: 'NodeConfig',
      spec: { kubelet: { config: { maxPods: 58, podPidsLimit: 4096 }, flags: ['--max-pods=58'] } },
    });
  });

  it('keeps the number of pods that a plugin asks for', () => {
    const parts = partsOf(al2023UserData([item('kubelet', { maxPods: 20 })], 58) ?? '');
    expect(JSON.parse(parts['application/node.eks.aws'] ?? '').spec.kubelet).toEqual({
      config: { maxPods: 20 },
      flags: ['--max-pods=20'],
    });
  });

  it('is a script that bash runs: packages, then files, then commands, with any content', () => {
    const path = join(folder, "deep/it's.conf");
    const content = "line 'one'\n--tenon-user-data--\n$HOME ${HOME} `date` é\nEOF";
    const text = al2023UserData(
      [
        item('node-command', { run: ['cp', path, join(folder, 'copy $1')] }),
        item('node-file', { path, content, mode: '0600' }),
        item('node-package', { name: 'nfs-utils', version: '2.6' }),
      ],
      undefined,
    );
    const script = partsOf(text ?? '')['text/x-shellscript; charset="us-ascii"'] ?? '';
    execFileSync('bash', ['-c', `dnf() { echo "$*" > "${folder}/dnf"; }\n${script}`]);
    expect(readFileSync(join(folder, 'copy $1'), 'utf8')).toBe(content);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'dnf'), 'utf8')).toBe('install -y nfs-utils-2.6\n');
  });
});

describe('user data of Bottlerocket', () => {
  it('is nothing if there is nothing to say', () => {
    expect(bottlerocketUserData([], undefined)).toBeUndefined();
  });

  it('is settings in TOML', () => {
    const kubelet = item('kubelet', {
      evictionHard: { 'memory.available': '15%' },
      allowedUnsafeSysctls: ['net.core.somaxconn'],
    });
    expect(bottlerocketUserData([kubelet], 58)).toBe(
      [
        '[settings.kubernetes]',
        'max-pods = 58',
        'allowed-unsafe-sysctls = ["net.core.somaxconn"]',
        '',
        '[settings.kubernetes.eviction-hard]',
        '"memory.available" = "15%"',
        '',
      ].join('\n'),
    );
  });

  it('refuses fields of the kubelet that it has no setting for, by name', () => {
    expect(refuseKubelet({ maxPods: 5, featureGates: {} })?.because).toBe(
      "Bottlerocket has no settings for the kubelet's 'featureGates'",
    );
    expect(refuseKubelet({ maxPods: 5 })).toBeUndefined();
  });
});
