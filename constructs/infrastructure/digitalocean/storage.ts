import type { Adoption, Platform, Plugin, Rule } from '../../../lib/spi';
import { classProvides, diskClass, driverOf, SNAPSHOTS, type PortableDiskIntent } from '../../../lib/storage-class';

const DRIVER = 'dobs.csi.digitalocean.com';

/** The service's own default class. @see https://github.com/digitalocean/csi-digitalocean/tree/master/deploy/kubernetes/releases */
const OWN_DEFAULT = 'do-block-storage';

/** How DigitalOcean takes storage plugins; of those that it does not know it says nothing. */
export function adoptStorage(plugin: Plugin, platform: Platform): Adoption | undefined {
  const settings: unknown = plugin.settings;
  if (plugin.name === 'cloud-disk')
    return adoptDisk(settings as PortableDiskIntent, `${plugin.name}/${plugin.label}`, platform);
  if (plugin.name === 'digital-ocean-block-storage') return { as: 'install' };
  if (plugin.name !== 'cloud-files') return undefined;
  return {
    as: 'refuse',
    code: 'ST-33',
    because: "DigitalOcean's driver makes disks that one node at a time mounts, and no shared file systems",
    fix: `remove '${plugin.label}', or mount a Network File Storage share through a PersistentVolume of your own`,
  };
}

function adoptDisk(disk: PortableDiskIntent, by: string, platform: Platform): Adoption {
  if (disk.tier === 'premium') {
    const because = "DigitalOcean has one kind of disk, and nothing better for tier 'premium'";
    return { as: 'refuse', because, fix: "use tier 'ssd', or leave 'tier' out" };
  }
  const source = {
    by,
    because: `volumes of DigitalOcean for claims on '${disk.name}'`,
    driver: driverOf(DRIVER, platform),
    parameters: {},
    // The service has a default VolumeSnapshotClass for this driver, and with two no snapshot finds its class.
    defaultSnapshots: false,
  };
  return {
    as: 'native',
    provides: classProvides(disk, 'storage/block'),
    needs: [
      {
        capability: `driver/${DRIVER}`,
        because: 'its volumes are made by the driver of DigitalOcean',
        fix: 'use an infrastructure that brings the driver, such as Doks',
      },
      ...(disk.snapshots ? [SNAPSHOTS] : []),
    ],
    items: diskClass(disk, source),
    honours: ['name', 'default', 'reclaim', 'mountOptions', 'expandable', 'binding', 'filesystem', 'snapshots', 'tier'],
  };
}

/** What the service's own default class means to a cluster. */
export const storageRules: readonly Rule[] = [
  {
    code: 'ST-27',
    severity: 'warning',
    see: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass',
    check: decisions => {
      const name = decisions.value('storage/default-class');
      if (typeof name !== 'string') return [];
      const because = `DigitalOcean keeps a default class '${OWN_DEFAULT}' of its own, and Kubernetes takes the newer of two: '${name}', unless the service makes its own anew`;
      return [
        { at: `storage/${name}/default`, value: true, because, fix: `name '${name}' in claims, or remove 'default'` },
      ];
    },
  },
];
