import { cidrRange, contains } from '../../../lib/plan/cidr';
import { minorNumber } from '../../../lib/plan/version';
import type { Data, Decisions, Finding, Rule } from '../../../lib/spi';
import { enforcesPolicies } from './offers';
import type { AddonOptions, EksProps } from './props';

const DOCS = 'https://docs.aws.amazon.com/eks/latest/userguide';

/** What EKS asks of a pod network, of its proxy and of Services' addresses. */
export function networkRules(by: string, { addons = {} }: EksProps): Rule[] {
  return [
    {
      code: 'CNI-18',
      severity: 'error',
      see: `${DOCS}/network-reqs.html`,
      check: ({ addresses }) => serviceRangeFindings(addresses.services),
    },
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
        return [
          ...decisions.suppliers('webhooks').map(name => ({ value: name, because: unreachable(name), fix: REACHABLE })),
          ...addonsOutOfReach(addons),
        ];
      },
    },
    {
      code: 'EKS-08',
      severity: 'consent',
      see: `${DOCS}/cni-network-policy.html`,
      check: decisions => secondEnforcer(by, addons, decisions),
    },
    {
      code: 'KP-08',
      severity: 'warning',
      see: 'https://www.kubernetes.dev/resources/keps/5495/',
      check: ({ cluster }) => deprecatedMode(addons, minorNumber(cluster.kubernetes)),
    },
  ];
}

type Addons = { readonly [name: string]: AddonOptions };

/**
 * Add-ons that the control plane calls (webhooks, or an API of their own), and the key of their configuration that gives their pods
 * the addresses of nodes, where there is one.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-webhooks.html
 */
const CALLED: { readonly [addon: string]: string | undefined } = {
  adot: undefined,
  'amazon-cloudwatch-observability': undefined,
  'cert-manager': 'webhook.hostNetwork',
  'metrics-server': 'hostNetwork.enabled',
};

const REACHABLE = "use a network whose pods have addresses of the VPC: the VPC CNI, or Cilium with ipam: 'eni'";

const unreachable = (name: string) =>
  `the control plane calls '${name}', and cannot reach pods whose addresses the VPC does not know`;

function addonsOutOfReach(addons: Addons): Finding[] {
  return Object.entries(CALLED)
    .filter(([name, key]) => name in addons && !(key && valueAt(addons[name]?.configuration, key) === true))
    .map(([name, key]) => ({
      at: `infrastructure/addons/${name}`,
      value: name,
      because: unreachable(name),
      fix: key ? `set '${key}' in its configuration, or ${REACHABLE}` : REACHABLE,
    }));
}

function valueAt(configuration: AddonOptions['configuration'], key: string): Data | undefined {
  const step = (at: Data | undefined, part: string) =>
    typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as { [key: string]: Data })[part] : undefined;
  return key.split('.').reduce<Data | undefined>(step, configuration);
}

/** The VPC CNI's own agent for policies, beside somebody else's. */
function secondEnforcer(by: string, addons: Addons, decisions: Decisions): Finding[] {
  const [other] = decisions.suppliers('network/policy').filter(name => name !== by);
  const brings = decisions.suppliers('network/pods').includes(by);
  if (!brings || !other || !enforcesPolicies(addons)) return [];
  return [
    {
      at: 'infrastructure/addons/vpc-cni',
      value: 'enableNetworkPolicy',
      because: `'${other}' enforces network policies already, and two enforcers undo each other's work`,
      fix: "remove 'enableNetworkPolicy'",
    },
  ];
}

function deprecatedMode(addons: Addons, minor: number | undefined): Finding[] {
  const mode = addons['kube-proxy']?.configuration?.mode;
  if (mode !== 'ipvs' || minor === undefined || minor < 35) return [];
  return [
    {
      at: 'infrastructure/addons/kube-proxy',
      value: mode,
      because: "kube-proxy's mode 'ipvs' is deprecated since Kubernetes 1.35, and a later minor drops it",
      fix: "use mode 'nftables', or leave it at 'iptables'",
    },
  ];
}

/** Ranges of private networks. @see https://datatracker.ietf.org/doc/html/rfc1918 */
export const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

function serviceRangeFindings(services: string): Finding[] {
  const { prefix } = cidrRange(services);
  const fits = prefix >= 12 && prefix <= 24 && PRIVATE_RANGES.some(range => contains(range, services));
  if (fits) return [];
  const because = `EKS takes Services' addresses from private ranges of /12 to /24 only, and '${services}' is none`;
  return [{ at: 'addresses/services', value: services, because, fix: "choose one such as '172.20.0.0/16'" }];
}
