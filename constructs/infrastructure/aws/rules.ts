import { support } from '../../../lib/plan/version';
import type { Decisions, Finding, Rule, VersionWindows } from '../../../lib/spi';
import { autoModeRules } from './auto-mode-rules';
import { changeRules } from './change-rules';
import { networkRules } from './network-rules';
import { endpointRules, placeRules } from './place-rules';
import { capacityRules, homeFindings, poolFindings } from './pool-findings';
import type { EksProps } from './props';
import { storageRules } from './storage';
import { tagFindings } from './tags';
import { userDataRule } from './user-data-size';

const DOCS = 'https://docs.aws.amazon.com/eks/latest/userguide';

/** What `Eks` checks of a whole cluster. */
export function eksRules(by: string, props: EksProps, versions: VersionWindows): readonly Rule[] {
  return [
    ...placeRules(props),
    ...endpointRules(props),
    ...networkRules(by, props),
    {
      code: 'EKS-22',
      severity: 'error',
      see: `${DOCS}/view-upgrade-policy.html`,
      check: ({ cluster }) => supportFindings(props, versions, cluster.kubernetes),
    },
    {
      code: 'EKS-POOL',
      severity: 'error',
      see: `${DOCS}/managed-node-groups.html`,
      check: ({ pools, zones }) => pools.flatMap(pool => poolFindings(pool, props, zones)),
    },
    {
      code: 'EKS-HOME',
      severity: 'consent',
      see: `${DOCS}/managing-coredns.html`,
      check: decisions =>
        props.autoMode ? [] : homeFindings(decisions.pools, decisions.suppliers('dns/cluster').includes(by)),
    },
    ...capacityRules,
    {
      code: 'EKS-26',
      severity: 'error',
      see: `${DOCS}/eks-add-ons.html`,
      check: decisions => addonFindings(by, props, decisions),
    },
    {
      code: 'EKS-ACCESS',
      severity: 'error',
      see: `${DOCS}/access-entries.html`,
      check: () => accessFindings(props),
    },
    {
      code: 'EKS-TAGS',
      severity: 'error',
      see: 'https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html',
      check: ({ cluster }) => tagFindings(cluster.tags),
    },
    ...changeRules(by, props),
    userDataRule(by, props),
    ...(props.autoMode ? autoModeRules(props) : []),
    ...storageRules,
  ];
}

function supportFindings(
  { support: policy = 'standard' }: EksProps,
  versions: VersionWindows,
  minor: `${number}.${number}`,
): Finding[] {
  if (policy === 'extended' || support(versions, minor) !== 'extended') return [];
  const because = `the standard support of Kubernetes ${minor} has ended, and EKS makes such a cluster only with extended support, which it charges for`;
  return [
    {
      at: 'infrastructure/support',
      value: policy,
      because,
      fix: "choose a newer 'kubernetes', or set support: 'extended'",
    },
  ];
}

/** Add-ons of what somebody else does in this cluster. */
function addonFindings(by: string, { addons = {} }: EksProps, decisions: Decisions): Finding[] {
  const jobs = [
    ['vpc-cni', 'network/pods'],
    ['kube-proxy', 'network/services'],
    ['coredns', 'dns/cluster'],
    ['aws-ebs-csi-driver', 'driver/ebs.csi.aws.com'],
    ['aws-efs-csi-driver', 'driver/efs.csi.aws.com'],
    ['snapshot-controller', 'crd/snapshot.storage.k8s.io'],
  ] as const;
  return jobs.flatMap(([addon, capability]) => {
    const others = decisions.suppliers(capability).filter(name => name !== by);
    if (!(addon in addons) || others.length === 0) return [];
    const because = `'${others[0]}' does what add-on '${addon}' does`;
    return [
      {
        at: `infrastructure/addons/${addon}`,
        value: addon,
        because,
        fix: `remove it from 'addons', or remove '${others[0]}'`,
      },
    ];
  });
}

function accessFindings({ access = [], creatorAccess = true }: EksProps): Finding[] {
  const at = 'infrastructure/access';
  const seen = access.map(({ principalArn, policy }) => `${principalArn} ${policy}`);
  const twice = access.filter((_, place) => seen.indexOf(seen[place] ?? '') < place);
  const admin = access.some(({ policy, namespaces }) => policy === 'cluster-admin' && !namespaces);
  return [
    ...twice.map(({ principalArn, policy }) => ({
      at,
      value: principalArn,
      because: `'${principalArn}' is given '${policy}' twice`,
      fix: "name all of its 'namespaces' at once",
    })),
    ...(creatorAccess || admin
      ? []
      : [
          {
            at,
            because: 'nobody would be the administrator of the cluster',
            fix: "give somebody 'cluster-admin', or drop creatorAccess: false",
          },
        ]),
  ];
}
