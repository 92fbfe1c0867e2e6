import * as v from '../../lib/schema';
import { parseCidr } from '../../lib/plan/cidr';
import { isTerraformValue } from '../../lib/plan/terraform-values';
import type { Cidr } from '../../lib/spi';
import { storageClassShape, type StorageClassIntent } from '../../lib/storage-class';
import { kmsKey, labels, location, resourceTags, zones } from './google-parameters';

const TIERS = ['standard', 'premium', 'basic_hdd', 'basic_ssd', 'zonal', 'regional', 'enterprise'] as const;

/** A class of Filestore instances, or of shares of them. A volume is never smaller than the tier's smallest. */
export interface GoogleFilestoreProps extends StorageClassIntent {
  /**
   * `standard` (basic_hdd) from 100 GiB and `premium` (basic_ssd) from 2.5 TiB are in one zone and grow only; `zonal` from 1 TiB is
   * faster; `regional` and `enterprise` from 1 TiB outlive a zone.
   *
   * @default - `standard`; `enterprise` with `multishare`
   * @see https://cloud.google.com/filestore/docs/service-tiers
   */
  readonly tier?: (typeof TIERS)[number];
  /**
   * The VPC that instances are reached from, by name; by its full name (`projects/…/global/networks/…`) with
   * PRIVATE_SERVICE_ACCESS. May be a Terraform value.
   *
   * @default - the cluster's own
   */
  readonly network?: string;
  /**
   * How instances are joined to the VPC: by a peering of their own, or by the VPC's private connection, which must exist.
   *
   * @default 'DIRECT_PEERING'
   * @see https://cloud.google.com/filestore/docs/networking
   */
  readonly connectMode?: 'DIRECT_PEERING' | 'PRIVATE_SERVICE_ACCESS';
  /**
   * A range that instances take theirs from, a /26 each, or a /29 in tiers standard and premium; with DIRECT_PEERING.
   *
   * @default - free ranges that Filestore finds
   */
  readonly reservedIpv4Cidr?: Cidr;
  /** The name of an allocated range that instances take theirs from; with PRIVATE_SERVICE_ACCESS. @default - any of the connection's */
  readonly reservedIpRange?: string;
  /**
   * NFS_V4_1 needs no way back from Filestore to nodes; with NFS_V3, file locks do, and the VPC's firewall is closed there unless you
   * open it.
   *
   * @default 'NFS_V3'
   * @see https://cloud.google.com/filestore/docs/configuring-firewall
   */
  readonly protocol?: 'NFS_V3' | 'NFS_V4_1';
  /**
   * Volumes are shares of instances that they have in common, in tier enterprise.
   *
   * @default false
   * @see https://cloud.google.com/filestore/docs/multishares
   */
  readonly multishare?: boolean;
  /** The most that a share may ever hold, in GiB: the less, the more shares an instance has. @default 1024 */
  readonly maxVolumeGiB?: 128 | 256 | 512 | 1024;
  /** The Cloud KMS key that encrypts instances, by its full name; may be a Terraform value. @default - a key that Google keeps */
  readonly kmsKey?: string;
  /** Who may mount, and as whom. @default - all of the VPC, root too */
  readonly exports?: readonly FilestoreExport[];
  /** Zones that instances are made in. @default - wherever the cluster has nodes */
  readonly zones?: readonly string[];
  /** Whether a claim may grow. @default true */
  readonly expandable?: boolean;
  /** When an instance is made: with its claim, or in the zone of the first pod that needs it. @default 'WaitForFirstConsumer' */
  readonly binding?: 'Immediate' | 'WaitForFirstConsumer';
  /** Put on every instance. @default {} */
  readonly labels?: { readonly [key: string]: string };
  /** Tags of Google's Resource Manager on every instance: `<organization or project>/<key>/<value>`. @default [] */
  readonly resourceTags?: readonly string[];
  /** Adds a VolumeSnapshotClass of the same name, whose snapshots are backups. @default false */
  readonly snapshots?: boolean | FilestoreBackups;
}

/** What some clients may do with a volume. */
export interface FilestoreExport {
  /** The clients: ranges of nodes, whose addresses Filestore sees in place of their pods'. @default - all of the VPC */
  readonly ipRanges?: readonly Cidr[];
  /** @default 'READ_WRITE' */
  readonly accessMode?: 'READ_ONLY' | 'READ_WRITE';
  /** Whether root is root in the volume too, or counts as `anonUid`. @default 'NO_ROOT_SQUASH' */
  readonly squashMode?: 'NO_ROOT_SQUASH' | 'ROOT_SQUASH';
  /** The user that root counts as, with ROOT_SQUASH. @default 65534 */
  readonly anonUid?: number;
  /** The group that root counts as, with ROOT_SQUASH. @default 65534 */
  readonly anonGid?: number;
}

/** What backups are. @see https://cloud.google.com/filestore/docs/backups */
export interface FilestoreBackups {
  /** A region such as `europe-west3`. @default - the instance's */
  readonly location?: string;
  /** Put on every backup. @default {} */
  readonly labels?: { readonly [key: string]: string };
  /** Tags of Google's Resource Manager on every backup. @default [] */
  readonly resourceTags?: readonly string[];
}

const text = v.pipe(v.string(), v.minLength(1));
const cidr = v.pipe(
  v.string(),
  v.check(given => typeof parseCidr(given) !== 'string', "an IPv4 range such as '10.100.0.0/24'"),
);
const id = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The shape of `GoogleFilestoreProps`, for callers without types. @internal */
export const googleFilestoreProps = v.strictObject({
  ...storageClassShape,
  tier: v.optional(v.picklist(TIERS)),
  network: v.optional(
    v.pipe(
      v.string(),
      v.check(
        given => isTerraformValue(given) || /^(projects\/[^/]+\/global\/networks\/)?[a-z][-a-z0-9]*$/.test(given),
        "a VPC's name, or projects/…/global/networks/…",
      ),
    ),
  ),
  connectMode: v.optional(v.picklist(['DIRECT_PEERING', 'PRIVATE_SERVICE_ACCESS'])),
  reservedIpv4Cidr: v.optional(cidr),
  reservedIpRange: v.optional(text),
  protocol: v.optional(v.picklist(['NFS_V3', 'NFS_V4_1'])),
  multishare: v.optional(v.boolean()),
  maxVolumeGiB: v.optional(v.picklist([128, 256, 512, 1024])),
  kmsKey: v.optional(kmsKey),
  exports: v.optional(
    v.array(
      v.strictObject({
        ipRanges: v.optional(v.array(cidr)),
        accessMode: v.optional(v.picklist(['READ_ONLY', 'READ_WRITE'])),
        squashMode: v.optional(v.picklist(['NO_ROOT_SQUASH', 'ROOT_SQUASH'])),
        anonUid: v.optional(id),
        anonGid: v.optional(id),
      }),
    ),
  ),
  zones: v.optional(zones),
  expandable: v.optional(v.boolean()),
  binding: v.optional(v.picklist(['Immediate', 'WaitForFirstConsumer'])),
  labels: v.optional(labels),
  resourceTags: v.optional(resourceTags),
  snapshots: v.optional(
    v.union(
      [
        v.boolean(),
        v.strictObject({
          location: v.optional(location),
          labels: v.optional(labels),
          resourceTags: v.optional(resourceTags),
        }),
      ],
      'true, or an object of location, labels and resourceTags',
    ),
  ),
});

/** The tier of a class. */
export function tierOf({ tier, multishare }: GoogleFilestoreProps): (typeof TIERS)[number] {
  return tier ?? (multishare ? 'enterprise' : 'standard');
}
