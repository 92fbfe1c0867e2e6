import type { MachineType } from './catalogue';

/** Fewest GPUs, then cpu, then memory, then the catalogue's order of preference. */
export function smallest(machines: readonly MachineType[]): MachineType | undefined {
  return first(machines, (a, b) => a.gpu - b.gpu || a.cpu - b.cpu || a.memoryGiB - b.memoryGiB || a.rank - b.rank);
}

/** The one with most of something, and of those the smallest. */
export function most(
  machines: readonly MachineType[],
  amount: (machine: MachineType) => number,
): MachineType | undefined {
  const top = Math.max(...machines.map(amount));
  return smallest(machines.filter(machine => amount(machine) === top));
}

/** In words: `4 cpu, 16 GiB`. */
export function sizeOf({ cpu, memoryGiB, gpu }: MachineType): string {
  return [`${cpu} cpu`, `${memoryGiB} GiB`, ...(gpu > 0 ? [gpus(gpu)] : [])].join(', ');
}

/** In words: `no GPUs`, `1 GPU`, `8 GPUs`. */
export function gpus(count: number): string {
  return count === 1 ? '1 GPU' : `${count || 'no'} GPUs`;
}

function first<T>(list: readonly T[], compare: (a: T, b: T) => number): T | undefined {
  return list.reduce<T | undefined>(
    (best, each) => (best === undefined || compare(each, best) < 0 ? each : best),
    undefined,
  );
}
