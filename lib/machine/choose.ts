import type { PoolDemand, PoolRequest, Refusal } from '../spi';
import type { Catalogue, MachineType } from './catalogue';
import { needsOfDemand, needsOfPool, type Need } from './needs';
import { contradicted, noneFits, unknownMachine, type Search } from './refusals';
import { smallest } from './size';

/**
 * The smallest machine that answers a pool and what plugins ask of it, or why there is none. Fewest GPUs count first, then cpu, then
 * memory, then the catalogue's order of preference. GPUs are chosen only where they are asked for, and bare metal only where
 * `/dev/kvm` is; a machine that the pool names is taken if it contradicts nothing. `where` is the infrastructure's name, for refusals.
 */
export function chooseMachine(
  catalogue: Catalogue,
  request: PoolRequest,
  demands: readonly PoolDemand[],
  where: string,
): MachineType | Refusal {
  const needs = [...needsOfPool(request), ...demands.flatMap(needsOfDemand)];
  const isHere = (machine: MachineType) => isOffered(machine, catalogue.region, request.gpu);
  // Catalogues have hundreds of machines, and lists of regions are long: where a machine is to be had is asked last.
  const fitting = catalogue.machines.filter(
    machine => isChosenBySize(machine, needs) && meets(machine, needs) && isHere(machine),
  );
  const offered = () => catalogue.machines.filter(isHere);
  const search: Search = { pool: request.name, where, needs, offered, best: smallest(fitting) };

  if (request.machine !== undefined) return named(request.machine, catalogue, search);
  return search.best ?? noneFits(search);
}

function named(type: string, catalogue: Catalogue, search: Search): MachineType | Refusal {
  const machine = catalogue.machines.find(each => each.type === type);
  if (!machine) return unknownMachine(type, catalogue, search.where);
  return meets(machine, search.needs) ? machine : contradicted(machine, search);
}

function meets(machine: MachineType, needs: readonly Need[]): boolean {
  return needs.every(need => need.met(machine));
}

function isOffered(machine: MachineType, region: string | undefined, gpu: number): boolean {
  return (gpu > 0 || machine.gpu === 0) && !(region !== undefined && machine.notIn.includes(region));
}

function isChosenBySize(machine: MachineType, needs: readonly Need[]): boolean {
  return !machine.byNameOnly && (machine.kvm !== 'metal' || needs.some(need => need.demand?.kvm));
}
