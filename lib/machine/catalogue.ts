import type { Arch } from '../spi';

/** The machine types of one cloud. */
export interface Catalogue {
  readonly source: string;
  /** The day the data was read, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly machines: readonly MachineType[];
  /** The region whose machines are asked for. @default - any */
  readonly region?: string;
}

/** What a cloud sells under one name. */
export interface MachineType {
  /** The cloud's name, such as `m7i.large`. */
  readonly type: string;
  readonly arch: Arch;
  /** Virtual processors. */
  readonly cpu: number;
  readonly memoryGiB: number;
  /** Whole GPUs; 0 for none. */
  readonly gpu: number;
  readonly gpuModel?: string;
  /** How `/dev/kvm` comes to be there. @default - it is not there */
  readonly kvm?: Kvm;
  /** @default - pods have no addresses of the machine's interfaces in this cloud */
  readonly interfaces?: Interfaces;
  /** The size of the root disk, where it comes with the machine. @default - any size */
  readonly diskGiB?: number;
  /** Settles between machines of one size: the lower is preferred. */
  readonly rank: number;
  /** Too particular, too old or too rare to be chosen by its size. */
  readonly byNameOnly: boolean;
  /** Regions that did not have it on the catalogue's day. */
  readonly notIn: readonly string[];
}

/** No hypervisor is in the way, or one that passes virtualization on where it is told to. */
export type Kvm = 'metal' | 'nested';

/** Network interfaces that a machine can have, and what each can carry. */
export interface Interfaces {
  readonly count: number;
  /** IPv4 addresses of one interface, its own included. */
  readonly addresses: number;
  /** Whether a slot of an interface can hold a prefix instead of an address. */
  readonly prefixes: boolean;
}

/** A catalogue's file, one machine a line. Families stand in the order in which they are preferred, those to be had by name last. */
export interface CatalogueFile {
  readonly source: string;
  readonly asOf: string;
  /** Why families stand in this order, in words. */
  readonly order: string;
  readonly families: readonly FamilyEntry[];
}

/** Types that differ in size alone. */
export interface FamilyEntry {
  readonly name: string;
  readonly arch: string;
  readonly gpuModel?: string;
  readonly kvm?: string;
  /** @default true */
  readonly prefixes?: boolean;
  /** @default false */
  readonly byNameOnly?: boolean;
  readonly notIn?: readonly string[];
  readonly machines: readonly MachineEntry[];
}

/** One machine's line. */
export interface MachineEntry {
  readonly type: string;
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly diskGiB?: number;
  readonly interfaces?: number;
  /** IPv4 addresses of one interface. */
  readonly addresses?: number;
  /** @default 0 */
  readonly gpu?: number;
  /** @default - as the family */
  readonly kvm?: string;
}

/** A catalogue from its file. Each call makes it anew: keep what it returns. */
export function readCatalogue({ source, asOf, families }: CatalogueFile): Catalogue {
  return { source, asOf, machines: families.flatMap(membersOf) };
}

/** A file has hundreds of machines: what their family says is read once, and each is made without copying others. */
function membersOf({ machines, ...family }: FamilyEntry, rank: number): MachineType[] {
  const { arch, gpuModel, prefixes = true, byNameOnly = false, notIn = [] } = family;
  return machines.map(entry => {
    const { type, cpu, memoryGiB, gpu = 0, kvm = family.kvm, diskGiB, interfaces: count, addresses } = entry;
    const machine: Writable<MachineType> = { type, arch: arch as Arch, cpu, memoryGiB, gpu, rank, byNameOnly, notIn };
    if (gpuModel !== undefined) machine.gpuModel = gpuModel;
    if (kvm !== undefined) machine.kvm = kvm as Kvm;
    if (diskGiB !== undefined) machine.diskGiB = diskGiB;
    if (count !== undefined && addresses !== undefined) machine.interfaces = { count, addresses, prefixes };
    return machine;
  });
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The catalogue for one region: types that it is known to lack are not chosen by size. They can still be named. */
export function offeredIn(catalogue: Catalogue, region: string): Catalogue {
  return { ...catalogue, region };
}

/** The catalogue of a service that gives machines `/dev/kvm` in no other way than these. */
export function withKvmFrom(catalogue: Catalogue, ways: readonly Kvm[]): Catalogue {
  return { ...catalogue, machines: catalogue.machines.map(machine => keepKvm(machine, ways)) };
}

function keepKvm(machine: MachineType, ways: readonly Kvm[]): MachineType {
  if (machine.kvm === undefined || ways.includes(machine.kvm)) return machine;
  const { kvm: _, ...rest } = machine;
  return rest;
}
