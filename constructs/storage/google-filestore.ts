import { settingsOf, shapeFindings } from '../../lib/shape';
import {
  CONTRACT,
  type Data,
  type Finding,
  type Item,
  type Needed,
  type Platform,
  type Plugin,
  type Provided,
  type Rule,
} from '../../lib/spi';
import { classPath, classProvides, driverOf, fileClass, SNAPSHOTS } from '../../lib/storage-class';
import {
  googleFilestoreProps,
  tierOf,
  type FilestoreExport,
  type GoogleFilestoreProps,
} from './google-filestore-props';
import { googleFilestoreRules } from './google-filestore-rules';
import { markParameters, ZONE_LABEL } from './google-parameters';

const DRIVER = 'filestore.csi.storage.gke.io';

/**
 * Google's Filestore: NFS servers, one a volume or with shares for many, that many nodes mount at once (ReadWriteMany).
 *
 * @example new GoogleFilestore({ name: 'shared', tier: 'enterprise', multishare: true, maxVolumeGiB: 128 })
 * @see https://github.com/kubernetes-sigs/gcp-filestore-csi-driver#supported-createvolume-parameters
 */
export class GoogleFilestore implements Plugin<'storage'> {
  readonly contract = CONTRACT;
  readonly socket = 'storage';
  readonly name = 'google-filestore';
  readonly label: string;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: GoogleFilestoreProps) {
    this.label = props?.name;
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(googleFilestoreProps, props, classPath(props));
    this.rules = googleFilestoreRules(props ?? {});
  }

  needs(): readonly Needed[] {
    return [
      {
        capability: `driver/${DRIVER}`,
        because: "its volumes are made by Google's driver of Filestore, which works on Google Cloud alone",
        fix: 'use an infrastructure of Google Cloud, such as Gke, or CloudFiles for whatever shared file system the cloud has',
      },
      ...(this.props.snapshots ? [SNAPSHOTS] : []),
    ];
  }

  provides(): readonly Provided[] {
    return classProvides(this.props, 'storage/files');
  }

  contribute(decisions: Pick<Platform, 'value'>): readonly Item[] {
    const { snapshots, zones, expandable = true, binding = 'WaitForFirstConsumer', ...intent } = this.props;
    return fileClass(
      { ...intent, expandable, binding, snapshots: Boolean(snapshots) },
      {
        by: `${this.name}/${this.label}`,
        because: `volumes of Filestore for claims on '${this.label}'`,
        driver: driverOf(DRIVER, decisions),
        parameters: parameters(this.props),
        ...(zones && { topology: { label: ZONE_LABEL, values: zones } }),
        // The driver has two kinds of snapshots in mind, and makes one.
        snapshotParameters: { type: 'backup', ...backupParameters(snapshots) },
      },
    );
  }
}

function parameters(props: GoogleFilestoreProps): { [name: string]: Data } {
  const { connectMode, reservedIpv4Cidr, reservedIpRange, protocol, kmsKey, exports } = props;
  return {
    tier: tierOf(props),
    // Left to itself, the driver looks for a VPC of the name 'default'.
    network: props.network ?? { $fact: 'network/name' },
    ...(connectMode && { 'connect-mode': connectMode }),
    ...(reservedIpv4Cidr && { 'reserved-ipv4-cidr': reservedIpv4Cidr }),
    ...(reservedIpRange && { 'reserved-ip-range': reservedIpRange }),
    ...(protocol && { protocol }),
    ...(kmsKey && { 'instance-encryption-kms-key': kmsKey }),
    ...(exports && { 'nfs-export-options-on-create': JSON.stringify(exports.map(exportOption)) }),
    ...(props.multishare && multishareParameters(props)),
    ...markParameters(props),
  };
}

function multishareParameters({ name, maxVolumeGiB }: GoogleFilestoreProps): { [name: string]: string } {
  return {
    multishare: 'true',
    // GKE's webhook would add it, and a StorageClass must stay as it was delivered.
    'instance-storageclass-label': name,
    ...(maxVolumeGiB && { 'max-volume-size': `${maxVolumeGiB}Gi` }),
  };
}

/** As the driver reads them: numbers as text. */
function exportOption({ accessMode, ipRanges, squashMode, anonUid, anonGid }: FilestoreExport): {
  [option: string]: Data;
} {
  return {
    ...(accessMode && { accessMode }),
    ...(ipRanges && { ipRanges }),
    ...(squashMode && { squashMode }),
    ...(anonUid !== undefined && { anonUid: String(anonUid) }),
    ...(anonGid !== undefined && { anonGid: String(anonGid) }),
  };
}

function backupParameters(snapshots: GoogleFilestoreProps['snapshots']): { [name: string]: string } {
  if (typeof snapshots !== 'object') return {};
  return { ...(snapshots.location && { location: snapshots.location }), ...markParameters(snapshots) };
}
