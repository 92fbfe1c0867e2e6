import { offeredIn, readCatalogue, type Catalogue, type MachineType } from '../../../lib/machine/catalogue';
import { chooseMachine } from '../../../lib/machine/choose';
import type { Machine, PoolDemand, PoolRequest, Refusal } from '../../../lib/spi';
import machines from './machines.json';
import type { DoksProps, DropletSize } from './props';

/** The service's limit, whatever the machine. @see https://docs.digitalocean.com/products/kubernetes/details/limits/ */
const MAX_PODS = 110;

let catalogue: Catalogue | undefined;

/** The smallest machine of a region that answers a pool. */
export function selectMachine(
  pool: PoolRequest,
  demands: readonly PoolDemand[],
  { region, machines: own = [] }: Pick<DoksProps, 'region' | 'machines'>,
): Machine | Refusal {
  const refusal = demands.map(impossible).find(each => each !== undefined);
  if (refusal) return refusal;
  const answer = chooseMachine(machinesIn(region, own), pool, demands, 'doks');
  return 'because' in answer ? answer : machineOf(answer);
}

/** Machine types for one region, with the user's own to be named. */
function machinesIn(region: string, own: readonly DropletSize[]): Catalogue {
  catalogue ??= readCatalogue(machines);
  const known = own.length > 0 ? { ...catalogue, machines: [...own.map(toMachine), ...catalogue.machines] } : catalogue;
  return offeredIn(known, region);
}

function toMachine(own: DropletSize): MachineType {
  return { gpu: 0, arch: 'amd64', ...own, rank: 0, byNameOnly: true, notIn: [] };
}

/** What no machine of the service can have. */
function impossible({ by, because, disks = 0, startupTaints = [] }: PoolDemand): Refusal | undefined {
  if (disks > 0) {
    return {
      because: `'${by}' asks for raw disks (${because}), and nodes of 'doks' have their root disk only`,
      fix: `remove '${by}', or use an infrastructure of machines`,
    };
  }
  const [taint] = startupTaints;
  if (!taint) return undefined;
  return {
    because: `'${by}' takes taint '${taint.key}' off nodes once they are ready, and 'doks' would put it back`,
    fix: `remove '${by}', or use an infrastructure whose nodes take taints at their start only`,
  };
}

function machineOf({ type, arch, cpu, memoryGiB, gpu, gpuModel, diskGiB }: MachineType): Machine {
  return {
    type,
    arch,
    cpu,
    memoryGiB,
    gpu,
    kvm: false,
    maxPods: MAX_PODS,
    image: 'doks',
    accepts: [],
    details: { ...(gpuModel && { gpuModel }), ...(diskGiB !== undefined && { diskGiB }) },
  };
}
