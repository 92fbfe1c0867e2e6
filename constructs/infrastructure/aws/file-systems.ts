import { EfsFileSystem } from '@cdktf/provider-aws/lib/efs-file-system';
import { EfsMountTarget } from '@cdktf/provider-aws/lib/efs-mount-target';
import type { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import type { Network } from './network';
import type { Site } from './site';

/** Encrypted network file systems with a mount target in each zone. Returns them by item. */
export function createFileSystems(
  site: Site,
  network: Network,
  group: SecurityGroup | undefined,
): ReadonlyMap<string, EfsFileSystem> {
  const { main, name } = site;
  const made = site.items('file-system').map(item => {
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
