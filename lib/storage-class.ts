import { isDeepStrictEqual } from 'node:util';
import { isTerraformValue } from './plan/terraform-values';
import * as v from './schema';
import type {
  Data,
  Decisions,
  Item,
  ItemOf,
  KubernetesObject,
  Needed,
  Plan,
  Platform,
  Provided,
  Rule,
  Stage,
} from './spi';

/** What a user asks of a class of volumes, in words that every cloud has. */
export interface StorageClassIntent {
  /** The class's name, by which claims ask for it: up to 40 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Whether claims that name no class get this one. @default false */
  readonly default?: boolean;
  /** What happens to a volume when its claim is deleted. @default 'Delete' */
  readonly reclaim?: 'Delete' | 'Retain';
  /** Options of `mount`, passed on as they are. @default [] */
  readonly mountOptions?: readonly string[];
}

/** What a user asks of a class of disks: volumes that one node at a time mounts. */
export interface DiskClassIntent extends StorageClassIntent {
  /** Whether a claim may grow. @default true */
  readonly expandable?: boolean;
  /** When a volume is made: with its claim, or once a pod needs it and its zone is known. @default 'WaitForFirstConsumer' */
  readonly binding?: 'Immediate' | 'WaitForFirstConsumer';
  /** @default 'ext4' */
  readonly filesystem?: 'ext4' | 'xfs';
  /**
   * Adds a VolumeSnapshotClass of the same name, and what takes snapshots. Snapshots outlive their VolumeSnapshot if `reclaim` is
   * `Retain`. @default false
   */
  readonly snapshots?: boolean;
}

/** A class of whatever disks the cloud has. */
export interface PortableDiskIntent extends DiskClassIntent {
  /** `standard` is the least the cloud sells, `ssd` is for general use, `premium` for databases. @default 'ssd' */
  readonly tier?: 'standard' | 'ssd' | 'premium';
  /** I/O operations a second, at least. @default - what the tier gives */
  readonly iops?: number;
  /** MiB a second, at least. @default - what the tier gives */
  readonly throughputMiB?: number;
  /** The cloud's own name of the key that encrypts the disks; may be a Terraform value. @default - a key that the cloud keeps */
  readonly encryptionKey?: string;
}

/** A class of volumes on whatever shared file system the cloud has. */
export type PortableFilesIntent = StorageClassIntent & Pick<DiskClassIntent, 'snapshots'>;

/** The shape of a `StorageClassIntent`, for a plugin's schema. @internal */
export const storageClassShape = {
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, 'up to 40 lower-case letters, digits and hyphens'),
  ),
  default: v.optional(v.boolean()),
  reclaim: v.optional(v.picklist(['Delete', 'Retain'])),
  mountOptions: v.optional(v.array(v.string())),
};

/** The shape of a `DiskClassIntent`, for a plugin's schema. @internal */
export const diskClassShape = {
  ...storageClassShape,
  expandable: v.optional(v.boolean()),
  binding: v.optional(v.picklist(['Immediate', 'WaitForFirstConsumer'])),
  filesystem: v.optional(v.picklist(['ext4', 'xfs'])),
  snapshots: v.optional(v.boolean()),
};

/** Where a storage plugin's findings are: below its class's name, where it has one. */
export function classPath(props: unknown): string {
  const name: unknown = (props as { name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' && name !== '' && !isTerraformValue(name) ? `storage/${name}` : 'storage';
}

/** How StorageClasses name a driver. */
export interface Driver {
  readonly provisioner: string;
  /** Labels of the nodes that it serves. @default - all nodes */
  readonly nodes?: { readonly [label: string]: string };
}

/** The driver of this name. A service may run it under another, and says so in the value of `driver/<name>`. */
export function driverOf(name: string, where: Pick<Platform, 'value'>): Driver {
  const value = where.value(`driver/${name}`);
  return isDriver(value) ? value : { provisioner: name };
}

function isDriver(value: unknown): value is Driver {
  return typeof value === 'object' && value !== null && 'provisioner' in value;
}

/** Why a class comes, and from where. */
export interface ClassSource {
  readonly by: string;
  readonly because: string;
  readonly driver: Driver;
  /** Strings only: the API server takes no others. A fact stands for one. */
  readonly parameters: { readonly [name: string]: Data };
  /** A label of nodes, and those of its values for which volumes may be made. @default - wherever the driver serves */
  readonly topology?: { readonly label: string; readonly values: readonly string[] };
  readonly after?: readonly string[];
}

/** How snapshots of a class differ from their driver's usual ones. */
export interface SnapshotSource {
  /** Whether those of a default class are the driver's default. @default true */
  readonly defaultSnapshots?: boolean;
  /** @default - none */
  readonly snapshotParameters?: { readonly [name: string]: string };
}

/** What a class supplies: its name, and that it is the default. */
export function classProvides(
  intent: StorageClassIntent,
  volumes: 'storage/block' | 'storage/files',
): readonly Provided[] {
  return [
    { capability: volumes },
    { capability: `storage-class/${intent.name}`, exclusive: true },
    ...(intent.default ? [defaultClass(intent.name)] : []),
  ];
}

function defaultClass(name: string): Provided {
  const fix = "keep 'default: true' on one of them, and remove it from the others";
  return { capability: 'storage/default-class', value: name, exclusive: true, fix };
}

/** What a class with snapshots cannot do without. */
export const SNAPSHOTS: Needed = {
  capability: 'crd/snapshot.storage.k8s.io',
  because: 'a VolumeSnapshotClass does nothing without the snapshot CRDs and their controller',
  fix: "remove 'snapshots', or use an infrastructure that brings the snapshot controller",
};

/** A class of disks, with its VolumeSnapshotClass if it is asked for. */
export function diskClass(intent: DiskClassIntent, source: ClassSource & SnapshotSource): readonly Item[] {
  const parameters = { ...source.parameters, 'csi.storage.k8s.io/fstype': intent.filesystem ?? 'ext4' };
  const behaviour = {
    access: 'ReadWriteOnce',
    expandable: intent.expandable ?? true,
    binding: intent.binding ?? 'WaitForFirstConsumer',
  } as const;
  return [
    ...storageClass(intent, { ...source, parameters }, behaviour),
    ...(intent.snapshots ? volumeSnapshotClass(intent, source) : []),
  ];
}

/** What a user asks of a class of file systems, where each volume has a size and a place of its own. */
export type FileClassIntent = StorageClassIntent & Pick<DiskClassIntent, 'expandable' | 'binding' | 'snapshots'>;

/** A class of file systems that many nodes mount at once, wherever they are; unless the intent says so, it does not grow. */
export function fileClass(intent: FileClassIntent, source: ClassSource & SnapshotSource): readonly Item[] {
  const { expandable = false, binding = 'Immediate' } = intent;
  return [
    ...storageClass(intent, source, { access: 'ReadWriteMany', expandable, binding }),
    ...(intent.snapshots ? volumeSnapshotClass(intent, source) : []),
  ];
}

interface Behaviour {
  readonly access: 'ReadWriteOnce' | 'ReadWriteMany';
  readonly expandable: boolean;
  readonly binding: 'Immediate' | 'WaitForFirstConsumer';
}

/** A StorageClass, and the offer that tells application teams of it. */
function storageClass(
  intent: StorageClassIntent,
  source: ClassSource,
  { access, expandable, binding }: Behaviour,
): readonly Item[] {
  const { provisioner, nodes } = source.driver;
  const reclaimPolicy = intent.reclaim ?? 'Delete';
  const topology = [
    ...Object.entries(nodes ?? {}).map(([key, value]) => ({ key, values: [value] })),
    ...(source.topology ? [{ key: source.topology.label, values: source.topology.values }] : []),
  ];
  const spec: KubernetesObject = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name: intent.name,
      ...(intent.default && { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }),
    },
    provisioner,
    parameters: source.parameters,
    reclaimPolicy,
    allowVolumeExpansion: expandable,
    volumeBindingMode: binding,
    ...(topology.length > 0 && { allowedTopologies: [{ matchLabelExpressions: topology }] }),
    ...(intent.mountOptions && { mountOptions: intent.mountOptions }),
  };
  const details = { default: intent.default ?? false, accessModes: [access], expandable, reclaimPolicy };
  return pair('storage-class', intent.name, source, spec, details);
}

/** A VolumeSnapshotClass. Of a driver's classes one at most may be the default, or none of its snapshots finds its class. */
function volumeSnapshotClass(intent: StorageClassIntent, source: ClassSource & SnapshotSource): readonly Item[] {
  const { provisioner } = source.driver;
  const deletionPolicy = intent.reclaim ?? 'Delete';
  const isDefault = (source.defaultSnapshots ?? true) && (intent.default ?? false);
  const spec: KubernetesObject = {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: {
      name: intent.name,
      ...(isDefault && { annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } }),
    },
    driver: provisioner,
    deletionPolicy,
    ...(source.snapshotParameters && { parameters: source.snapshotParameters }),
  };
  return pair('volume-snapshot-class', intent.name, source, spec, {
    default: isDefault,
    storageClass: intent.name,
    deletionPolicy,
  });
}

/** A cluster-wide object, and the offer of it. */
function pair(
  type: string,
  name: string,
  source: ClassSource,
  spec: KubernetesObject,
  details: { [key: string]: Data },
): readonly Item[] {
  const { by, because, after } = source;
  const common = { id: `${type}-${name}`, by, because, stage: 'platform' as Stage, ...(after && { after }) };
  const object: ItemOf<'object'> = { kind: 'object', ...common, spec };
  const offer: ItemOf<'offer'> = { kind: 'offer', ...common, spec: { type, name, details } };
  return [object, offer];
}

/** What the API server never lets change in a StorageClass. */
const FIXED = ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'];

/** What is fixed in a StorageClass once it is there; `undefined` for every other object. */
export function fixedFields<T>(object: { readonly [field: string]: T }): { readonly [field: string]: T } | undefined {
  const { apiVersion, kind } = object;
  if (apiVersion !== 'storage.k8s.io/v1' || kind !== 'StorageClass') return undefined;
  return Object.fromEntries(
    Object.entries(object).filter(([field, value]) => FIXED.includes(field) && value !== undefined),
  );
}

/** Whether nothing is lost when an object goes and comes again: volumes and snapshots keep what their class told them. */
export function isClass(object: { readonly [field: string]: unknown }): boolean {
  const snapshots = String(object.apiVersion).startsWith('snapshot.storage.k8s.io/');
  return fixedFields(object) !== undefined || (snapshots && object.kind === 'VolumeSnapshotClass');
}

/** A StorageClass that must go and come again. */
export interface ChangedClass {
  readonly name: string;
  /** What changes in it and is fixed, sorted. */
  readonly fields: readonly string[];
}

/**
 * The StorageClasses that the API server would refuse to change.
 *
 * @param before the last plan, if there is one
 * @param items this plan's, in which names stand for the user's Terraform values
 */
export function changedClasses(before: Pick<Plan, 'items'> | undefined, items: readonly Item[]): ChangedClass[] {
  const old = fixedByName(before?.items ?? []);
  return [...fixedByName(items)].flatMap(([name, now]) => {
    const was = old.get(name);
    const fields = was ? FIXED.filter(field => !isDeepStrictEqual(was[field], now[field])).sort() : [];
    return fields.length > 0 ? [{ name, fields }] : [];
  });
}

function fixedByName(items: readonly Item[]): ReadonlyMap<string, { readonly [field: string]: Data }> {
  const objects = items.flatMap(item => (item.kind === 'object' ? [item.spec] : []));
  return new Map(
    objects.flatMap(object => {
      const fixed = fixedFields<Data>(object);
      return fixed ? [[object.metadata.name, fixed] as const] : [];
    }),
  );
}

/** Warns of classes whose volumes may be made in a zone where their pod cannot run. */
export function zoneRule(
  classes: (decisions: Decisions) => readonly Pick<DiskClassIntent, 'name' | 'binding'>[],
): Rule {
  return {
    code: 'ST-30',
    severity: 'warning',
    see: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode',
    check: decisions =>
      classes(decisions)
        .filter(({ binding }) => binding === 'Immediate' && decisions.zones.length > 1)
        .map(({ name }) => ({
          at: `storage/${name}/binding`,
          value: 'Immediate',
          because: `a disk of '${name}' is made in any of ${decisions.zones.length} zones before its pod is placed, and the pod must then run there`,
          fix: "leave 'binding' at 'WaitForFirstConsumer'",
        })),
  };
}

/** Refuses a portable class where the infrastructure does not carry it out: `what` is `disk`, or `shared file system`. */
export function adoptedRule(plugin: { readonly name: string; readonly label: string }, what: string): Rule {
  return {
    code: 'ST-33',
    severity: 'error',
    check: ({ plugins }) => {
      const own = plugins.find(({ name, label }) => name === plugin.name && label === plugin.label);
      if (own?.as !== 'install') return [];
      const where = plugins.find(({ socket }) => socket === 'infrastructure')?.name ?? 'infrastructure';
      return [
        {
          because: `'${where}' has no ${what} of its own that Tenon knows, so nothing would make the volumes of '${plugin.label}'`,
          fix: `name a driver in 'storage' in place of '${plugin.name}'`,
        },
      ];
    },
  };
}
