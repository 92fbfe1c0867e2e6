import { isTerraformValue } from '../../../lib/plan/terraform-values';
import type {
  Adoption,
  AwsStatement,
  Capability,
  Data,
  Decisions,
  Item,
  ItemOf,
  Needed,
  Platform,
  Plugin,
  Provided,
  Refusal,
  Rule,
} from '../../../lib/spi';
import {
  classProvides,
  diskClass,
  driverOf,
  fileClass,
  SNAPSHOTS,
  zoneRule,
  type DiskClassIntent,
  type PortableDiskIntent,
  type PortableFilesIntent,
} from '../../../lib/storage-class';
import { tagsOf } from './tags';

const EBS = 'driver/ebs.csi.aws.com';
const EFS = 'driver/efs.csi.aws.com';
const CRDS = 'crd/snapshot.storage.k8s.io';

/** EKS Auto Mode keeps a driver of EBS in the control plane, under a name of its own and for its own nodes. */
const AUTO_MODE = {
  provisioner: 'ebs.csi.eks.amazonaws.com',
  nodes: { 'eks.amazonaws.com/compute-type': 'auto' },
};

/** What gp3 has without paying more, and at most. @see https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const GP3 = { iops: 3_000, mib: 125, mostIops: 80_000, mostMib: 2_000, iopsPerMib: 4 };
/** What io2 is given where nobody says: as much as gp3 has, for it has none of itself. */
const IO2 = { iops: 3_000, leastIops: 100, mostIops: 256_000 };

const KEY_ARN = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/.+$/;

/**
 * What EKS offers to storage plugins: the drivers and the snapshot controller, as add-ons. Every cluster is born with a class `gp2`,
 * so that name is taken.
 */
export function driverOffers(autoMode: boolean): readonly Provided[] {
  const addon = (capability: Capability): Provided => ({ capability, exclusive: true, supply: 'if-needed' });
  const auto: readonly Provided[] = [
    { capability: EBS, exclusive: true, value: AUTO_MODE },
    { capability: `driver/${AUTO_MODE.provisioner}`, exclusive: true },
  ];
  const gp2: Provided = { capability: 'storage-class/gp2', exclusive: true };
  return [...(autoMode ? auto : [addon(EBS)]), addon(EFS), addon(CRDS), gp2];
}

/** How AWS takes the portable classes; every other storage plugin speaks for itself. */
export function adoptStorage(plugin: Plugin, platform: Platform): Adoption | undefined {
  const by = `${plugin.name}/${plugin.label}`;
  const settings: unknown = plugin.settings;
  if (plugin.name === 'cloud-disk') return adoptDisk(settings as PortableDiskIntent, by, platform);
  if (plugin.name === 'cloud-files') return adoptFiles(settings as PortableFilesIntent, by, platform);
  return undefined;
}

function adoptDisk(disk: PortableDiskIntent, by: string, platform: Platform): Adoption {
  const type = disk.tier === 'premium' ? io2(disk) : gp3(disk);
  if ('because' in type) return { as: 'refuse', ...type };
  const wrongKey = keyRefusal(disk.encryptionKey);
  if (wrongKey) return { as: 'refuse', ...wrongKey };
  const source = {
    by,
    because: `EBS volumes for claims on '${disk.name}'`,
    driver: driverOf('ebs.csi.aws.com', platform),
    parameters: { ...type.parameters, encrypted: 'true', ...(disk.encryptionKey && { kmsKeyId: disk.encryptionKey }) },
  };
  const own = ['expandable', 'binding', 'filesystem', 'snapshots', 'tier', 'iops', 'encryptionKey'];
  return {
    as: 'native',
    provides: classProvides(disk, 'storage/block'),
    needs: [driverNeed(EBS, 'EBS'), ...(disk.snapshots ? [SNAPSHOTS] : [])],
    items: diskClass(disk, source),
    // io2 has no throughput by choice.
    honours: [...EVERY_CLASS, ...own, ...(disk.tier === 'premium' ? [] : ['throughputMiB'])],
  };
}

const EVERY_CLASS = ['name', 'default', 'reclaim', 'mountOptions'];

/** A type of EBS volume, as the driver is told of it. */
interface VolumeType {
  readonly parameters: { readonly [name: string]: string };
}

/** General-purpose disks. Throughput takes I/O operations, which are raised to what it needs. */
function gp3({ iops = 0, throughputMiB: mib = 0 }: PortableDiskIntent): VolumeType | Refusal {
  if (iops > GP3.mostIops || mib > GP3.mostMib) {
    const because = `the disks of AWS for this tier (gp3) give ${GP3.mostIops} I/O operations and ${GP3.mostMib} MiB a second at most`;
    return { because, fix: "ask for less, or for I/O operations alone with tier 'premium'" };
  }
  const needed = Math.max(iops, mib * GP3.iopsPerMib);
  return {
    parameters: {
      type: 'gp3',
      ...(needed > GP3.iops && { iops: String(needed) }),
      ...(mib > GP3.mib && { throughput: String(mib) }),
    },
  };
}

/** Disks for databases. EC2 makes none without a number of I/O operations. */
function io2({ iops = IO2.iops }: PortableDiskIntent): VolumeType | Refusal {
  if (iops > IO2.mostIops) {
    const because = `the disks of AWS for tier 'premium' (io2) give ${IO2.mostIops} I/O operations a second at most`;
    return { because, fix: 'ask for less' };
  }
  return { parameters: { type: 'io2', iops: String(Math.max(iops, IO2.leastIops)) } };
}

function keyRefusal(key: string | undefined): Refusal | undefined {
  if (!key || isTerraformValue(key) || KEY_ARN.test(key)) return undefined;
  return { because: `AWS knows no encryption key '${key}'`, fix: "give a KMS key's full ARN as 'encryptionKey'" };
}

function adoptFiles(files: PortableFilesIntent, by: string, platform: Platform): Adoption {
  const fileSystemId = { $fact: `file-system/id/${files.name}` };
  const source = {
    by,
    because: `directories of EFS for claims on '${files.name}'`,
    driver: driverOf('efs.csi.aws.com', platform),
    parameters: { provisioningMode: 'efs-ap', fileSystemId, directoryPerms: '700' },
  };
  return {
    as: 'native',
    provides: classProvides(files, 'storage/files'),
    needs: [driverNeed(EFS, 'EFS')],
    items: [...fileSystem(files.name, by), ...fileClass(files, source)],
    honours: [...EVERY_CLASS, ...(files.snapshots ? [] : ['snapshots'])],
    instead: { snapshots: 'EFS takes none, and AWS Backup keeps copies of whole file systems' },
  };
}

function fileSystem(name: string, by: string): readonly Item[] {
  const because = `the volumes of '${name}' are directories of it`;
  const stage = 'control-plane';
  return [
    { kind: 'file-system', id: name, by, because, stage, spec: { throughput: 'elastic' } },
    {
      kind: 'port',
      id: 'nfs-to-file-systems',
      by,
      because: 'nodes mount file systems over NFS 4',
      stage,
      spec: { from: 'node', to: { service: 'file-system' }, protocol: 'tcp', range: [2049, 2049] },
    },
  ];
}

function driverNeed(capability: Capability, product: string): Needed {
  return {
    capability,
    because: `its volumes are made by the driver of ${product}`,
    fix: 'use an infrastructure that brings the driver, such as Eks',
  };
}

/** The add-ons that an infrastructure of this name was chosen to supply, and what they may do. */
export function driverItems(decisions: Decisions, infrastructure = 'eks'): readonly Item[] {
  const chosen = (capability: Capability) =>
    decisions.suppliers(capability).includes(infrastructure) && decisions.value(capability) === undefined;
  const by = infrastructure;
  return [
    ...(chosen(CRDS) ? [addon(by, 'snapshot-controller', 'classes with snapshots need its CRDs and itself', {})] : []),
    ...(chosen(EBS) ? ebs(by, decisions) : []),
    ...(chosen(EFS) ? efs(by) : []),
  ];
}

function ebs(by: string, decisions: Decisions): readonly Item[] {
  const snapshots = decisions.has(CRDS);
  const managed = ['service-role/AmazonEBSCSIDriverPolicy'];
  const grants = { managed, ...keyGrants(volumeKeys(decisions)) };
  return [
    identity(by, 'ebs-csi', 'ebs-csi-controller-sa', 'the driver of EBS makes, attaches and deletes volumes', grants),
    {
      ...addon(by, 'aws-ebs-csi-driver', 'a storage class asks for EBS volumes', {
        identities: ['ebs-csi'],
        configuration: {
          controller: { extraVolumeTags: tagsOf(decisions.cluster) },
          // Left to itself, the add-on's sidecar runs even where there are no CRDs, and complains of it without end.
          sidecars: { snapshotter: { forceEnable: snapshots } },
        },
      }),
      ...(decisions.suppliers(CRDS).includes(by) && { after: ['addon/snapshot-controller'] }),
    },
  ];
}

function efs(by: string): readonly Item[] {
  const grants = { managed: ['service-role/AmazonEFSCSIDriverPolicy'] };
  const identities = ['efs-csi-controller', 'efs-csi-node'];
  return [
    identity(
      by,
      'efs-csi-controller',
      'efs-csi-controller-sa',
      'the driver of EFS makes and deletes access points',
      grants,
    ),
    identity(by, 'efs-csi-node', 'efs-csi-node-sa', 'the driver of EFS looks up mount targets', grants),
    addon(by, 'aws-efs-csi-driver', 'a storage class asks for directories of EFS', { identities }),
  ];
}

function addon(
  by: string,
  name: string,
  because: string,
  spec: Omit<ItemOf<'addon'>['spec'], 'name'>,
): ItemOf<'addon'> {
  return { kind: 'addon', id: name, by, because, stage: 'nodes', spec: { name, ...spec } };
}

function identity(
  by: string,
  id: string,
  serviceAccount: string,
  because: string,
  aws: ItemOf<'identity'>['spec']['grants']['aws'],
): ItemOf<'identity'> {
  const spec = { namespace: 'kube-system', serviceAccount, grants: { aws } };
  return { kind: 'identity', id, by, because, stage: 'nodes', spec };
}

/** Customers' keys that storage classes name; Terraform values among them. */
function volumeKeys({ plugins }: Pick<Decisions, 'plugins'>): readonly string[] {
  const storage = plugins.filter(({ socket }) => socket === 'storage');
  const named: readonly (Data | undefined)[] = storage.flatMap(({ settings }) => [
    settings.kmsKeyArn,
    settings.encryptionKey,
  ]);
  return [...new Set(named.filter(key => typeof key === 'string'))];
}

/** What the driver may do with customers' keys; AWS's own policy for the driver names none. */
function keyGrants(resources: readonly string[]): { readonly statements?: readonly AwsStatement[] } {
  if (resources.length === 0) return {};
  const use = ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncrypt*'];
  const onlyForVolumes = { test: 'Bool', variable: 'kms:GrantIsForAWSResource', values: ['true'] };
  return {
    statements: [
      { sid: 'UseVolumeKeys', actions: use, resources },
      { sid: 'LendVolumeKeys', actions: ['kms:CreateGrant'], resources, conditions: [onlyForVolumes] },
    ],
  };
}

/** What EKS checks of storage: it has no default class of its own, and carries out portable classes whose own rules are silent. */
export const storageRules: readonly Rule[] = [
  {
    code: 'ST-27',
    severity: 'warning',
    see: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass',
    check: decisions => {
      const storage = decisions.plugins.filter(({ socket }) => socket === 'storage');
      if (storage.length === 0 || decisions.has('storage/default-class')) return [];
      const because = 'no storage class is the default, so claims that name none wait for ever';
      return [{ at: 'storage', because, fix: "set 'default: true' on one of them" }];
    },
  },
  {
    code: 'ST-34',
    severity: 'warning',
    see: 'https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html',
    check: decisions => {
      const keys = volumeKeys(decisions);
      if (keys.length === 0 || !decisions.has(`driver/${AUTO_MODE.provisioner}`)) return [];
      const because =
        "EKS Auto Mode makes volumes as the cluster's role, which a storage class's key does not know yet";
      return [{ at: 'storage', because, fix: "let the key's policy allow the cluster's role, then acknowledge ST-34" }];
    },
  },
  zoneRule(({ plugins }) => {
    const disks = plugins.filter(({ name }) => name === 'cloud-disk');
    return disks.map(({ settings }) => settings as unknown as DiskClassIntent);
  }),
];
