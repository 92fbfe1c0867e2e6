import * as v from '../../lib/schema';
import { isTerraformValue } from '../../lib/plan/terraform-values';
import { settingsOf, shapeFindings } from '../../lib/shape';
import {
  CONTRACT,
  type Data,
  type Decisions,
  type Finding,
  type Item,
  type Needed,
  type Platform,
  type Plugin,
  type Provided,
  type Rule,
} from '../../lib/spi';
import {
  classPath,
  classProvides,
  driverOf,
  fileClass,
  storageClassShape,
  type StorageClassIntent,
} from '../../lib/storage-class';

const DRIVER = 'efs.csi.aws.com';
/** The driver has a role for its controller and one for its node pods. */
const IDENTITIES = { controller: 'efs-csi-controller', node: 'efs-csi-node' } as const;

/** A class of directories of an EFS file system, each behind an access point of its own. Claims' sizes mean nothing to EFS. */
export interface AwsEfsProps extends StorageClassIntent {
  /** A file system that exists, which nodes must reach on TCP 2049; may be a Terraform value. @default - one of the class's own */
  readonly fileSystemId?: string;
  /** How the class's own file system is paid for: by use, or by the data it holds. @default 'elastic' */
  readonly throughput?: 'elastic' | 'bursting';
  /** Octal permissions of a volume's root directory. @default '700' */
  readonly directoryPerms?: string;
  /** The user that all access to a volume counts as. @default - one of `gidRange` for each volume */
  readonly uid?: number;
  /** The group that all access to a volume counts as. @default - one of `gidRange` for each volume */
  readonly gid?: number;
  /** First and last of the numbers that users and groups of volumes come from. @default [50000, 7000000] */
  readonly gidRange?: readonly [number, number];
  /** Directory under which the volumes are. @default - the file system's root */
  readonly basePath?: string;
}

const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const shape = v.strictObject({
  ...storageClassShape,
  fileSystemId: v.optional(
    v.pipe(
      v.string(),
      v.check(
        given => isTerraformValue(given) || /^fs-[0-9a-f]{8,40}$/.test(given),
        "an id such as 'fs-0123456789abcdef0'",
      ),
    ),
  ),
  throughput: v.optional(v.picklist(['elastic', 'bursting'])),
  directoryPerms: v.optional(v.pipe(v.string(), v.regex(/^0?[0-7]{3}$/, "octal permissions such as '700'"))),
  uid: v.optional(id),
  gid: v.optional(id),
  gidRange: v.optional(v.strictTuple([v.pipe(id, v.minValue(1)), id])),
  basePath: v.optional(v.pipe(v.string(), v.startsWith('/', "a path that starts with '/'"), v.maxLength(60))),
});

/**
 * Amazon EFS: a file system in every zone, whose volumes many nodes mount at once (ReadWriteMany). It has no snapshots.
 *
 * @see https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/parameters.md
 */
export class AwsEfs implements Plugin<'storage'> {
  readonly contract = CONTRACT;
  readonly socket = 'storage';
  readonly name = 'aws-efs';
  readonly label: string;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: AwsEfsProps) {
    this.label = props?.name;
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(shape, props, classPath(props));
    const see = 'https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/parameters.md';
    this.rules = [
      { code: 'ST-06', severity: 'error', see, check: () => contradictions(props) },
      {
        code: 'ST-07',
        severity: 'warning',
        see: 'https://docs.aws.amazon.com/efs/latest/ug/network-access.html',
        check: () => foreign(props),
      },
    ];
  }

  needs(): readonly Needed[] {
    return [
      {
        capability: `driver/${DRIVER}`,
        because: 'its volumes are made by the driver of EFS, which works on AWS alone',
        fix: 'use an infrastructure of AWS, such as Eks, or CloudFiles for whatever shared file system the cloud has',
      },
    ];
  }

  provides(platform: Pick<Platform, 'value'>): readonly Provided[] {
    const chart: Provided = { capability: `driver/${DRIVER}`, exclusive: true, supply: 'if-needed' };
    return [...classProvides(this.props, 'storage/files'), ...(platform.value('cloud') === 'aws' ? [chart] : [])];
  }

  contribute(decisions: Decisions): readonly Item[] {
    const by = `${this.name}/${this.label}`;
    const suppliers = decisions.suppliers(`driver/${DRIVER}`);
    const byChart = suppliers.some(supplier => supplier.startsWith(`${this.name}/`));
    return [
      ...(suppliers.includes(by) ? driver(by) : []),
      ...(this.props.fileSystemId ? [] : fileSystem(by, this.props)),
      ...fileClass(this.props, {
        by,
        because: `directories of EFS for claims on '${this.label}'`,
        driver: driverOf(DRIVER, decisions),
        parameters: parameters(this.props),
        ...(byChart && { after: ['helm-release/aws-efs-csi-driver'] }),
      }),
    ];
  }
}

function parameters(props: AwsEfsProps): { [name: string]: Data } {
  const { name, fileSystemId, directoryPerms = '700', uid, gid, gidRange, basePath } = props;
  return {
    provisioningMode: 'efs-ap',
    fileSystemId: fileSystemId ?? { $fact: `file-system/id/${name}` },
    directoryPerms,
    ...(uid !== undefined && { uid: String(uid) }),
    ...(gid !== undefined && { gid: String(gid) }),
    ...(gidRange && { gidRangeStart: String(gidRange[0]), gidRangeEnd: String(gidRange[1]) }),
    ...(basePath && { basePath }),
  };
}

function fileSystem(by: string, { name, throughput = 'elastic' }: AwsEfsProps): readonly Item[] {
  return [
    {
      kind: 'file-system',
      id: name,
      by,
      because: `the volumes of '${name}' are directories of it`,
      stage: 'control-plane',
      spec: { throughput },
    },
    {
      kind: 'port',
      id: 'nfs-to-file-systems',
      by,
      because: 'nodes mount file systems over NFS 4',
      stage: 'control-plane',
      spec: { from: 'node', to: { service: 'file-system' }, protocol: 'tcp', range: [2049, 2049] },
    },
  ];
}

/** The driver as a chart, for machines that no service looks after. */
function driver(by: string): readonly Item[] {
  const annotations = (identity: string) => ({
    serviceAccount: { annotations: { $fact: `identity/annotations/${identity}` } },
  });
  return [
    identity(by, IDENTITIES.controller, 'efs-csi-controller-sa', 'the driver of EFS makes and deletes access points'),
    identity(by, IDENTITIES.node, 'efs-csi-node-sa', 'the driver of EFS looks up mount targets'),
    {
      kind: 'helm-release',
      id: 'aws-efs-csi-driver',
      by,
      because: 'nobody else brings the driver of EFS here',
      stage: 'platform',
      after: Object.values(IDENTITIES).map(each => `identity/${each}`),
      spec: {
        chart: 'aws-efs-csi-driver',
        repository: 'https://kubernetes-sigs.github.io/aws-efs-csi-driver',
        version: '4.4.1',
        namespace: 'kube-system',
        values: {
          controller: annotations(IDENTITIES.controller),
          node: annotations(IDENTITIES.node),
        },
      },
    },
  ];
}

function identity(by: string, id: string, serviceAccount: string, because: string): Item {
  const grants = { aws: { managed: ['service-role/AmazonEFSCSIDriverPolicy'] } };
  return {
    kind: 'identity',
    id,
    by,
    because,
    stage: 'nodes',
    spec: { namespace: 'kube-system', serviceAccount, grants },
  };
}

function contradictions({ name, fileSystemId, throughput, uid, gid, gidRange }: AwsEfsProps): readonly Finding[] {
  const at = `storage/${name}`;
  const findings: Finding[] = [];
  if (fileSystemId && throughput) {
    const because = "'throughput' is of the class's own file system, and 'fileSystemId' names another";
    findings.push({ at: `${at}/throughput`, value: throughput, because, fix: 'remove one of them' });
  }
  if (gidRange && gidRange[0] >= gidRange[1]) {
    const because = "the driver takes no 'gidRange' whose last group is not greater than its first";
    findings.push({ at: `${at}/gidRange`, value: gidRange, because, fix: 'give the lower number first' });
  }
  if (gidRange && uid !== undefined && gid !== undefined) {
    const because = "'uid' and 'gid' fix the owner of volumes, and nothing is left to take from 'gidRange'";
    findings.push({ at: `${at}/gidRange`, value: gidRange, because, fix: 'remove one of them' });
  }
  return findings;
}

function foreign({ name, fileSystemId }: AwsEfsProps): readonly Finding[] {
  if (!fileSystemId) return [];
  return [
    {
      at: `storage/${name}/fileSystemId`,
      because: `the firewall of this file system is not Tenon's to open, and mounts hang where it is closed`,
      fix: 'let the nodes in on TCP 2049 at its mount targets, then acknowledge ST-07',
    },
  ];
}
