import { isTerraformValue } from '../../../lib/plan/terraform-values';
import { minorNumber } from '../../../lib/plan/version';
import type { Data, Minor, Refusal } from '../../../lib/spi';
import type { PortableDiskIntent } from '../../../lib/storage-class';

/** Persistent disks by tier: what machines take that pools get when they name none. */
const TIERS = { standard: 'pd-standard', ssd: 'pd-balanced', premium: 'pd-ssd' } as const;

/** What machines take that have no persistent disks; its performance is chosen, not given by size. */
const HYPERDISK = 'hyperdisk-balanced';

/** What hyperdisk-balanced has without paying more, and at most. @see https://cloud.google.com/compute/docs/disks/hd-types/hyperdisk-balanced */
const BALANCED = { iops: 3_000, mib: 140, mostIops: 160_000, mostMib: 2_400, leastIopsPerMib: 4, mostIopsPerMib: 256 };

/** The first minor all of whose releases choose a disk's type by its node; of 1.35, those from 1.35.3 on do. */
const DYNAMIC_SINCE = 36;

const KEY = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;

/** What a portable class is on Google: the types of its disks, and how the driver is told of them. */
export interface PortableDisk {
  /** What a volume may be, for the node that it is made for. */
  readonly types: readonly string[];
  readonly parameters: { readonly [name: string]: Data };
}

/**
 * The disks of a class. Where GKE can, it takes persistent disks for machines that have them and Hyperdisk for the others, and keeps pods
 * to machines that take their volume; else it takes persistent disks. I/O operations and throughput by choice are Hyperdisk's alone.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/hyperdisk
 */
export function portableDisk(disk: PortableDiskIntent, kubernetes: Minor): PortableDisk | Refusal {
  const { iops, throughputMiB, encryptionKey: key } = disk;
  if (key && !isTerraformValue(key) && !KEY.test(key)) {
    const because = `Google knows no encryption key '${key}'`;
    return { because, fix: "give a key's full name, projects/…/locations/…/keyRings/…/cryptoKeys/…" };
  }
  const kind = iops || throughputMiB ? byPerformance(disk) : byTier(disk, kubernetes);
  if ('because' in kind) return kind;
  return { ...kind, parameters: { ...kind.parameters, ...(key && { 'disk-encryption-kms-key': key }) } };
}

function byTier({ tier = 'ssd', binding }: PortableDiskIntent, kubernetes: Minor): PortableDisk {
  const type = TIERS[tier];
  const known = (minorNumber(kubernetes) ?? 0) >= DYNAMIC_SINCE && binding !== 'Immediate';
  if (!known) return { types: [type], parameters: { type } };
  return {
    types: [type, HYPERDISK],
    parameters: {
      type: 'dynamic',
      'pd-type': type,
      'hyperdisk-type': HYPERDISK,
      // On machines with both, so that the volume fits as many others as can be.
      'disk-type-preference': 'pd-type',
      'use-allowed-disk-topology': 'true',
    },
  };
}

/** Throughput takes I/O operations and they take throughput; each is raised to what the other needs. */
function byPerformance({ iops = 0, throughputMiB: mib = 0 }: PortableDiskIntent): PortableDisk | Refusal {
  if (iops > BALANCED.mostIops || mib > BALANCED.mostMib) {
    const because = `the disks of Google with performance by choice (${HYPERDISK}) give ${BALANCED.mostIops} I/O operations and ${BALANCED.mostMib} MiB a second at most`;
    return { because, fix: "ask for less, or use GooglePersistentDisk with type 'hyperdisk-extreme'" };
  }
  const operations = Math.max(iops, BALANCED.iops, mib * BALANCED.leastIopsPerMib);
  const throughput = Math.max(mib, BALANCED.mib, Math.ceil(operations / BALANCED.mostIopsPerMib));
  return {
    types: [HYPERDISK],
    parameters: {
      type: HYPERDISK,
      'provisioned-iops-on-create': String(operations),
      'provisioned-throughput-on-create': `${throughput}Mi`,
    },
  };
}
