import { parseCidr } from '../../../lib/plan/cidr';
import { isExpression } from '../../../lib/plan/terraform-values';
import * as v from '../../../lib/schema';
import type { VersionWindow } from '../../../lib/spi';
import { ROLE } from './consume';

const text = v.pipe(v.string(), v.minLength(1));
const flag = v.optional(v.boolean());
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most, `a whole number from ${least} to ${most}`));
const part = v.pipe(
  v.number(),
  v.check(given => given > 0 && given <= 1, 'a number above 0, and 1 at most'),
);
const cidr = v.pipe(
  v.string(),
  v.check(given => typeof parseCidr(given) !== 'string', 'a range such as 203.0.113.0/24'),
);
/** Text of a form, or a Terraform value. */
const known = (form: RegExp, words: string) =>
  v.pipe(
    v.string(),
    v.check(given => isExpression(given) || form.test(given), words),
  );
const key = known(/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/, "a KMS key's id");
const minor = v.custom<VersionWindow['minor']>(
  given => typeof given === 'string' && /^1\.\d+$/.test(given),
  'a minor such as 1.36',
);
const day = v.pipe(v.string(), v.isoDate('a day such as 2026-11-22'));
/** Google returns times in UTC, and Terraform would want to change them for ever if they were written otherwise. */
const time = v.pipe(v.string(), v.check(isTime, 'a time in UTC such as 2026-12-20T00:00:00Z'));

function isTime(given: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(given) && !Number.isNaN(Date.parse(given));
}

const range = v.strictObject({ name: text, cidr });

const network = v.strictObject({
  network: text,
  subnetwork: text,
  cidr,
  pods: range,
  services: range,
  controlPlane: cidr,
});

const nat = v.strictObject({
  addresses: v.optional(whole(0, 350)),
  minPortsPerVm: v.optional(
    v.pipe(
      v.number(),
      v.check(
        given => given >= 32 && given <= 65536 && Number.isInteger(Math.log2(given)),
        'a power of two from 32 to 65536',
      ),
    ),
  ),
  log: v.optional(v.picklist(['ERRORS_ONLY', 'TRANSLATIONS_ONLY', 'ALL', 'NONE'])),
});

const flowLogs = v.strictObject({
  sampling: v.optional(part),
  interval: v.optional(
    v.picklist([
      'INTERVAL_5_SEC',
      'INTERVAL_30_SEC',
      'INTERVAL_1_MIN',
      'INTERVAL_5_MIN',
      'INTERVAL_10_MIN',
      'INTERVAL_15_MIN',
    ]),
  ),
});

const maintenance = v.strictObject({
  daily: v.optional(v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 03:00'))),
  window: v.optional(
    v.strictObject({
      start: time,
      end: time,
      recurrence: v.pipe(
        v.string(),
        v.regex(/^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*$/, 'a rule such as FREQ=WEEKLY;BYDAY=SA'),
      ),
    }),
  ),
  exclusions: v.optional(
    v.array(
      v.strictObject({
        name: text,
        start: time,
        end: time,
        scope: v.optional(v.picklist(['all', 'minor-upgrades', 'minor-and-node-upgrades'])),
      }),
    ),
  ),
});

/** A week, in seconds. */
const WEEK = 7 * 24 * 60 * 60;

const upgrade = v.union(
  [
    v.strictObject({ strategy: v.literal('surge') }),
    v.strictObject({
      strategy: v.literal('blue-green'),
      batch: v.optional(part),
      batchSoakSeconds: v.optional(whole(0, WEEK)),
      soakSeconds: v.optional(whole(0, WEEK)),
    }),
  ],
  "{ strategy: 'surge' }, or { strategy: 'blue-green' } with its 'batch', 'batchSoakSeconds' and 'soakSeconds'",
);

const nodes = v.strictObject({
  image: v.optional(v.picklist(['COS_CONTAINERD', 'UBUNTU_CONTAINERD'])),
  diskType: v.optional(v.pipe(v.string(), v.regex(/^(pd|hyperdisk)-[a-z-]+$/, 'a kind of disk such as pd-balanced'))),
  secureBoot: flag,
  sysctls: v.optional(v.record(text, v.string())),
  hugepages: v.optional(
    v.strictObject({ '2Mi': v.optional(whole(1, 1_000_000)), '1Gi': v.optional(whole(1, 10_000)) }),
  ),
  nestedVirtualization: flag,
  localSsds: v.optional(whole(0, 24)),
  tags: v.optional(
    v.array(v.pipe(v.string(), v.regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a network tag such as allow-backup'))),
  ),
  upgrade: v.optional(upgrade),
});

const machine = v.strictObject({
  type: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)+$/, 'a machine type such as c4-standard-8')),
  arch: v.picklist(['amd64', 'arm64']),
  cpu: whole(1, 10_000),
  memoryGiB: v.pipe(v.number(), v.minValue(0.5)),
  gpu: v.optional(whole(0, 1000)),
  nestedVirtualization: flag,
});

/** The shape of `GkeProps`, for callers without types. @internal */
export const gkeProps = v.strictObject({
  // https://cloud.google.com/resource-manager/docs/creating-managing-projects#before_you_begin
  project: known(/^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "a project's id, such as acme-platform"),
  region: v.pipe(v.string(), v.regex(/^[a-z]+-[a-z]+\d+$/, 'a region such as europe-west3')),
  zones: v.optional(
    v.union(
      [whole(1, 4), v.pipe(v.array(text), v.minLength(1), v.maxLength(4))],
      'one to four zones, by number or by name',
    ),
  ),
  controlPlane: v.optional(v.picklist(['regional', 'zonal'])),
  network: v.optional(network),
  nat: v.optional(nat),
  flowLogs: v.optional(flowLogs),
  publicAccess: v.optional(v.array(cidr)),
  privateAccess: v.optional(v.array(cidr)),
  dnsEndpoint: flag,
  datapath: v.optional(v.picklist(['dataplane-v2', 'legacy'])),
  fqdnNetworkPolicy: flag,
  clusterwideNetworkPolicy: flag,
  intranodeVisibility: flag,
  secretsKey: v.optional(key),
  diskKey: v.optional(key),
  releaseChannel: v.optional(v.picklist(['rapid', 'regular', 'stable', 'extended', 'none'])),
  version: v.optional(v.pipe(v.string(), v.regex(/^1\.\d+\.\d+-gke\.\d+$/, 'a version such as 1.36.3-gke.1640000'))),
  maintenance: v.optional(maintenance),
  logs: v.optional(v.array(v.picklist(['system', 'workloads', 'api-server', 'controller-manager', 'scheduler']))),
  managedPrometheus: flag,
  nodes: v.optional(nodes),
  pools: v.optional(v.record(text, nodes)),
  nodeRoles: v.optional(v.array(known(ROLE, 'a role such as roles/storage.objectViewer'))),
  deletionProtection: flag,
  enableServices: flag,
  machines: v.optional(v.array(machine)),
  versions: v.optional(
    v.array(v.strictObject({ minor, standardUntil: v.optional(day), extendedUntil: v.optional(day) })),
  ),
});
