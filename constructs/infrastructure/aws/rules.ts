import { closestTo } from '../../../lib/errors';
import { cidrRange, contains } from '../../../lib/plan/cidr';
import { support } from '../../../lib/plan/version';
import type { Data, Decisions, Finding, Plan, Rule, VersionWindows } from '../../../lib/spi';
import { autoModeRules } from './auto-mode-rules';
import { knownRegions, zonesIn } from './catalogue';
import { poolFindings } from './pool-findings';
import type { EksProps } from './props';
import { storageRules } from './storage';
import { tagFindings } from './tags';

const DOCS = 'https://docs.aws.amazon.com/eks/latest/userguide';

/** What `Eks` checks of a whole cluster. */
export function eksRules(by: string, props: EksProps, versions: VersionWindows): readonly Rule[] {
  return [
    ...placeRules(props),
    ...endpointRules(props),
    ...networkRules(by),
    {
      code: 'CNI-18',
      severity: 'error',
      see: `${DOCS}/network-reqs.html`,
      check: ({ addresses }) => serviceRangeFindings(addresses.services),
    },
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
    {
      code: 'EKS-REPLACE',
      severity: 'consent',
      see: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster',
      check: (decisions, before) => (before ? replacementFindings(by, props, decisions, before) : []),
    },
    ...(props.autoMode ? autoModeRules(props) : []),
    ...storageRules,
  ];
}

/** Where the cluster is. A region or zone that opened after this release is the user's to vouch for. */
function placeRules({ region, zones }: EksProps): Rule[] {
  const named = typeof zones === 'object' ? zones : [];
  return [
    {
      code: 'EKS-REGION',
      severity: 'consent',
      see: 'https://docs.aws.amazon.com/general/latest/gr/eks.html',
      check: () => {
        if (zonesIn(region)) return [];
        const near = closestTo(region, knownRegions());
        const fix = near
          ? `did you mean '${near}'? if not, name its 'zones'`
          : "correct the region, or name its 'zones'";
        return [
          {
            at: 'infrastructure/region',
            value: region,
            because: `EKS is not known to be in a region '${region}'`,
            fix,
          },
        ];
      },
    },
    {
      code: 'EKS-ZONE',
      severity: 'consent',
      see: 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html',
      check: () => {
        const known = zonesIn(region);
        if (!known) return [];
        const unknown = named.filter(zone => !known.includes(zone));
        return unknown.map(zone => ({
          at: 'infrastructure/zones',
          value: zone,
          because: `'${region}' is not known to have a zone '${zone}'`,
          fix: `choose from ${known.join(', ')}`,
        }));
      },
    },
  ];
}

function endpointRules({ publicAccess = [], privateAccess = [] }: EksProps): Rule[] {
  return [
    {
      code: 'EKS-PRIVATE',
      severity: 'warning',
      see: `${DOCS}/cluster-endpoint.html`,
      check: decisions => {
        if (publicAccess.length > 0 || !decisions.has('delivery/from-outside')) return [];
        const because =
          'the API server has no public endpoint, and Terraform itself talks to it to bring releases and objects';
        const way =
          privateAccess.length > 0 ? 'run Terraform in one of the ranges of privateAccess' : 'run Terraform in the VPC';
        return [
          {
            at: 'infrastructure/publicAccess',
            because,
            fix: `${way} or a network connected to it, or set 'publicAccess'`,
          },
        ];
      },
    },
    {
      code: 'EKS-PUBLIC',
      severity: 'consent',
      see: `${DOCS}/cluster-endpoint.html`,
      check: () =>
        publicAccess
          .filter(range => cidrRange(range).prefix === 0)
          .map(range => ({
            at: 'infrastructure/publicAccess',
            value: range,
            because: 'the API server would answer the whole internet',
            fix: 'name the ranges that operators come from',
          })),
    },
  ];
}

function networkRules(by: string): Rule[] {
  return [
    {
      code: 'EKS-05',
      severity: 'warning',
      see: `${DOCS}/alternate-cni-plugins.html`,
      check: decisions =>
        decisions
          .suppliers('network/pods')
          .filter(name => name !== by && name !== 'aws-vpc-cni')
          .map(name => ({
            at: 'network',
            value: name,
            because: `AWS supports no pod network but the VPC CNI, so for '${name}' you ask its makers`,
            fix: 'acknowledge EKS-05, or use the VPC CNI',
          })),
    },
    {
      code: 'EKS-06',
      severity: 'error',
      see: `${DOCS}/alternate-cni-plugins.html`,
      check: decisions => {
        if (decisions.value('network/pods') !== 'overlay') return [];
        return decisions.suppliers('webhooks').map(name => ({
          value: name,
          because: `the control plane calls webhooks of '${name}', and cannot reach pods whose addresses the VPC does not know`,
          fix: "use a network whose pods have addresses of the VPC: the VPC CNI, or Cilium with ipam: 'eni'",
        }));
      },
    },
  ];
}

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

function serviceRangeFindings(services: string): Finding[] {
  const { prefix } = cidrRange(services);
  const fits = prefix >= 12 && prefix <= 24 && PRIVATE_RANGES.some(range => contains(range, services));
  if (fits) return [];
  const because = `EKS takes Services' addresses from private ranges of /12 to /24 only, and '${services}' is none`;
  return [{ at: 'addresses/services', value: services, because, fix: "choose one such as '172.20.0.0/16'" }];
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

/** Changes that Terraform carries out by destroying the cluster and making another. */
function replacementFindings(by: string, props: EksProps, now: Decisions, before: Plan): Finding[] {
  const old = before.plugins.find(each => each.socket === 'infrastructure');
  if (old?.name !== by) return [];
  const setting = (name: 'region' | 'creatorAccess', otherwise: Data) => ({
    at: `infrastructure/${name}`,
    from: old.settings[name] ?? otherwise,
    to: props[name] ?? otherwise,
  });
  const range = (name: 'network' | 'services') => ({
    at: `addresses/${name}`,
    from: before.addresses[name],
    to: now.addresses[name],
  });
  return [setting('region', null), setting('creatorAccess', true), range('network'), range('services')]
    .filter(({ from, to }) => from !== to)
    .map(({ at, from, to }) => ({
      at,
      value: to,
      because: `going from ${String(from)} to ${String(to)} here destroys the cluster and makes a new one`,
      fix: 'keep what was deployed',
    }));
}
