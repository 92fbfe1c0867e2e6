import type * as FileSystem from '@cdktf/provider-aws/lib/efs-file-system';
import type * as MountTarget from '@cdktf/provider-aws/lib/efs-mount-target';
import type { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import type { Network } from './network';
import type { Site } from './site';

/** Encrypted network file systems with a mount target in each zone. Returns them by item. */
export function createFileSystems(
  site: Site,
  network: Network,
  group: SecurityGroup | undefined,
): ReadonlyMap<string, FileSystem.EfsFileSystem> {
  const { main, name } = site;
  const made = site.items('file-system').map(item => {
    /* eslint-disable @typescript-eslint/no-require-imports -- loaded by who has one */
    const { EfsFileSystem } = require('@cdktf/provider-aws/lib/efs-file-system') as typeof FileSystem;
    const { EfsMountTarget } = require('@cdktf/provider-aws/lib/efs-mount-target') as typeof MountTarget;
    /* eslint-enable @typescript-eslint/no-require-imports */
    const fileSystem = new EfsFileSystem(main, `file-system-${item.id}`, {
      encrypted: true,
      throughputMode: item.spec.throughput ?? 'elastic',
      tags: { Name: `${name}-${item.id}` },
    });
    for (const subnet of network.mountSubnets) {
      new EfsMountTarget(main, `mount-target-${item.id}-${subnet.name}`, {
        fileSystemId: fileSystem.id,
        subnetId: subnet.id,
        ...(group && { securityGroups: [group.id] }),
      });
    }
    return [item.id, fileSystem] as const;
  });
  return new Map(made);
}
