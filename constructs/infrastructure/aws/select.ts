import type { MachineType } from '../../../lib/machine/catalogue';
import { chooseMachine } from '../../../lib/machine/choose';
import { maxPods } from '../../../lib/machine/pod-capacity';
import type { ItemKind, Machine, PoolDemand, PoolRequest, Refusal } from '../../../lib/spi';
import { machinesIn } from './catalogue';
import type { EksProps } from './props';

/** The machine type that answers a pool, with the image that fits it. */
export function selectMachine(
  by: string,
  pool: PoolRequest,
  demands: readonly PoolDemand[],
  props: EksProps,
): Machine | Refusal {
  const raw = demands.find(({ disks = 0 }) => disks > 0);
  if (raw) return noRawDisks(by, raw);
  const machine = chooseMachine(machinesIn(props.region, props.machines), pool, demands, by);
  if ('because' in machine) return machine;
  const { type, arch, cpu, memoryGiB, gpu } = machine;
  return {
    type,
    arch,
    cpu,
    memoryGiB,
    gpu,
    kvm: machine.kvm !== undefined,
    image: imageOf(machine, props),
    accepts: acceptedBy(props),
    ...podsOf(machine, demands),
  };
}

function noRawDisks(by: string, demand: PoolDemand): Refusal {
  return {
    because: `'${demand.by}' asks for raw disks (${demand.because}), and nodes of '${by}' have none`,
    fix: `remove '${demand.by}', or use an infrastructure of machines`,
  };
}

/** EKS's name for an image. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html */
function imageOf({ arch, gpu }: MachineType, { os = 'al2023', autoMode }: EksProps): string {
  const [architecture, nvidia] = [arch === 'arm64' ? 'ARM_64' : 'x86_64', gpu > 0];
  if (os === 'bottlerocket' || autoMode) return `BOTTLEROCKET_${architecture}${nvidia ? '_NVIDIA' : ''}`;
  return `AL2023_${architecture}_${nvidia ? 'NVIDIA' : 'STANDARD'}`;
}

function acceptedBy({ os, autoMode }: EksProps): readonly ItemKind[] {
  if (autoMode) return [];
  return os === 'bottlerocket' ? ['kubelet'] : ['kubelet', 'node-file', 'node-package', 'node-command'];
}

/**
 * The pods of a machine. EKS works the number out by itself for the VPC CNI as it comes, and for nothing else.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods-precedence
 */
function podsOf(machine: MachineType, demands: readonly PoolDemand[]): Pick<Machine, 'maxPods' | 'details'> {
  const asking = demands.filter(demand => demand.podAddresses !== undefined);
  const addresses = asking[0]?.podAddresses ?? 'interface-addresses';
  const reservedInterfaces = Math.max(0, ...demands.map(demand => demand.reservedInterfaces ?? 0));
  const own = asking.every(({ by }) => by === 'aws-vpc-cni');
  const byDefault = own && addresses === 'interface-addresses' && reservedInterfaces === 0;
  return {
    maxPods: maxPods(machine, addresses, { reservedInterfaces }),
    ...(byDefault && { details: { maxPodsByDefault: true } }),
  };
}
