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
import { classPath, classProvides, diskClass, driverOf, SNAPSHOTS } from '../../lib/storage-class';
import { markParameters, ZONE_LABEL } from './google-parameters';
import { googlePersistentDiskProps, zonesOf, type GooglePersistentDiskProps } from './google-persistent-disk-props';
import { googlePersistentDiskRules } from './google-persistent-disk-rules';

const DRIVER = 'pd.csi.storage.gke.io';

/**
 * Google's Persistent Disk and Hyperdisk: disks in one zone, or in two at once, which one node at a time mounts.
 *
 * @example new GooglePersistentDisk({ name: 'db', type: 'hyperdisk-balanced', iops: 12_000, throughputMiB: 400 })
 * @see https://github.com/kubernetes-sigs/gcp-compute-persistent-disk-csi-driver#createvolume-parameters
 */
export class GooglePersistentDisk implements Plugin<'storage'> {
  readonly contract = CONTRACT;
  readonly socket = 'storage';
  readonly name = 'google-persistent-disk';
  readonly label: string;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: GooglePersistentDiskProps) {
    this.label = props?.name;
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(googlePersistentDiskProps, props, classPath(props));
    this.rules = googlePersistentDiskRules(props ?? {});
  }

  needs(): readonly Needed[] {
    return [
      {
        capability: `driver/${DRIVER}`,
        because: "its volumes are made by Google's driver of disks, which works on Google Cloud alone",
        fix: 'use an infrastructure of Google Cloud, such as Gke, or CloudDisk for whatever disk the cloud has',
      },
      ...(this.props.snapshots ? [SNAPSHOTS] : []),
    ];
  }

  provides(): readonly Provided[] {
    return classProvides(this.props, 'storage/block');
  }

  contribute(decisions: Pick<Platform, 'value'>): readonly Item[] {
    const { snapshots, ...intent } = this.props;
    const zones = zonesOf(this.props);
    return diskClass(
      { ...intent, snapshots: Boolean(snapshots) },
      {
        by: `${this.name}/${this.label}`,
        because: `disks of Google Cloud for claims on '${this.label}'`,
        driver: driverOf(DRIVER, decisions),
        parameters: parameters(this.props),
        ...(zones && { topology: { label: ZONE_LABEL, values: zones } }),
        ...snapshotSource(snapshots),
      },
    );
  }
}

function parameters(props: GooglePersistentDiskProps): { [name: string]: string } {
  const { type = 'pd-balanced', regional, iops, throughputMiB, kmsKey, confidential, storagePools = [] } = props;
  const { matchMachines = type === 'dynamic' } = props;
  return {
    type,
    ...(type === 'dynamic' && dynamicParameters(props)),
    ...(matchMachines && { 'use-allowed-disk-topology': 'true' }),
    ...(regional && { 'replication-type': 'regional-pd' }),
    ...(iops && { 'provisioned-iops-on-create': String(iops) }),
    ...(throughputMiB && { 'provisioned-throughput-on-create': `${throughputMiB}Mi` }),
    ...(kmsKey && { 'disk-encryption-kms-key': kmsKey }),
    ...(confidential && { 'enable-confidential-storage': 'true' }),
    ...(storagePools.length > 0 && { 'storage-pools': storagePools.join(',') }),
    ...markParameters(props),
  };
}

function dynamicParameters(props: GooglePersistentDiskProps): { [name: string]: string } {
  const { pdType = 'pd-balanced', hyperdiskType = 'hyperdisk-balanced', prefer } = props;
  return {
    'pd-type': pdType,
    'hyperdisk-type': hyperdiskType,
    ...(prefer && { 'disk-type-preference': `${prefer}-type` }),
  };
}

function snapshotSource(snapshots: GooglePersistentDiskProps['snapshots']): {
  readonly snapshotParameters?: { readonly [name: string]: string };
} {
  if (typeof snapshots !== 'object') return {};
  const { type, imageFamily, location } = snapshots;
  const snapshotParameters = {
    ...(type && { 'snapshot-type': type }),
    ...(imageFamily && { 'image-family': imageFamily }),
    ...(location && { 'storage-locations': location }),
    ...markParameters(snapshots),
  };
  return Object.keys(snapshotParameters).length > 0 ? { snapshotParameters } : {};
}
