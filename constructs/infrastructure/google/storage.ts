import type {
  Adoption,
  Capability,
  Decisions,
  Item,
  ItemOf,
  Needed,
  Platform,
  Plugin,
  Provided,
  Rule,
} from '../../../lib/spi';
import {
  classProvides,
  diskClass,
  driverOf,
  fileClass,
  SNAPSHOTS,
  zoneRule,
  type PortableDiskIntent,
  type PortableFilesIntent,
} from '../../../lib/storage-class';
import { diskRules } from './disk-rules';
import { portableDisk } from './portable-disks';

const DISKS = 'driver/pd.csi.storage.gke.io';
const FILES = 'driver/filestore.csi.storage.gke.io';
const CRDS = 'crd/snapshot.storage.k8s.io';

/** The class that answers claims which name none. @see https://cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes#storageclasses */
const OWN_DEFAULT = 'standard-rwo';

/** Classes that GKE keeps in every cluster, and those that come with its driver of Filestore. */
const OWN_CLASSES = [
  'standard',
  OWN_DEFAULT,
  'premium-rwo',
  'dynamic-rwo',
  'standard-rwx',
  'premium-rwx',
  'zonal-rwx',
  'enterprise-rwx',
  'enterprise-multishare-rwx',
];

/** What GKE offers to storage plugins: the driver of disks and the snapshot controller always, that of Filestore if it is asked for. */
export function driverOffers(): readonly Provided[] {
  return [
    { capability: DISKS, exclusive: true },
    { capability: FILES, exclusive: true, supply: 'if-needed' },
    { capability: CRDS, exclusive: true },
    ...OWN_CLASSES.map((name): Provided => ({ capability: `storage-class/${name}`, exclusive: true })),
  ];
}

/** The drivers, as the add-ons of GKE that they are: that of disks always, for GKE's own classes; that of Filestore if it is needed. */
export function storageItems(decisions: Pick<Decisions, 'suppliers'>, infrastructure = 'gke'): readonly Item[] {
  const by = infrastructure;
  return [
    addon(by, 'gce-pd-csi', "GKE's own storage classes, and others, ask for disks"),
    ...(decisions.suppliers(FILES).includes(by)
      ? [addon(by, 'filestore-csi', 'a storage class asks for volumes of Filestore')]
      : []),
  ];
}

function addon(by: string, name: string, because: string): ItemOf<'addon'> {
  return { kind: 'addon', id: name, by, because, stage: 'control-plane', spec: { name } };
}

/** How Google takes the portable classes; every other storage plugin speaks for itself. */
export function adoptStorage(plugin: Plugin, platform: Platform): Adoption | undefined {
  const by = `${plugin.name}/${plugin.label}`;
  const settings: unknown = plugin.settings;
  if (plugin.name === 'cloud-disk') return adoptDisk(settings as PortableDiskIntent, by, platform);
  if (plugin.name === 'cloud-files') return adoptFiles(settings as PortableFilesIntent, by, platform);
  return undefined;
}

const EVERY_CLASS = ['name', 'default', 'reclaim', 'mountOptions'];

function adoptDisk(disk: PortableDiskIntent, by: string, platform: Platform): Adoption {
  const kind = portableDisk(disk, platform.kubernetes);
  if ('because' in kind) return { as: 'refuse', ...kind };
  const source = {
    by,
    because: `disks of Google Cloud for claims on '${disk.name}'`,
    driver: driverOf('pd.csi.storage.gke.io', platform),
    parameters: kind.parameters,
  };
  const own = ['expandable', 'binding', 'filesystem', 'snapshots', 'tier', 'iops', 'throughputMiB', 'encryptionKey'];
  return {
    as: 'native',
    provides: classProvides(disk, 'storage/block'),
    needs: [driverNeed(DISKS, 'disks'), ...(disk.snapshots ? [SNAPSHOTS] : [])],
    items: diskClass(disk, source),
    honours: [...EVERY_CLASS, ...own],
  };
}

/**
 * Instances of the tier that costs least and has the smallest ones: any node reaches them, whatever its zone. They are made in the zone
 * of their first pod, and grow; their snapshots are backups.
 */
function adoptFiles(files: PortableFilesIntent, by: string, platform: Platform): Adoption {
  const source = {
    by,
    because: `instances of Filestore for claims on '${files.name}'`,
    driver: driverOf('filestore.csi.storage.gke.io', platform),
    // Left to itself, the driver looks for a network 'default'.
    parameters: { tier: 'standard', network: { $fact: 'network/name' } },
    // The driver has two kinds of snapshots in mind, and makes one.
    snapshotParameters: { type: 'backup' },
  };
  return {
    as: 'native',
    provides: classProvides(files, 'storage/files'),
    needs: [driverNeed(FILES, 'Filestore'), ...(files.snapshots ? [SNAPSHOTS] : [])],
    items: fileClass({ ...files, expandable: true, binding: 'WaitForFirstConsumer' }, source),
    honours: [...EVERY_CLASS, 'snapshots'],
  };
}

function driverNeed(capability: Capability, product: string): Needed {
  return {
    capability,
    because: `its volumes are made by Google's driver of ${product}`,
    fix: 'use an infrastructure that brings the driver, such as Gke',
  };
}

function portableDisks({ plugins }: Pick<Decisions, 'plugins'>): readonly PortableDiskIntent[] {
  const disks = plugins.filter(({ name }) => name === 'cloud-disk');
  return disks.map(({ settings }) => settings as unknown as PortableDiskIntent);
}

/** What GKE checks of storage: its own default class beside the user's, machines and their disks, and portable classes. */
export const storageRules: readonly Rule[] = [
  {
    code: 'ST-27',
    severity: 'warning',
    see: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass',
    check: decisions => {
      const name = decisions.value('storage/default-class');
      if (typeof name !== 'string') return [];
      const because = `GKE keeps a default class '${OWN_DEFAULT}' of its own, and Kubernetes takes the newer of two: '${name}', unless GKE makes its own anew`;
      return [
        { at: `storage/${name}/default`, value: true, because, fix: `name '${name}' in claims, or remove 'default'` },
      ];
    },
  },
  {
    code: 'ST-39',
    severity: 'warning',
    see: 'https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek',
    check: decisions =>
      portableDisks(decisions)
        .filter(({ encryptionKey }) => encryptionKey !== undefined)
        .map(({ name }) => ({
          at: `storage/${name}/encryptionKey`,
          because: `Compute Engine makes the volumes of '${name}' only if its service agent may use the key, which Tenon cannot see`,
          fix: 'grant roles/cloudkms.cryptoKeyEncrypterDecrypter on the key to service-<project number>@compute-system.iam.gserviceaccount.com, then acknowledge ST-39',
        })),
  },
  ...diskRules,
  zoneRule(portableDisks),
];
