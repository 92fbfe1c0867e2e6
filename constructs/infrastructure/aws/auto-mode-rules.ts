import type { Data, Finding, Minor, Pool, Rule } from '../../../lib/spi';
import type { EksProps } from './props';

const DOCS = 'https://docs.aws.amazon.com/eks/latest/userguide';

/** What EKS Auto Mode runs on every machine by itself. */
const BUILT_IN = ['aws-ebs-csi-driver', 'coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni'];

/** What holds in EKS Auto Mode only. */
export function autoModeRules({ addons = {}, os }: EksProps): readonly Rule[] {
  return [
    {
      code: 'EKS-03',
      severity: 'warning',
      see: `${DOCS}/eks-add-ons.html`,
      check: () =>
        BUILT_IN.filter(name => name in addons).map(name => ({
          at: `infrastructure/addons/${name}`,
          value: name,
          because: `EKS Auto Mode does by itself what add-on '${name}' does, and its nodes do not use the add-on`,
          fix: `remove it from 'addons'`,
        })),
    },
    {
      code: 'EKS-AUTO',
      severity: 'error',
      see: `${DOCS}/create-node-pool.html`,
      check: ({ pools, cluster }) => [
        ...(os === undefined ? [] : [osFinding(os)]),
        ...pools.flatMap(pool => poolFindings(pool, cluster.kubernetes)),
      ],
    },
  ];
}

function osFinding(os: string): Finding {
  const because = 'EKS Auto Mode chooses the operating system of its machines, a Bottlerocket';
  return { at: 'infrastructure/os', value: os, because, fix: "remove 'os'" };
}

function poolFindings(pool: Pool, kubernetes: Minor): Finding[] {
  const refuse = (prop: string, value: Data, because: string, fix = `remove '${prop}'`): Finding => ({
    at: `pools/${pool.name}/${prop}`,
    value,
    because,
    fix,
  });
  const { min, max, desired, diskGiB, maxSurge } = pool;
  return [
    ...(min > 0 && min < max
      ? [
          refuse(
            'min',
            min,
            'a pool of EKS Auto Mode has a fixed number of nodes, or as many as pods need',
            "set 'min' to 0, or to 'max'",
          ),
        ]
      : []),
    ...(desired > min ? [refuse('desired', desired, 'EKS Auto Mode starts nodes when pods need them')] : []),
    ...(diskGiB === undefined
      ? []
      : [refuse('diskGiB', diskGiB, 'EKS Auto Mode gives its machines disks of one size')]),
    ...(maxSurge === undefined ? [] : [refuse('maxSurge', maxSurge, 'EKS Auto Mode replaces nodes one for one')]),
    ...(pool.kubernetes === kubernetes
      ? []
      : [
          refuse(
            'kubernetes',
            pool.kubernetes,
            `EKS Auto Mode keeps nodes at the control plane's version, ${kubernetes}`,
          ),
        ]),
  ];
}
