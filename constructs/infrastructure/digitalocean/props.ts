import * as v from '../../../lib/schema';
import { parseCidr } from '../../../lib/plan/cidr';
import { shapeFindings } from '../../../lib/shape';
import type { Cidr, Finding, VersionWindow } from '../../../lib/spi';

/** Where a `Doks` cluster runs and how the service treats it. */
export interface DoksProps {
  /** The region's slug, such as `fra1`. @see https://docs.digitalocean.com/platform/regional-availability/ */
  readonly region: string;
  /**
   * IPv4 ranges that may reach the API endpoint, besides the cluster's own nodes. The endpoint has a public address and no private one,
   * so somebody has to be named; `0.0.0.0/0` turns the control plane's firewall off.
   * @see https://docs.digitalocean.com/products/kubernetes/how-to/add-control-plane-firewall/
   */
  readonly publicAccess: readonly Cidr[];
  /** A VPC that exists already. @default - a VPC of the cluster's own */
  readonly network?: DoksNetwork;
  /** Several replicas of each component of the control plane. It cannot be turned off again. @default true */
  readonly highAvailability?: boolean;
  /**
   * The service installs patches of the named minor in the maintenance window. Without it they come with `terraform apply`, which
   * always asks for the newest patch; what the service deems urgent it installs in either case.
   * @default true
   * @see https://docs.digitalocean.com/products/kubernetes/how-to/upgrade-cluster/
   */
  readonly autoUpgrade?: boolean;
  /** When the service does its work. @default - a window that DigitalOcean chooses */
  readonly maintenanceWindow?: MaintenanceWindow;
  /** An upgrade first adds up to 10 new nodes to a pool, then drains as many old ones. @default true */
  readonly surgeUpgrade?: boolean;
  /** Nodes may pull from the account's container registry, which must exist. @default false */
  readonly registryIntegration?: boolean;
  /** Terraform refuses any plan that destroys or replaces the cluster. @default false */
  readonly deletionProtection?: boolean;
  /**
   * Destroying the cluster also destroys the load balancers, volumes and snapshots that its workloads made. Without it they stay and
   * are billed, and a VPC that still holds one of them cannot be destroyed.
   * @default false
   */
  readonly destroyAllAssociatedResources?: boolean;
  /** Droplet sizes that this release of the library does not know yet, for pools to name. @default [] */
  readonly machines?: readonly DropletSize[];
  /** Kubernetes minors that this release of the library does not know yet, or whose support dates have moved. @default [] */
  readonly versions?: readonly VersionWindow[];
}

/** An existing VPC, in the cluster's region. */
export interface DoksNetwork {
  /** The VPC's UUID; may be a Terraform value. */
  readonly vpcUuid: string;
  /** The VPC's range: pods and Services must not overlap it. */
  readonly cidr: Cidr;
}

/** A size of Droplets. @see https://docs.digitalocean.com/products/droplets/concepts/choosing-a-plan/ */
export interface DropletSize {
  /** The size's slug, such as `s-4vcpu-8gb`. */
  readonly type: string;
  /** vCPUs. */
  readonly cpu: number;
  readonly memoryGiB: number;
  /** GPUs that come with the size. @default 0 */
  readonly gpu?: number;
  /** The disk that comes with the size. @default - not known */
  readonly diskGiB?: number;
}

/** Four hours each week in which the service upgrades and maintains a cluster. */
export interface MaintenanceWindow {
  readonly day: (typeof DAYS)[number];
  /** UTC, `HH:MM`. */
  readonly startTime: string;
}

const DAYS = ['any', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const SLUG = "a region's slug, such as fra1";

const text = v.pipe(v.string(), v.minLength(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const isCidr = (value: string) => typeof parseCidr(value) !== 'string';
const cidr = v.pipe(v.string(), v.check(isCidr, "an IPv4 range such as '203.0.113.0/24'"));

const minor = v.custom<VersionWindow['minor']>(
  given => typeof given === 'string' && /^1\.\d+$/.test(given),
  'a minor such as 1.36',
);
const day = v.pipe(v.string(), v.isoDate('a day such as 2026-11-22'));

const schema = v.strictObject({
  region: v.pipe(v.string(SLUG), v.regex(/^[a-z]{3}\d$/, SLUG)),
  publicAccess: v.pipe(
    v.array(cidr, "the ranges that may reach the API endpoint, such as ['203.0.113.0/24']"),
    v.minLength(1, "at least one range, such as '203.0.113.0/24'"),
  ),
  network: v.optional(v.strictObject({ vpcUuid: text, cidr })),
  highAvailability: v.optional(v.boolean()),
  autoUpgrade: v.optional(v.boolean()),
  maintenanceWindow: v.optional(
    v.strictObject({
      day: v.picklist(DAYS),
      startTime: v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as '04:00'")),
    }),
  ),
  surgeUpgrade: v.optional(v.boolean()),
  registryIntegration: v.optional(v.boolean()),
  deletionProtection: v.optional(v.boolean()),
  destroyAllAssociatedResources: v.optional(v.boolean()),
  machines: v.optional(
    v.array(
      v.strictObject({
        type: text,
        cpu: count,
        memoryGiB: v.pipe(v.number(), v.minValue(0.5)),
        gpu: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
        diskGiB: v.optional(count),
      }),
    ),
  ),
  versions: v.optional(
    v.array(v.strictObject({ minor, standardUntil: v.optional(day), extendedUntil: v.optional(day) })),
  ),
});

const REQUIRED: { readonly [prop in keyof DoksProps]?: undefined } = { region: undefined, publicAccess: undefined };

/** What is wrong with the props, whatever the cluster. */
export function propFindings(props: DoksProps): readonly Finding[] {
  // With every key there, a missing prop is told by its own schema, which says what to give.
  return shapeFindings(schema, { ...REQUIRED, ...props }, 'infrastructure');
}
