import * as v from '../../../lib/schema';
import { parseCidr } from '../../../lib/plan/cidr';
import { isExpression } from '../../../lib/plan/terraform-values';
import type { Cidr, Data, VersionWindow } from '../../../lib/spi';

/** An EKS cluster's place and ways in. Everything else is safe by default. */
export interface EksProps {
  /** An AWS region, such as `eu-central-1`. Its partition (`aws-cn`, `aws-us-gov`) follows from it. */
  readonly region: string;
  /**
   * Availability zones to spread over, by name or by number; two to four. EKS leaves a cluster in the zones that it begins with. In
   * accounts from before November 2025 letters stand for other zones in each account, and a few zones take no control plane: name
   * others then.
   * @default 3
   * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
   */
  readonly zones?: number | readonly string[];
  /** A network that exists already. @default - a VPC of the cluster's own in `addresses.network` */
  readonly network?: ExistingNetwork;
  /** NAT gateways: one a zone, or one in all, which is cheaper and stops all zones with its own. @default 'per-zone' */
  readonly nat?: 'per-zone' | 'single';
  /** Records the VPC's connections in CloudWatch. @default - not recorded */
  readonly flowLogs?: FlowLogs;
  /** Ranges that reach the API server over the internet. @default - none: the endpoint is private */
  readonly publicAccess?: readonly Cidr[];
  /** Ranges of connected networks, such as a VPN's, that reach the private endpoint besides the nodes. @default [] */
  readonly privateAccess?: readonly Cidr[];
  /** IAM principals that may use the Kubernetes API. @default [] */
  readonly access?: readonly AccessGrant[];
  /** Whether the principal that creates the cluster is its administrator. A later change replaces the cluster. @default true */
  readonly creatorAccess?: boolean;
  /**
   * ARN of the KMS key that encrypts Secrets; may be a Terraform value. EKS keeps the key that a cluster is made with: it cannot be
   * changed, set or left out on a live cluster.
   * @default - a key of the cluster's own, rotated yearly
   */
  readonly secretsKeyArn?: string;
  /** What the control plane writes to CloudWatch. @default { types: ['api', 'audit', 'authenticator'], retentionDays: 90 } */
  readonly logs?: ControlPlaneLogs;
  /**
   * What happens when the minor's standard support ends: AWS upgrades the cluster, or charges for extended support.
   * @default 'standard'
   * @see https://docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html
   */
  readonly support?: 'standard' | 'extended';
  /** Terraform refuses to destroy the cluster, or to replace it. @default false */
  readonly deletionProtection?: boolean;
  /** The nodes' operating system. @default 'al2023' */
  readonly os?: 'al2023' | 'bottlerocket';
  /** Fields of every node's KubeletConfiguration. @default {} */
  readonly kubelet?: { readonly [field: string]: Data };
  /** Commands, each with its arguments, that every node runs once before its kubelet starts; for `al2023` only. @default [] */
  readonly nodeCommands?: readonly (readonly string[])[];
  /**
   * EKS Auto Mode: AWS runs the machines, their network, disks and load balancers; pools become its NodePools.
   * @default false
   * @see https://docs.aws.amazon.com/eks/latest/userguide/automode.html
   */
  readonly autoMode?: boolean;
  /** ARNs of policies that the nodes' role has besides what nodes need; may be Terraform values. @default [] */
  readonly nodePolicies?: readonly string[];
  /** Versions and configurations of EKS add-ons by name; a name that nothing else brings is added. @default {} */
  readonly addons?: { readonly [name: string]: AddonOptions };
  /** Machine types that this release of the library does not know yet, for pools to name. @default [] */
  readonly machines?: readonly MachineOptions[];
  /** Kubernetes minors that this release of the library does not know yet, or whose support dates have moved. @default [] */
  readonly versions?: readonly VersionWindow[];
}

/**
 * A VPC that exists already. Ids may be Terraform values. Nothing in it is changed: tags by which load balancers find subnets, routes
 * and endpoints stay with its owner.
 */
export interface ExistingNetwork {
  /** The VPC's id. */
  readonly vpcId: string;
  /** The VPC's primary range. */
  readonly cidr: Cidr;
  /** Subnets of nodes with a way out, in two zones at least; by zone if pools choose zones. */
  readonly privateSubnetIds: SubnetIds;
  /** Subnets of the control plane's network interfaces, in two zones at least. @default - the private subnets */
  readonly controlPlaneSubnetIds?: SubnetIds;
}

/** Ids, or ids by zone. */
export type SubnetIds = readonly string[] | { readonly [zone: string]: string };

/** Whether a list is one that only Terraform knows: cdktf's mark of a whole list stands in it as its only element. */
export function isListOfTerraform(ids: readonly string[]): boolean {
  return ids.some(id => id.startsWith('#{'));
}

/** Flow logs of the VPC. */
export interface FlowLogs {
  /** @default 90 */
  readonly retentionDays?: number;
  /** @default 'ALL' */
  readonly traffic?: 'ALL' | 'ACCEPT' | 'REJECT';
}

/** What one IAM principal may do. */
export interface AccessGrant {
  /** ARN of a user or role; may be a Terraform value. */
  readonly principalArn: string;
  /** @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
  readonly policy: 'cluster-admin' | 'admin' | 'admin-view' | 'edit' | 'view';
  /** @default - the whole cluster */
  readonly namespaces?: readonly string[];
}

/** Logs of the control plane. */
export interface ControlPlaneLogs {
  /** @default ['api', 'audit', 'authenticator'] */
  readonly types?: readonly LogType[];
  /** One of the periods that CloudWatch knows, in days. @default 90 */
  readonly retentionDays?: number;
}

/** A part of the control plane that keeps a log. */
export type LogType = 'api' | 'audit' | 'authenticator' | 'controllerManager' | 'scheduler';

/** An EKS add-on. */
export interface AddonOptions {
  /** @default - EKS's default for the cluster's minor, looked up by every plan: it moves with upgrades, and when EKS moves it */
  readonly version?: string;
  /** What `aws eks describe-addon-configuration` knows. @default {} */
  readonly configuration?: { readonly [key: string]: Data };
}

/** An EC2 instance type. @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-types.html */
export interface MachineOptions {
  /** EC2's name, such as `m10g.large`. */
  readonly type: string;
  readonly arch: 'amd64' | 'arm64';
  /** vCPUs. */
  readonly cpu: number;
  readonly memoryGiB: number;
  /** @default 0 */
  readonly gpu?: number;
  /** Network interfaces at most. */
  readonly interfaces: number;
  /** IPv4 addresses of one interface. */
  readonly addresses: number;
}

/** Periods that CloudWatch keeps logs for. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const text = v.pipe(v.string(), v.minLength(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const retention = v.pipe(
  v.number(),
  v.check(days => RETENTION.includes(days), `one of ${RETENTION.join(', ')}`),
);
const cidr = v.pipe(
  v.string(),
  v.check(given => typeof parseCidr(given) !== 'string', 'a range such as 203.0.113.0/24'),
);
const arn = v.pipe(
  v.string(),
  v.check(given => isExpression(given) || /^arn:[a-z-]+:[a-z0-9-]+:/.test(given), 'an ARN'),
);
const subnetIds = v.union(
  [v.pipe(v.array(text), v.minLength(1)), v.record(text, text)],
  'subnet ids, or subnet ids by zone',
);
const minor = v.custom<VersionWindow['minor']>(
  given => typeof given === 'string' && /^1\.\d+$/.test(given),
  'a minor such as 1.36',
);
const day = v.pipe(v.string(), v.isoDate('a day such as 2026-11-22'));

/** The shape of `EksProps`, for callers without types. @internal */
export const eksProps = v.strictObject({
  region: v.pipe(v.string(), v.regex(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'a region such as eu-central-1')),
  zones: v.optional(
    v.union(
      [
        v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(4)),
        v.pipe(v.array(text), v.minLength(2), v.maxLength(4)),
      ],
      'two to four zones, by number or by name',
    ),
  ),
  network: v.optional(
    v.strictObject({
      vpcId: text,
      cidr,
      privateSubnetIds: subnetIds,
      controlPlaneSubnetIds: v.optional(subnetIds),
    }),
  ),
  nat: v.optional(v.picklist(['per-zone', 'single'])),
  flowLogs: v.optional(
    v.strictObject({
      retentionDays: v.optional(retention),
      traffic: v.optional(v.picklist(['ALL', 'ACCEPT', 'REJECT'])),
    }),
  ),
  publicAccess: v.optional(v.array(cidr)),
  privateAccess: v.optional(v.array(cidr)),
  access: v.optional(
    v.array(
      v.strictObject({
        principalArn: arn,
        policy: v.picklist(['cluster-admin', 'admin', 'admin-view', 'edit', 'view']),
        namespaces: v.optional(v.pipe(v.array(text), v.minLength(1))),
      }),
    ),
  ),
  creatorAccess: v.optional(v.boolean()),
  secretsKeyArn: v.optional(arn),
  logs: v.optional(
    v.strictObject({
      types: v.optional(v.array(v.picklist(['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']))),
      retentionDays: v.optional(retention),
    }),
  ),
  support: v.optional(v.picklist(['standard', 'extended'])),
  deletionProtection: v.optional(v.boolean()),
  os: v.optional(v.picklist(['al2023', 'bottlerocket'])),
  kubelet: v.optional(v.looseObject({})),
  nodeCommands: v.optional(v.array(v.pipe(v.array(v.string()), v.minLength(1)))),
  autoMode: v.optional(v.boolean()),
  nodePolicies: v.optional(v.array(arn)),
  addons: v.optional(
    v.record(text, v.strictObject({ version: v.optional(text), configuration: v.optional(v.looseObject({})) })),
  ),
  machines: v.optional(
    v.array(
      v.strictObject({
        type: text,
        arch: v.picklist(['amd64', 'arm64']),
        cpu: count,
        memoryGiB: v.pipe(v.number(), v.minValue(0.5)),
        gpu: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
        interfaces: count,
        addresses: count,
      }),
    ),
  ),
  versions: v.optional(
    v.array(v.strictObject({ minor, standardUntil: v.optional(day), extendedUntil: v.optional(day) })),
  ),
});
