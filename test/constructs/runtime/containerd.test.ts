import { Containerd, type ContainerdProps } from 'tenon/runtime';
import { Cilium } from 'tenon/network';
import { assertPlugin } from 'tenon/testing';
import { machines, managed } from '../network/places';
import { codesOf, itemsOf, planned } from '../network/planned';

const on = (props: ContainerdProps = {}) => ({
  runtime: new Containerd(props),
  infrastructure: machines,
  network: new Cilium(),
});

const fileOf = (props: ContainerdProps, path: string) =>
  itemsOf('node-file', on(props)).find(({ spec }) => spec.path === path)?.spec.content;

test('keeps the contract', () => {
  assertPlugin(new Containerd());
  assertPlugin(new Containerd({ version: '2.3.4', registryMirrors: { 'docker.io': 'https://mirror.example.com' } }));
});

test('is the only runtime of a cluster', () => {
  expect(planned(on()).plan?.capabilities['runtime/containers']).toEqual([{ by: 'containerd', value: 'containerd' }]);
});

test('installs itself on machines, and tells kubelets where it is', () => {
  expect(itemsOf('node-package', on()).map(({ spec }) => spec)).toEqual([{ name: 'containerd' }]);
  expect(itemsOf('node-package', on({ version: '2.3.4' })).map(({ spec }) => spec)).toEqual([
    { name: 'containerd', version: '2.3.4' },
  ]);
  expect(itemsOf('kubelet', on()).map(({ spec }) => spec)).toEqual([
    { cgroupDriver: 'systemd', containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock' },
  ]);
});

test('leaves managed nodes as they are', () => {
  const items = planned({ runtime: new Containerd(), infrastructure: managed }).plan?.items ?? [];
  expect(items.filter(item => item.by === 'containerd')).toEqual([]);
});

test.each([
  [undefined, 'version = 2', 'io.containerd.grpc.v1.cri'],
  ['1.7.34', 'version = 2', 'io.containerd.grpc.v1.cri'],
  ['2.3.4', 'version = 3', 'io.containerd.cri.v1.runtime'],
])('configures %s under %s', (version, header, table) => {
  const files = itemsOf('node-file', { ...on({ version }), kubernetes: '1.35' });
  const content = files[0]?.spec.content ?? '';
  expect(content.split('\n')[0]).toBe(header);
  expect(content).toContain(`[plugins."${table}".containerd.runtimes.runc.options]\nSystemdCgroup = true\n`);
});

test('pulls through mirrors', () => {
  const registryMirrors = { 'docker.io': 'https://hub.example.com', 'ghcr.io': 'https://ghcr.example.com' };
  expect(fileOf({ registryMirrors }, '/etc/containerd/certs.d/ghcr.io/hosts.toml')).toBe(
    'server = "https://ghcr.io"\n\n[host."https://ghcr.example.com"]\ncapabilities = ["pull", "resolve"]\n',
  );
  expect(fileOf({ registryMirrors }, '/etc/containerd/certs.d/docker.io/hosts.toml')).toContain(
    'server = "https://registry-1.docker.io"',
  );
});

test('refuses versions that Kubernetes is no longer made for', () => {
  expect(codesOf(on({ version: '2.1.9' }))).toEqual(['RT-04']);
  expect(codesOf(on({ version: '1.7.34' }))).toEqual(['RT-04']);
  expect(codesOf({ ...on({ version: '1.7.34' }), kubernetes: '1.35' })).toEqual([]);
  expect(codesOf(on({ version: '2.2.0' }))).toEqual([]);
});

test('refuses props of a wrong shape', () => {
  const props = { version: '2', registryMirrors: { 'https://docker.io': 'mirror' } };
  expect(planned(on(props)).problems.map(({ code }) => code)).toEqual(['PROPS', 'PROPS', 'PROPS']);
});
