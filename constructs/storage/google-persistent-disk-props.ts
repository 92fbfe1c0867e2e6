import * as v from '../../lib/schema';
import { diskClassShape, type DiskClassIntent } from '../../lib/storage-class';
import { kmsKey, labels, location, resourceTags, zones } from './google-parameters';

/** A type of Persistent Disk, by Google's name: its performance grows with its size. */
export type PersistentDiskType = 'pd-standard' | 'pd-balanced' | 'pd-ssd' | 'pd-extreme';

/** A type of Hyperdisk, by Google's name: its performance is chosen by itself, for newer machines. */
export type HyperdiskType =
  | 'hyperdisk-balanced'
  | 'hyperdisk-balanced-high-availability'
  | 'hyperdisk-extreme'
  | 'hyperdisk-throughput'
  | 'hyperdisk-ml';

const PERSISTENT_DISKS: readonly PersistentDiskType[] = ['pd-standard', 'pd-balanced', 'pd-ssd', 'pd-extreme'];

const HYPERDISKS: readonly HyperdiskType[] = [
  'hyperdisk-balanced',
  'hyperdisk-balanced-high-availability',
  'hyperdisk-extreme',
  'hyperdisk-throughput',
  'hyperdisk-ml',
];

/** A class of Google's disks. They are always encrypted. */
export interface GooglePersistentDiskProps extends Omit<DiskClassIntent, 'snapshots'> {
  /**
   * Which types a machine can attach depends on its family: c4 and n4 take Hyperdisk alone, e2 and n1 Persistent Disk alone.
   * `dynamic` takes one or the other by the node of a volume's first pod, from GKE 1.35.3 on.
   *
   * @default 'pd-balanced'
   * @see https://cloud.google.com/compute/docs/disks
   */
  readonly type?: PersistentDiskType | HyperdiskType | 'dynamic';
  /** What `dynamic` takes on machines with Persistent Disk. @default 'pd-balanced' */
  readonly pdType?: PersistentDiskType;
  /** What `dynamic` takes on machines with Hyperdisk. @default 'hyperdisk-balanced' */
  readonly hyperdiskType?: HyperdiskType;
  /** What `dynamic` takes on machines with both. @default 'hyperdisk' */
  readonly prefer?: 'pd' | 'hyperdisk';
  /**
   * Pods go only where the machine can attach their volume's type, for nodes from GKE 1.34.1 on.
   *
   * @default - true for `dynamic`, else false
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/hyperdisk
   */
  readonly matchMachines?: boolean;
  /** Keeps each volume in two zones at once (regional Persistent Disk). @default false */
  readonly regional?: boolean;
  /** Zones that volumes are made in. @default - those of `storagePools`, else wherever the cluster has nodes */
  readonly zones?: readonly string[];
  /**
   * I/O operations a second: 10,000 to 120,000 for pd-extreme, 3,000 to 160,000 for hyperdisk-balanced, to 100,000 for
   * hyperdisk-balanced-high-availability, to 350,000 for hyperdisk-extreme. @default - what Google gives
   */
  readonly iops?: number;
  /**
   * MiB a second: 140 to 2,400 for hyperdisk-balanced (a quarter of the I/O operations at most) and
   * hyperdisk-balanced-high-availability, 20 to 2,400 for hyperdisk-throughput, 400 to 2,097,152 for hyperdisk-ml.
   * @default - what Google gives
   */
  readonly throughputMiB?: number;
  /** The Cloud KMS key that encrypts the disks, by its full name; may be a Terraform value. @default - a key that Google keeps */
  readonly kmsKey?: string;
  /** Hardware encryption (confidential mode) of hyperdisk-balanced, for confidential nodes; takes `kmsKey`. @default false */
  readonly confidential?: boolean;
  /**
   * Hyperdisk Storage Pools that volumes come from, one a zone: `projects/…/zones/…/storagePools/…`.
   *
   * @default []
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/hyperdisk-storage-pools
   */
  readonly storagePools?: readonly string[];
  /** Put on every disk. @default {} */
  readonly labels?: { readonly [key: string]: string };
  /** Tags of Google's Resource Manager on every disk: `<organization or project>/<key>/<value>`. @default [] */
  readonly resourceTags?: readonly string[];
  /** Adds a VolumeSnapshotClass of the same name; snapshots outlive their VolumeSnapshot if `reclaim` is `Retain`. @default false */
  readonly snapshots?: boolean | GoogleDiskSnapshots;
}

/** What snapshots of disks are. @see https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/volume-snapshots */
export interface GoogleDiskSnapshots {
  /** Snapshots are increments; images are whole, and quicker to make many disks of. @default 'snapshots' */
  readonly type?: 'snapshots' | 'images';
  /** The family that images are of. @default - none */
  readonly imageFamily?: string;
  /** A region such as `europe-west3`, or a continent such as `eu`. @default - the continent of the disk */
  readonly location?: string;
  /** Put on every snapshot. @default {} */
  readonly labels?: { readonly [key: string]: string };
  /** Tags of Google's Resource Manager on every snapshot. @default [] */
  readonly resourceTags?: readonly string[];
}

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The shape of `GooglePersistentDiskProps`, for callers without types. @internal */
export const googlePersistentDiskProps = v.strictObject({
  ...diskClassShape,
  type: v.optional(v.picklist([...PERSISTENT_DISKS, ...HYPERDISKS, 'dynamic'])),
  pdType: v.optional(v.picklist(PERSISTENT_DISKS)),
  hyperdiskType: v.optional(v.picklist(HYPERDISKS)),
  prefer: v.optional(v.picklist(['pd', 'hyperdisk'])),
  matchMachines: v.optional(v.boolean()),
  regional: v.optional(v.boolean()),
  zones: v.optional(zones),
  iops: v.optional(positive),
  throughputMiB: v.optional(positive),
  kmsKey: v.optional(kmsKey),
  confidential: v.optional(v.boolean()),
  storagePools: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.regex(/^projects\/[^/]+\/zones\/[^/]+\/storagePools\/[^/]+$/, 'projects/…/zones/…/storagePools/…'),
      ),
    ),
  ),
  labels: v.optional(labels),
  resourceTags: v.optional(resourceTags),
  snapshots: v.optional(
    v.union(
      [
        v.boolean(),
        v.strictObject({
          type: v.optional(v.picklist(['snapshots', 'images'])),
          imageFamily: v.optional(v.pipe(v.string(), v.regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/))),
          location: v.optional(location),
          labels: v.optional(labels),
          resourceTags: v.optional(resourceTags),
        }),
      ],
      'true, or an object of type, imageFamily, location, labels and resourceTags',
    ),
  ),
});

/** The zones that volumes are made in, as far as the props say. */
export function zonesOf({ zones: asked, storagePools = [] }: GooglePersistentDiskProps): readonly string[] | undefined {
  return asked ?? (storagePools.length > 0 ? storagePools.map(zoneOfPool).toSorted() : undefined);
}

/** The zone of a storage pool. */
export function zoneOfPool(pool: string): string {
  return pool.split('/')[3] ?? '';
}
