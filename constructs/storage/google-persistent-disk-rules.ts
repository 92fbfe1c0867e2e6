import { minorNumber } from '../../lib/plan/version';
import type { Data, Decisions, Finding, Rule } from '../../lib/spi';
import { zoneRule } from '../../lib/storage-class';
import { keyRule, strangeZones } from './google-parameters';
import { zoneOfPool, zonesOf, type GooglePersistentDiskProps } from './google-persistent-disk-props';

/** What a type has by choice, from the least to the most. */
interface Limits {
  readonly iops?: readonly [number, number];
  readonly throughputMiB?: readonly [number, number];
}

/** As of 2026-11-22. @see https://cloud.google.com/compute/docs/disks/hyperdisks */
const LIMITS: { readonly [type: string]: Limits } = {
  'pd-extreme': { iops: [10_000, 120_000] },
  'hyperdisk-balanced': { iops: [3_000, 160_000], throughputMiB: [140, 2_400] },
  'hyperdisk-balanced-high-availability': { iops: [3_000, 100_000], throughputMiB: [140, 2_400] },
  // Two for each GiB, of which it has 64 at least.
  'hyperdisk-extreme': { iops: [128, 350_000] },
  'hyperdisk-throughput': { throughputMiB: [20, 2_400] },
  'hyperdisk-ml': { throughputMiB: [400, 2_097_152] },
};

/** I/O operations that hyperdisk-balanced must have for each MiB a second, at least and at most. */
const IOPS_PER_MIB = [4, 256] as const;

const TWO_ZONES = 'hyperdisk-balanced-high-availability';

/** The GKE minor from which on a part of the driver is there. */
const SINCE = { dynamic: 35, matchMachines: 34, [TWO_ZONES]: 33 } as const;

/** What Google's disks are checked for. */
export function googlePersistentDiskRules(props: GooglePersistentDiskProps): readonly Rule[] {
  return [
    {
      code: 'ST-35',
      severity: 'error',
      see: 'https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/gce-pd-csi-driver',
      check: decisions => [
        ...performance(props, 'iops'),
        ...performance(props, 'throughputMiB'),
        ...ratio(props),
        ...dynamicOnly(props),
        ...twoZones(props, decisions),
        ...pools(props),
        ...confidential(props),
        ...images(props),
        ...strangeZones(props, decisions),
        ...minors(props, decisions),
      ],
    },
    zoneRule(() => [props]),
    keyRule(props, { service: 'Compute Engine', agent: 'compute-system.iam.gserviceaccount.com' }),
  ];
}

/** The type that performance is asked of. */
function typeOf({ type = 'pd-balanced', hyperdiskType = 'hyperdisk-balanced' }: GooglePersistentDiskProps): string {
  return type === 'dynamic' ? hyperdiskType : type;
}

const finding = (
  { name }: GooglePersistentDiskProps,
  prop: keyof GooglePersistentDiskProps,
  value: Data,
  because: string,
  fix: string,
): Finding => ({ at: `storage/${name}/${prop}`, value, because, fix });

function performance(props: GooglePersistentDiskProps, prop: 'iops' | 'throughputMiB'): readonly Finding[] {
  const asked = props[prop];
  if (asked === undefined) return [];
  const type = typeOf(props);
  const what = prop === 'iops' ? 'I/O operations' : 'MiB';
  const range = LIMITS[type]?.[prop];
  if (!range) {
    const able = Object.keys(LIMITS).filter(each => LIMITS[each]?.[prop]);
    const because = `${type} has no number of ${what} a second by choice`;
    return [finding(props, prop, asked, because, `remove it, or choose one of ${able.join(', ')}`)];
  }
  if (asked >= range[0] && asked <= range[1]) return [];
  const because = `${type} has from ${range[0]} to ${range[1]} ${what} a second`;
  return [finding(props, prop, asked, because, 'choose from that range')];
}

/** Throughput of hyperdisk-balanced is bound to its I/O operations, which are 3,000 unless somebody says. */
function ratio(props: GooglePersistentDiskProps): readonly Finding[] {
  const { iops = 3_000, throughputMiB } = props;
  if (typeOf(props) !== 'hyperdisk-balanced' || !throughputMiB) return [];
  const [least, most] = IOPS_PER_MIB;
  if (throughputMiB * least > iops) {
    const because = `hyperdisk-balanced gives a MiB a second for every ${least} I/O operations, and it has ${iops}`;
    return [
      finding(props, 'throughputMiB', throughputMiB, because, `give 'iops' of ${throughputMiB * least} at least`),
    ];
  }
  if (throughputMiB * most >= iops) return [];
  const because = `hyperdisk-balanced with ${iops} I/O operations has ${Math.ceil(iops / most)} MiB a second at least`;
  return [finding(props, 'throughputMiB', throughputMiB, because, 'ask for as much, or leave it out')];
}

function dynamicOnly(props: GooglePersistentDiskProps): readonly Finding[] {
  if (props.type === 'dynamic') {
    if (props.binding !== 'Immediate') return [];
    const because = "'dynamic' takes its type from the node of a volume's first pod, and there is none yet";
    return [finding(props, 'binding', 'Immediate', because, "leave 'binding' at 'WaitForFirstConsumer'")];
  }
  return (['pdType', 'hyperdiskType', 'prefer'] as const)
    .filter(prop => props[prop] !== undefined)
    .map(prop =>
      finding(
        props,
        prop,
        props[prop] ?? null,
        `'${prop}' says what 'dynamic' takes, and the type is fixed`,
        `remove it, or set type: 'dynamic'`,
      ),
    );
}

/** Disks that are in two zones at once. */
function twoZones(props: GooglePersistentDiskProps, decisions: Decisions): readonly Finding[] {
  const { type = 'pd-balanced', regional } = props;
  if (regional && !['pd-standard', 'pd-balanced', 'pd-ssd'].includes(type)) {
    const because = `regional disks are pd-standard, pd-balanced or pd-ssd, and not ${type}`;
    return [
      finding(props, 'regional', true, because, `choose one of them, or type: '${TWO_ZONES}' without 'regional'`),
    ];
  }
  const places = zonesOf(props) ?? decisions.zones;
  if ((!regional && type !== TWO_ZONES) || places.length === 0 || places.length > 1) return [];
  const because = `its disks are kept in two zones, and there is ${places[0]} alone`;
  return [
    finding(props, regional ? 'regional' : 'type', regional ?? type, because, 'name another zone, or another type'),
  ];
}

/** Storage pools hold two types, in one zone each. */
function pools(props: GooglePersistentDiskProps): readonly Finding[] {
  const { storagePools = [], zones = [] } = props;
  if (storagePools.length === 0) return [];
  const say = (because: string, fix: string) => [finding(props, 'storagePools', storagePools, because, fix)];
  const type = typeOf(props);
  if (type !== 'hyperdisk-balanced' && type !== 'hyperdisk-throughput') {
    return say(
      `storage pools hold hyperdisk-balanced or hyperdisk-throughput, and not ${type}`,
      'choose one of them as type',
    );
  }
  const places = storagePools.map(zoneOfPool);
  const twice = places.find((zone, index) => places.indexOf(zone) !== index);
  if (twice) return say(`the driver takes one storage pool a zone, and ${twice} has two`, 'remove one of them');
  const without = zones.filter(zone => !places.includes(zone));
  if (without.length === 0) return [];
  return say(`no storage pool is in ${without.join(', ')}, where volumes are to be made`, "add one, or remove 'zones'");
}

function confidential(props: GooglePersistentDiskProps): readonly Finding[] {
  if (!props.confidential) return [];
  const say = (because: string, fix: string) => [finding(props, 'confidential', true, because, fix)];
  if (props.type !== 'hyperdisk-balanced') {
    return say('only hyperdisk-balanced has a confidential mode', "set type: 'hyperdisk-balanced', or remove it");
  }
  if (!props.kmsKey) return say('confidential disks are encrypted with a key of your own', "give 'kmsKey'");
  return props.storagePools?.length
    ? say('storage pools hold no confidential disks', "remove one of 'confidential' and 'storagePools'")
    : [];
}

function images(props: GooglePersistentDiskProps): readonly Finding[] {
  const { snapshots } = props;
  if (typeof snapshots !== 'object' || !snapshots.imageFamily || snapshots.type === 'images') return [];
  const because = 'families are of images, and these are snapshots';
  const at = `storage/${props.name}/snapshots/imageFamily`;
  return [{ at, value: snapshots.imageFamily, because, fix: "remove it, or set type: 'images'" }];
}

/** Parts of the driver that came with a minor of GKE. */
function minors(props: GooglePersistentDiskProps, { cluster }: Decisions): readonly Finding[] {
  const { type = 'pd-balanced', matchMachines } = props;
  const minor = minorNumber(cluster.kubernetes) ?? 0;
  const since = type === 'dynamic' || type === TWO_ZONES ? SINCE[type] : 0;
  const late = (prop: 'type' | 'matchMachines', value: Data, from: number) =>
    finding(
      props,
      prop,
      value,
      `GKE has it from 1.${from} on, and the cluster is of ${cluster.kubernetes}`,
      'upgrade the cluster first, or leave it out',
    );
  return [
    ...(minor < since ? [late('type', type, since)] : []),
    ...(matchMachines && minor < SINCE.matchMachines ? [late('matchMachines', true, SINCE.matchMachines)] : []),
  ];
}
