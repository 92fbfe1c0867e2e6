import * as v from '../../lib/schema';
import { settingsOf, shapeFindings } from '../../lib/shape';
import {
  CONTRACT,
  type Data,
  type Decisions,
  type Finding,
  type Item,
  type Plugin,
  type Provided,
  type Rule,
} from '../../lib/spi';
import { minorNumber } from '../../lib/plan/version';
import { configToml, hostsToml, lineOf } from './containerd-files';

/** Props of `Containerd`. */
export interface ContainerdProps {
  /** The exact version to install, such as `2.3.4`. @default - the one of the nodes' operating system */
  readonly version?: string;
  /** An address that images are pulled from instead, by registry: `{ 'docker.io': 'https://mirror.example.com' }`. @default {} */
  readonly registryMirrors?: { readonly [registry: string]: string };
}

const schema = v.strictObject({
  version: v.optional(v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/, 'an exact version, such as 2.3.4'))),
  registryMirrors: v.optional(
    v.record(
      v.pipe(v.string(), v.regex(/^[a-z0-9.-]+(:\d+)?$/, 'the host of a registry, such as docker.io')),
      v.pipe(v.string(), v.regex(/^https?:\/\/[^\s"\\]+$/, 'an address that starts with https://')),
    ),
  ),
});

/**
 * containerd, with systemd as keeper of cgroups. Managed services bring it with their nodes; on machines it is installed.
 *
 * @see https://containerd.io
 */
export class Containerd implements Plugin<'runtime'> {
  readonly contract = CONTRACT;
  readonly socket = 'runtime';
  readonly name = 'containerd';
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: ContainerdProps = {}) {
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(schema, props, 'runtime');
    this.rules = [
      {
        code: 'RT-04',
        severity: 'error',
        see: 'https://containerd.io/releases/#kubernetes-support',
        check: decisions => tooOld(this.props, decisions),
      },
    ];
  }

  provides(): readonly Provided[] {
    return [{ capability: 'runtime/containers', value: 'containerd', exclusive: true }];
  }

  contribute(decisions: Decisions): readonly Item[] {
    if (decisions.has('nodes/managed')) return [];
    const { version, registryMirrors = {} } = this.props;
    const common = { by: this.name, stage: 'control-plane' } as const;
    const mirrors = Object.keys(registryMirrors).sort();
    return [
      {
        kind: 'node-package',
        id: 'containerd',
        ...common,
        because: 'kubelets run containers with it',
        spec: { name: 'containerd', ...(version && { version }) },
      },
      {
        kind: 'node-file',
        id: 'containerd-config',
        ...common,
        because: 'kubelets and containerd must keep cgroups in the same way, and mirrors have a folder',
        spec: { path: '/etc/containerd/config.toml', content: configToml(version) },
      },
      ...mirrors.map((registry): Item => ({
        kind: 'node-file',
        id: `containerd-mirror-${registry.replaceAll(/[^a-z0-9]+/g, '-')}`,
        ...common,
        because: `images of ${registry} come from a mirror`,
        spec: {
          path: `/etc/containerd/certs.d/${registry}/hosts.toml`,
          content: hostsToml(registry, registryMirrors[registry] as string),
        },
      })),
      {
        kind: 'kubelet',
        id: 'containerd',
        ...common,
        because: 'kubelets and containerd must keep cgroups in the same way',
        spec: { cgroupDriver: 'systemd', containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock' },
      },
    ];
  }
}

/** Kubernetes 1.36 is the first that containerd 1.x is not made for any more. */
function tooOld({ version }: ContainerdProps, { cluster }: Decisions): Finding[] {
  if (!version || (minorNumber(cluster.kubernetes) ?? 0) < 36 || lineOf(version) >= lineOf('2.2')) return [];
  return [
    {
      at: 'runtime/version',
      value: version,
      because: `Kubernetes ${cluster.kubernetes} wants containerd 2.2 or newer`,
      fix: "use a newer 'version'",
    },
  ];
}
