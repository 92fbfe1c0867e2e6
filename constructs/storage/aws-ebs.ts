import * as v from '../../lib/schema';
import { isTerraformValue } from '../../lib/plan/terraform-values';
import { settingsOf, shapeFindings } from '../../lib/shape';
import {
  CONTRACT,
  type AwsStatement,
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
  diskClass,
  diskClassShape,
  driverOf,
  SNAPSHOTS,
  zoneRule,
  type DiskClassIntent,
} from '../../lib/storage-class';

const DRIVER = 'ebs.csi.aws.com';

/** A class of EBS volumes. They are always encrypted. */
export interface AwsEbsProps extends DiskClassIntent {
  /** @default 'gp3' @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
  readonly type?: 'gp3' | 'io2' | 'io1' | 'st1' | 'sc1' | 'gp2';
  /** I/O operations a second: 3,000 to 80,000 for gp3, 100 to 64,000 for io1, 100 to 256,000 for io2. @default - 3,000 for gp3 */
  readonly iops?: number;
  /** I/O operations a second for each GiB, raised to the least that the type takes; in place of `iops`. @default - not by size */
  readonly iopsPerGb?: number;
  /** MiB a second, for gp3 only: 125 to 2,000, and a quarter of the I/O operations at most. @default 125 */
  readonly throughputMiB?: number;
  /** ARN of the KMS key that encrypts the volumes; may be a Terraform value. @default - the account's own key for EBS */
  readonly kmsKeyArn?: string;
  /** Put on every volume, besides the cluster's own. @default {} */
  readonly tags?: { readonly [key: string]: string };
}

/** Least and most I/O operations a second of the types that have them by choice. */
const PROVISIONED = { gp3: [3_000, 80_000], io1: [100, 64_000], io2: [100, 256_000] } as const;
const THROUGHPUT_MIB = [125, 2_000] as const;
const IOPS_PER_MIB = 4;

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const shape = v.strictObject({
  ...diskClassShape,
  type: v.optional(v.picklist(['gp3', 'io2', 'io1', 'st1', 'sc1', 'gp2'])),
  iops: v.optional(positive),
  iopsPerGb: v.optional(positive),
  throughputMiB: v.optional(positive),
  kmsKeyArn: v.optional(
    v.pipe(
      v.string(),
      v.check(
        key => isTerraformValue(key) || /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/.+$/.test(key),
        "a KMS key's full ARN",
      ),
    ),
  ),
  tags: v.optional(v.record(v.pipe(v.string(), v.regex(/^[^=]+$/, "a key without '='")), v.string())),
});

/**
 * Amazon EBS: disks in one zone, which one node at a time mounts.
 *
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
 */
export class AwsEbs implements Plugin<'storage'> {
  readonly contract = CONTRACT;
  readonly socket = 'storage';
  readonly name = 'aws-ebs';
  readonly label: string;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: AwsEbsProps) {
    this.label = props?.name;
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(shape, props, classPath(props));
    this.rules = [
      {
        code: 'ST-05',
        severity: 'error',
        see: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html',
        check: () => [...iopsFindings(props), ...throughputFindings(props)],
      },
      zoneRule(() => [props]),
    ];
  }

  needs(): readonly Needed[] {
    return [
      {
        capability: `driver/${DRIVER}`,
        because: 'its volumes are made by the driver of EBS, which works on AWS alone',
        fix: 'use an infrastructure of AWS, such as Eks, or CloudDisk for whatever disk the cloud has',
      },
      ...(this.props.snapshots ? [SNAPSHOTS] : []),
    ];
  }

  provides(platform: Pick<Platform, 'value'>): readonly Provided[] {
    const chart: Provided = { capability: `driver/${DRIVER}`, exclusive: true, supply: 'if-needed' };
    return [...classProvides(this.props, 'storage/block'), ...(platform.value('cloud') === 'aws' ? [chart] : [])];
  }

  contribute(decisions: Decisions): readonly Item[] {
    const by = `${this.name}/${this.label}`;
    const suppliers = decisions.suppliers(`driver/${DRIVER}`);
    const byChart = suppliers.some(supplier => supplier.startsWith(`${this.name}/`));
    return [
      ...(suppliers.includes(by) ? driver(by, decisions) : []),
      ...diskClass(this.props, {
        by,
        because: `EBS volumes for claims on '${this.label}'`,
        driver: driverOf(DRIVER, decisions),
        parameters: parameters(this.props),
        ...(byChart && { after: ['helm-release/aws-ebs-csi-driver'] }),
      }),
    ];
  }
}

function parameters({ type = 'gp3', iops, iopsPerGb, throughputMiB, kmsKeyArn, tags = {} }: AwsEbsProps): {
  [name: string]: string;
} {
  const tagSpecifications = Object.keys(tags)
    .sort()
    .map((key, index) => [`tagSpecification_${index + 1}`, `${key}=${tags[key]}`]);
  return {
    type,
    encrypted: 'true',
    ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    ...(iops && { iops: String(iops) }),
    // Without the second, the driver makes no small volumes: their share is less than the type's minimum.
    ...(iopsPerGb && { iopsPerGB: String(iopsPerGb), allowAutoIOPSPerGBIncrease: 'true' }),
    ...(throughputMiB && { throughput: String(throughputMiB) }),
    ...Object.fromEntries(tagSpecifications),
  };
}

/** The driver as a chart, for machines that no service looks after. */
function driver(by: string, decisions: Decisions): readonly Item[] {
  const { tags } = decisions.cluster;
  const keys = decisions.plugins.flatMap(({ name, settings }) => (name === 'aws-ebs' ? [settings['kmsKeyArn']] : []));
  return [
    {
      kind: 'identity',
      id: 'ebs-csi',
      by,
      because: 'the driver of EBS makes, attaches and deletes volumes',
      stage: 'nodes',
      spec: {
        namespace: 'kube-system',
        serviceAccount: 'ebs-csi-controller-sa',
        grants: { aws: { managed: ['service-role/AmazonEBSCSIDriverPolicy'], ...keyGrants(keys) } },
      },
    },
    {
      kind: 'helm-release',
      id: 'aws-ebs-csi-driver',
      by,
      because: 'nobody else brings the driver of EBS here',
      stage: 'platform',
      after: ['identity/ebs-csi'],
      spec: {
        chart: 'aws-ebs-csi-driver',
        repository: 'https://kubernetes-sigs.github.io/aws-ebs-csi-driver',
        version: '2.58.0',
        namespace: 'kube-system',
        values: {
          controller: {
            serviceAccount: { annotations: { $fact: 'identity/annotations/ebs-csi' } },
            extraVolumeTags: tags,
          },
          // The chart looks for the CRDs only when it talks to a cluster, which not every delivery does.
          sidecars: { snapshotter: { forceEnable: decisions.has('crd/snapshot.storage.k8s.io') } },
        },
      },
    },
  ];
}

/** What the driver may do with customers' keys; AWS's own policy for the driver names none. */
function keyGrants(keys: readonly (Data | undefined)[]): { statements?: readonly AwsStatement[] } {
  const resources = [...new Set(keys.filter(key => typeof key === 'string'))];
  if (resources.length === 0) return {};
  return {
    statements: [
      {
        sid: 'UseVolumeKeys',
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncrypt*'],
        resources,
      },
      {
        sid: 'LendVolumeKeys',
        actions: ['kms:CreateGrant'],
        resources,
        conditions: [{ test: 'Bool', variable: 'kms:GrantIsForAWSResource', values: ['true'] }],
      },
    ],
  };
}

function iopsFindings({ name, type = 'gp3', iops, iopsPerGb }: AwsEbsProps): readonly Finding[] {
  const range = type in PROVISIONED ? PROVISIONED[type as keyof typeof PROVISIONED] : undefined;
  const asked = iops ?? iopsPerGb;
  const at = `storage/${name}/${iops === undefined && iopsPerGb !== undefined ? 'iopsPerGb' : 'iops'}`;
  if (iops && iopsPerGb) {
    return [
      {
        at,
        value: iops,
        because: "the driver makes no volume with both 'iops' and 'iopsPerGb'",
        fix: 'remove one of them',
      },
    ];
  }
  if (!range && asked) {
    return [
      {
        at,
        value: asked,
        because: `the I/O operations of ${type} come with its size`,
        fix: "remove it, or choose 'gp3'",
      },
    ];
  }
  if (range && type !== 'gp3' && !asked) {
    return [
      { at, because: `EC2 makes ${type} only with a number of I/O operations`, fix: "give 'iops' or 'iopsPerGb'" },
    ];
  }
  if (range && iops && (iops < range[0] || iops > range[1])) {
    return [
      {
        at,
        value: iops,
        because: `${type} has from ${range[0]} to ${range[1]} I/O operations a second`,
        fix: 'choose from that range',
      },
    ];
  }
  return [];
}

function throughputFindings({ name, type = 'gp3', iops, iopsPerGb, throughputMiB }: AwsEbsProps): readonly Finding[] {
  if (!throughputMiB) return [];
  const at = `storage/${name}/throughputMiB`;
  const [least, most] = THROUGHPUT_MIB;
  if (type !== 'gp3') {
    return [
      {
        at,
        value: throughputMiB,
        because: `only gp3 has a throughput by choice, not ${type}`,
        fix: "remove it, or choose 'gp3'",
      },
    ];
  }
  if (throughputMiB < least || throughputMiB > most) {
    return [
      {
        at,
        value: throughputMiB,
        because: `gp3 has from ${least} to ${most} MiB a second`,
        fix: 'choose from that range',
      },
    ];
  }
  const needed = throughputMiB * IOPS_PER_MIB;
  if (iopsPerGb || needed <= (iops ?? PROVISIONED.gp3[0])) return [];
  return [
    {
      at,
      value: throughputMiB,
      because: `gp3 gives a MiB a second for every ${IOPS_PER_MIB} I/O operations, and it has ${iops ?? PROVISIONED.gp3[0]}`,
      fix: `give 'iops' of ${needed} at least`,
    },
  ];
}
