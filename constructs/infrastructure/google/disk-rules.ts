import { minorNumber } from '../../../lib/plan/version';
import type { ChosenPlugin, Decisions, Finding, Minor, Pool, Rule } from '../../../lib/spi';
import type { PortableDiskIntent } from '../../../lib/storage-class';
import data from './disk-types.json';
import { portableDisk } from './portable-disks';
import type { GkeNodes } from './props';

const SEE = 'https://cloud.google.com/compute/docs/disks/hyperdisks#machine-type-support';

/** The minor of nodes from which on GKE knows which disks their machines take. */
const LABELLED_SINCE = 35;

const FAMILIES: { readonly [family: string]: readonly string[] | undefined } = data.families;
const EXTREME_FROM: { readonly [family: string]: number | undefined } = data.hyperdiskExtremeFromCpu;

/** Disks, as far as it matters which machines take them. */
interface Disks {
  /** What a volume may be. */
  readonly types: readonly string[];
  readonly regional: boolean;
}

/** A class of disks. */
interface DiskClass extends Disks {
  readonly name: string;
  /** Whether pods are kept to machines that take their volume. */
  readonly matched: boolean;
  /** What to change of the class so that other machines take it. */
  readonly otherwise: string;
}

/** Which family a machine is of, as disks go: `n2` of `n2-standard-4`. Those that the data does not know are nobody's to judge. */
function familyOf(type: string): string | undefined {
  const [series = '', size = ''] = type.split('-');
  return [`${series}-${size}`, series].find(each => FAMILIES[each]);
}

/** Whether a pool's machines take volumes of a class; `undefined` if that is not known. */
function takes({ answer }: Pool, disks: Disks): boolean | undefined {
  const family = familyOf(answer.type);
  if (family === undefined) return undefined;
  if (disks.regional) return data.regional.includes(family);
  return disks.types.some(type => {
    const enough = type !== 'hyperdisk-extreme' || answer.cpu >= (EXTREME_FROM[family] ?? 0);
    return enough && FAMILIES[family]?.includes(type);
  });
}

/** The classes of disks of a cluster, portable ones among them. */
function diskClasses({ plugins, cluster }: Decisions): readonly DiskClass[] {
  return plugins.flatMap(plugin => {
    if (plugin.name === 'google-persistent-disk') return [googleClass(plugin)];
    return plugin.name === 'cloud-disk' ? portableClass(plugin, cluster.kubernetes) : [];
  });
}

function portableClass({ settings }: ChosenPlugin, kubernetes: Minor): readonly DiskClass[] {
  const intent = settings as unknown as PortableDiskIntent;
  const disk = portableDisk(intent, kubernetes);
  if ('because' in disk) return [];
  const chosen = intent.iops || intent.throughputMiB;
  return [
    {
      name: intent.name,
      types: disk.types,
      regional: false,
      matched: disk.parameters['use-allowed-disk-topology'] === 'true',
      otherwise: chosen ? "leave out 'iops' and 'throughputMiB'" : 'use GooglePersistentDisk with another type',
    },
  ];
}

function googleClass({ settings }: ChosenPlugin): DiskClass {
  const { name, type = 'pd-balanced', pdType = 'pd-balanced', hyperdiskType = 'hyperdisk-balanced' } = settings;
  const dynamic = type === 'dynamic';
  return {
    name: String(name),
    types: (dynamic ? [pdType, hyperdiskType] : [type]).map(String),
    // Of other types it is refused already.
    regional: settings.regional === true && String(type).startsWith('pd-'),
    matched: settings.matchMachines === true || (dynamic && settings.matchMachines !== false),
    otherwise: 'choose another type',
  };
}

const named = ({ types, regional }: Disks) => `${regional ? 'regional ' : ''}${types.join(' or ')}`;

const machines = (pools: readonly Pool[]) => pools.map(({ name, answer }) => `'${name}' (${answer.type})`).join(', ');

/** Whether volumes of a class have somewhere to go; of machines that nobody knows, they may. */
const homeless = (disks: Disks, pools: readonly Pool[]) =>
  pools.length > 0 && pools.every(pool => takes(pool, disks) === false);

/** Classes whose disks go with no pool's machines, or not with all of them; and GKE's own default where it is the only one. */
export const diskRules: readonly Rule[] = [
  {
    code: 'ST-37',
    // Google lets some accounts attach what it lets others not.
    severity: 'consent',
    see: SEE,
    check: decisions =>
      diskClasses(decisions)
        .filter(disks => homeless(disks, decisions.pools))
        .map(disks => ({
          at: `storage/${disks.name}`,
          because: `the disks of '${disks.name}' are ${named(disks)}, which no pool's machines can attach: ${machines(decisions.pools)}`,
          fix: `${disks.otherwise}, or name a machine of another family in a pool`,
        })),
  },
  {
    code: 'ST-38',
    severity: 'warning',
    see: SEE,
    check: decisions =>
      diskClasses(decisions).flatMap(disks => {
        if (homeless(disks, decisions.pools)) return [];
        const without = decisions.pools.filter(
          pool => takes(pool, disks) === false && isOpen(pool) && !(disks.matched && isLabelled(pool)),
        );
        if (without.length === 0) return [];
        const because = `pods with a volume of '${disks.name}' (${named(disks)}) wait for ever where machines cannot attach it: ${machines(without)}`;
        const fix = 'keep such pods away with a taint, or use GooglePersistentDisk with matchMachines: true';
        return [{ at: `storage/${disks.name}`, because, fix }];
      }),
  },
  {
    code: 'ST-40',
    severity: 'warning',
    see: SEE,
    check: decisions => {
      const own = { types: ['pd-balanced'], regional: false };
      if (decisions.has('storage/default-class') || !homeless(own, decisions.pools)) return [];
      const because = `claims that name no class get 'standard-rwo' of GKE, whose disks are ${named(own)}, which no pool's machines can attach: ${machines(decisions.pools)}`;
      return [{ at: 'storage', because, fix: "set 'default: true' on a class of your own" }];
    },
  },
];

/** The kind of disk that a machine starts from if nobody chooses. */
export function usualBootDisk(type: string): 'Hyperdisk' | 'Persistent Disk' {
  const disks = FAMILIES[familyOf(type) ?? ''] ?? BOOT;
  return disks.some(disk => disk.startsWith('pd-')) ? 'Persistent Disk' : 'Hyperdisk';
}

/** Disks that a node can start from. @see https://cloud.google.com/kubernetes-engine/docs/how-to/custom-boot-disks */
const BOOT = ['pd-standard', 'pd-balanced', 'pd-ssd', 'hyperdisk-balanced'];

/** A root disk that a pool's machines are not known to have. */
export function bootDiskFindings(pool: Pool, { diskType }: GkeNodes): Finding[] {
  if (diskType === undefined) return [];
  const known = BOOT.includes(diskType);
  if (known && takes(pool, { types: [diskType], regional: false }) !== false) return [];
  const theirs = FAMILIES[familyOf(pool.answer.type) ?? ''] ?? BOOT;
  const because = known
    ? `'${pool.answer.type}' cannot attach ${diskType}`
    : `nodes are not known to start from a disk of the type '${diskType}'`;
  const fix = `set diskType to ${BOOT.filter(type => theirs.includes(type)).join(' or ')}`;
  return [{ at: `infrastructure/pools/${pool.name}/diskType`, value: diskType, because, fix }];
}

/** Whether pods come to a pool that do not ask for it. */
function isOpen({ taints }: Pool): boolean {
  return taints.every(({ effect }) => effect === 'PreferNoSchedule');
}

/** Whether GKE knows of a pool's nodes which disks they take. */
function isLabelled({ kubernetes }: Pool): boolean {
  return (minorNumber(kubernetes) ?? 0) >= LABELLED_SINCE;
}
