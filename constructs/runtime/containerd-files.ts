/** A version's line as a number that compares: 2.3.4 is 2003. */
export function lineOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

/**
 * containerd's configuration. Tables have other names from 2.0 on, under version 3; of an unknown version it is only sure that it reads
 * version 2, which newer ones convert.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md
 */
export function configToml(version: string | undefined): string {
  const modern = version !== undefined && lineOf(version) >= lineOf('2.0');
  const runtime = modern ? 'io.containerd.cri.v1.runtime' : 'io.containerd.grpc.v1.cri';
  const images = modern ? 'io.containerd.cri.v1.images' : 'io.containerd.grpc.v1.cri';
  return `version = ${modern ? 3 : 2}

[plugins."${images}".registry]
config_path = "/etc/containerd/certs.d"

[plugins."${runtime}".containerd]
default_runtime_name = "runc"

[plugins."${runtime}".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins."${runtime}".containerd.runtimes.runc.options]
SystemdCgroup = true
`;
}

/** Where a registry's images are pulled from; the registry itself if the mirror fails. */
export function hostsToml(registry: string, mirror: string): string {
  // Docker Hub answers at another host than its images are named by.
  const server = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  return `server = "https://${server}"

[host."${mirror}"]
capabilities = ["pull", "resolve"]
`;
}
