import type { Catalogue, MachineType } from '../../../lib/machine/catalogue';
import { chooseMachine } from '../../../lib/machine/choose';
import { maxPods } from '../../../lib/machine/pod-capacity';
import type { Machine, PoolDemand, PoolRequest, Refusal } from '../../../lib/spi';
import { machinesIn } from './catalogue';
import { localSsdsOf } from './local-ssds';
import { nodesOf } from './place';
import type { GkeNodes, GkeProps } from './props';

/** Addresses of the range that each node has: twice as many as the pods that GKE lets it have, up to the next power of two. */
const NODE_RANGE = 256;

/** The machine type that answers a pool, with the image and the disks that it has. */
export function selectMachine(
  by: string,
  pool: PoolRequest,
  demands: readonly PoolDemand[],
  props: GkeProps,
): Machine | Refusal {
  const nodes = nodesOf(props, pool.name);
  const refusal = contradiction(nodes, demands);
  if (refusal) return refusal;
  const needs = [...demands, ...(nodes.nestedVirtualization ? [ownDemand(by)] : [])];
  const disks = nodes.localSsds ?? disksIn(demands);
  const catalogue = machinesIn(props.region, props.machines);
  const machine = chooseMachine(disks > 0 ? withLocalSsds(catalogue, disks) : catalogue, pool, needs, by);
  if (!('because' in machine)) return answer(machine, nodes, { kvm: needs.some(({ kvm }) => kvm === true), disks });
  const without = disks > 0 && chooseMachine(catalogue, pool, needs, by);
  return without && !('because' in without) ? takesNoLocalSsds(without, pool, disks) : machine;
}

/** What the user says of nodes, against what plugins ask of them. */
function contradiction(nodes: GkeNodes, demands: readonly PoolDemand[]): Refusal | undefined {
  const kvm = demands.find(demand => demand.kvm);
  if (kvm && nodes.nestedVirtualization === false) {
    return {
      because: `'${kvm.by}' asks for /dev/kvm (${kvm.because}), and 'nestedVirtualization' is turned off`,
      fix: `drop nestedVirtualization: false, or remove '${kvm.by}'`,
    };
  }
  const more = demands.find(({ disks = 0 }) => nodes.localSsds !== undefined && disks > nodes.localSsds);
  if (!more) return undefined;
  return {
    because: `'${more.by}' asks for ${more.disks} raw disks (${more.because}), and 'localSsds' says ${nodes.localSsds}`,
    fix: `raise 'localSsds', or remove '${more.by}'`,
  };
}

function ownDemand(by: string): PoolDemand {
  return { by, because: "'nestedVirtualization' says so", kvm: true };
}

function disksIn(demands: readonly PoolDemand[]): number {
  return Math.max(0, ...demands.map(({ disks = 0 }) => disks));
}

function withLocalSsds(catalogue: Catalogue, least: number): Catalogue {
  return { ...catalogue, machines: catalogue.machines.filter(each => localSsdsOf(each, least) !== undefined) };
}

function takesNoLocalSsds({ type }: MachineType, { name, machine }: PoolRequest, disks: number): Refusal {
  const lacking = `'${type}' takes ${disks === 1 ? 'no local SSDs' : `no ${disks} local SSDs`}`;
  return {
    because: `pool '${name}' needs ${disks === 1 ? 'a raw disk' : `${disks} raw disks`} on each machine, and ${lacking}${machine ? '' : ', nor does any other that answers it'}`,
    fix: "name a machine of a series that takes them, such as 'n2-standard-8', or ask for fewer",
  };
}

/** What is asked of a machine beyond its size. */
interface Asks {
  readonly kvm: boolean;
  readonly disks: number;
}

function answer(machine: MachineType, nodes: GkeNodes, asks: Asks): Machine {
  const { type, arch, cpu, memoryGiB, gpu } = machine;
  return {
    type,
    arch,
    cpu,
    memoryGiB,
    gpu,
    // Google turns it on for whoever asks, and for nobody else.
    kvm: asks.kvm,
    maxPods: maxPods(machine, 'node-range', { nodeRange: NODE_RANGE }),
    image: nodes.image ?? 'COS_CONTAINERD',
    accepts: ['kubelet'],
    ...detailsOf(machine, asks),
  };
}

function detailsOf(machine: MachineType, { kvm, disks }: Asks): Pick<Machine, 'details'> {
  const localSsds = disks > 0 ? localSsdsOf(machine, disks) : undefined;
  const details = {
    ...(machine.gpuModel && { gpuModel: machine.gpuModel }),
    ...(localSsds !== undefined && { localSsds }),
    ...(kvm && { nestedVirtualization: true }),
  };
  return Object.keys(details).length > 0 ? { details } : {};
}
