import { cidrRange, contains } from '../../../lib/plan/cidr';
import type { Finding, Rule } from '../../../lib/spi';

const DOCS = 'https://docs.aws.amazon.com/eks/latest/userguide';

/** What EKS asks of a pod network and of Services' addresses. */
export function networkRules(by: string): Rule[] {
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
        return decisions.suppliers('webhooks').map(name => ({
          value: name,
          because: `the control plane calls webhooks of '${name}', and cannot reach pods whose addresses the VPC does not know`,
          fix: "use a network whose pods have addresses of the VPC: the VPC CNI, or Cilium with ipam: 'eni'",
        }));
      },
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
