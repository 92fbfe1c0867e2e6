import type { PoolDemand, PoolRequest } from '../spi';
import type { MachineType } from './catalogue';
import { gpus } from './size';

/** One thing that a machine must have, or be, to answer a pool. */
export interface Need {
  readonly verb: 'is' | 'has';
  /** What is asked for: `4 cpu`. */
  readonly want: string;
  met(machine: MachineType): boolean;
  /** What a machine has, or is, instead: `2 cpu`. */
  instead(machine: MachineType): string;
  /** How much of it a machine has. @default - it has it, or it has not */
  amount?(machine: MachineType): number;
  /** The pool's prop that asks. @default - a plugin asks */
  readonly prop?: 'arch' | 'gpu' | 'cpu' | 'memoryGiB' | 'diskGiB';
  /** The plugin's demand that asks. @default - the pool asks */
  readonly demand?: PoolDemand;
}

/** What the pool itself asks for. What no size makes up for stands first. */
export function needsOfPool({ arch, gpu, cpu, memoryGiB, diskGiB }: PoolRequest): Need[] {
  return [
    { ...oneOf([arch]), prop: 'arch' },
    ...(gpu > 0 ? [atLeast('gpu', gpu, gpus, machine => machine.gpu)] : []),
    ...(cpu === undefined
      ? []
      : [
          atLeast(
            'cpu',
            cpu,
            n => `${n} cpu`,
            machine => machine.cpu,
          ),
        ]),
    ...(memoryGiB === undefined
      ? []
      : [
          atLeast(
            'memoryGiB',
            memoryGiB,
            n => `${n} GiB`,
            of => of.memoryGiB,
          ),
        ]),
    ...(diskGiB === undefined ? [] : [atLeast('diskGiB', diskGiB, disk, machine => machine.diskGiB ?? Infinity)]),
  ];
}

/** What a plugin asks for. Raw disks and taints are the infrastructure's to add to whatever machine is chosen. */
export function needsOfDemand(demand: PoolDemand): Need[] {
  const { arch, kvm, podAddresses, reservedInterfaces } = demand;
  const needs: Need[] = [];
  if (arch) needs.push(oneOf(arch));
  if (kvm) needs.push(device);
  if (podAddresses && podAddresses !== 'node-range') needs.push(interfacesBesides(reservedInterfaces ?? 0));
  if (podAddresses === 'interface-prefixes') needs.push(prefixes);
  return needs.map(need => ({ ...need, demand }));
}

function atLeast(
  prop: NonNullable<Need['prop']>,
  least: number,
  words: (amount: number) => string,
  amount: (machine: MachineType) => number,
): Need {
  const met = (machine: MachineType) => amount(machine) >= least;
  return { verb: 'has', want: words(least), prop, amount, met, instead: machine => words(amount(machine)) };
}

const disk = (n: number) => `a disk of ${n} GiB`;

function oneOf(wanted: readonly MachineType['arch'][]): Need {
  return {
    verb: 'is',
    want: wanted.join(' or '),
    met: ({ arch }) => wanted.includes(arch),
    instead: ({ arch }) => arch,
  };
}

const device: Need = {
  verb: 'has',
  want: '/dev/kvm',
  met: machine => machine.kvm !== undefined,
  instead: () => 'no /dev/kvm',
};

const prefixes: Need = {
  verb: 'has',
  want: 'network interfaces that take prefixes',
  met: machine => machine.interfaces?.prefixes ?? false,
  instead: () => 'network interfaces that take none',
};

function interfacesBesides(reserved: number): Need {
  const count = ({ interfaces }: MachineType) => interfaces?.count ?? 0;
  return {
    verb: 'has',
    want: reserved > 0 ? `network interfaces for pods besides ${reserved} of its own` : 'network interfaces for pods',
    met: machine => count(machine) > reserved,
    instead: machine => `${count(machine) || 'none'}`,
  };
}
