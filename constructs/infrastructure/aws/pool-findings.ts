import type { Decisions, Finding, Pool, Rule } from '../../../lib/spi';
import type { EksProps } from './props';

const DOCS = 'https://docs.aws.amazon.com/eks/latest/userguide';

/** EKS updates so many nodes of a group at once at most. */
const MOST_AT_ONCE = 100;

/** @see https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html */
const MOST_TAINTS = 50;

/** The root disk of EKS's images, in GiB. A machine's disk is as large at least. @see https://github.com/awslabs/amazon-eks-ami */
const LEAST_DISK_GIB = 20;

/** What a pool asks for that a managed node group cannot do. */
export function poolFindings(pool: Pool, props: EksProps, zones: readonly string[]): Finding[] {
  if (props.autoMode) return [];
  return [...sizeFindings(pool), ...placeFindings(pool, props, zones), ...markFindings(pool)];
}

function sizeFindings(pool: Pool): Finding[] {
  const { maxSurge, maxUnavailable, max, diskGiB, answer } = pool;
  const at = `pools/${pool.name}`;
  const findings: Finding[] = [];
  if (maxSurge !== undefined) {
    const because = 'a managed node group decides itself how many machines it adds while it is updated';
    const fix = "remove 'maxSurge', and set 'maxUnavailable' to update faster";
    findings.push({ at: `${at}/maxSurge`, value: maxSurge, because, fix });
  }
  if (maxUnavailable !== undefined && (maxUnavailable < 1 || maxUnavailable > MOST_AT_ONCE)) {
    const because = `a managed node group updates 1 to ${MOST_AT_ONCE} nodes at once`;
    const fix = "choose another number, or remove 'maxUnavailable'";
    findings.push({ at: `${at}/maxUnavailable`, value: maxUnavailable, because, fix });
  }
  if (max < 1) {
    const because = 'a managed node group has room for one node at least';
    findings.push({ at: `${at}/max`, value: max, because, fix: "raise 'max'" });
  }
  // Bottlerocket has its image on another disk.
  if (diskGiB !== undefined && diskGiB < LEAST_DISK_GIB && answer.image.startsWith('AL2023')) {
    const because = `the image of its machines takes a disk of ${LEAST_DISK_GIB} GiB at least`;
    findings.push({ at: `${at}/diskGiB`, value: diskGiB, because, fix: "raise 'diskGiB', or remove it" });
  }
  return findings;
}

function placeFindings(pool: Pool, { network }: EksProps, zones: readonly string[]): Finding[] {
  if (!network || !Array.isArray(network.privateSubnetIds) || pool.zones.length >= zones.length) return [];
  const because = 'it is not known which of the existing subnets is in which zone';
  const fix = "give 'network.privateSubnetIds' by zone, or remove 'zones'";
  return [{ at: `pools/${pool.name}/zones`, value: [...pool.zones], because, fix }];
}

function markFindings({ name, labels, taints, startupTaints }: Pool): Finding[] {
  const reserved = Object.keys(labels).filter(isReserved);
  const count = taints.length + startupTaints.length;
  return [
    ...reserved.map(key => ({
      at: `pools/${name}/labels`,
      value: key,
      because: `nodes do not join EKS with a label '${key}' of their own: its prefix is reserved`,
      fix: 'choose another prefix',
    })),
    ...(count <= MOST_TAINTS
      ? []
      : [
          {
            at: `pools/${name}/taints`,
            value: count,
            because: `a managed node group has ${MOST_TAINTS} taints at most`,
            fix: 'remove some',
          },
        ]),
  ];
}

/**
 * Whether EKS, or the kubelet, keeps a label's prefix to itself. Two of Kubernetes' own are for everybody.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
 */
function isReserved(label: string): boolean {
  const [prefix = '', name] = label.split('/');
  if (name === undefined || /(^|\.)(node|kubelet)\.kubernetes\.io$/.test(prefix)) return false;
  return /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/.test(prefix);
}

/** Add-ons that run on nodes count as installed only once their pods do, and Terraform waits for that. */
export function homeFindings(pools: readonly Pool[], bringsDns: boolean): Finding[] {
  if (!bringsDns || pools.length === 0 || pools.some(isHome)) return [];
  const because = "'eks' runs its own pods (DNS, drivers) on nodes without GPUs and taints, and no pool always has one";
  return [{ at: 'pools', because, fix: "add a pool without GPUs and taints, and with a 'min' of at least 1" }];
}

function isHome({ answer, min, taints }: Pool): boolean {
  return answer.gpu === 0 && min > 0 && taints.every(({ effect }) => effect === 'PreferNoSchedule');
}

/** What pools promise and a managed node group does not keep by itself. */
export const capacityRules: readonly Rule[] = [
  {
    code: 'EKS-SCALE',
    severity: 'warning',
    see: `${DOCS}/autoscaling.html`,
    check: decisions => (decisions.has('nodes/autoscaling') ? [] : stillFindings(decisions)),
  },
  {
    code: 'EKS-GPU',
    severity: 'warning',
    see: `${DOCS}/ml-eks-k8s-device-plugin.html`,
    check: decisions => (decisions.has('devices/gpu') ? [] : unseenFindings(decisions)),
  },
];

function stillFindings({ pools }: Decisions): Finding[] {
  return pools
    .filter(({ min, max }) => max > min)
    .map(({ name, desired, max }) => ({
      at: `pools/${name}/max`,
      value: max,
      because: `nothing here adds nodes when pods need them: a managed node group keeps the number that it is given`,
      fix: `install an autoscaler and acknowledge EKS-SCALE, turn on autoMode, or ${fixedSize(desired)}`,
    }));
}

/** A group that nobody scales has one size; none would never have a node. */
function fixedSize(desired: number): string {
  return desired > 0
    ? `set 'min' and 'max' to ${desired}`
    : "raise 'min' to the nodes it needs, and set 'max' to the same";
}

function unseenFindings({ pools }: Decisions): Finding[] {
  return pools
    .filter(({ answer }) => answer.gpu > 0)
    .map(({ name, answer }) => ({
      at: `pools/${name}`,
      value: answer.type,
      because: 'no pod gets a GPU of these machines without a device plugin, which their image does not hold',
      fix: "install a device plugin and acknowledge EKS-GPU, or set os: 'bottlerocket'",
    }));
}
