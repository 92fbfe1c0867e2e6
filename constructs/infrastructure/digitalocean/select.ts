import { offeredIn, readCatalogue, type Catalogue, type MachineType } from '../../../lib/machine/catalogue';
import { chooseMachine } from '../../../lib/machine/choose';
import type { Machine, PoolDemand, PoolRequest, Refusal } from '../../../lib/spi';
import machines from './machines.json';

/** The service's limit, whatever the machine. @see https://docs.digitalocean.com/products/kubernetes/details/limits/ */
const MAX_PODS = 110;

let catalogue: Catalogue | undefined;

/** The smallest machine of a region that answers a pool. */
export function selectMachine(pool: PoolRequest, demands: readonly PoolDemand[], region: string): Machine | Refusal {
  const refusal = demands.map(impossible).find(each => each !== undefined);
  if (refusal) return refusal;
  catalogue ??= readCatalogue(machines);
  const answer = chooseMachine(offeredIn(catalogue, region), pool, demands, 'doks');
  return 'because' in answer ? answer : machineOf(answer);
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
