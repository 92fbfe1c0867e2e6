import { closestTo } from '../../../lib/errors';
import { coversInternet } from '../../../lib/plan/cidr';
import type { Rule } from '../../../lib/spi';
import { knownRegions, zonesIn } from './catalogue';
import type { EksProps } from './props';

const ENDPOINT_DOCS = 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html';

/** Where the cluster is. A region or zone that opened after this release is the user's to vouch for. */
export function placeRules(props: EksProps): Rule[] {
  const { region } = props;
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
        const unknown = namedZones(props).filter(({ zone }) => !known.includes(zone));
        return unknown.map(({ at, zone }) => ({
          at: `infrastructure/${at}`,
          value: zone,
          because: `'${region}' is not known to have a zone '${zone}'`,
          fix: `choose from ${known.join(', ')}`,
        }));
      },
    },
  ];
}

/** Zones that the user names, and where. */
function namedZones({ zones, network }: EksProps): { at: string; zone: string }[] {
  const list = typeof zones === 'object' ? zones.map(zone => ({ at: 'zones', zone })) : [];
  const subnets = (['privateSubnetIds', 'controlPlaneSubnetIds'] as const).flatMap(prop => {
    const ids = network?.[prop];
    return ids && !Array.isArray(ids) ? Object.keys(ids).map(zone => ({ at: `network/${prop}/${zone}`, zone })) : [];
  });
  return [...list, ...subnets];
}

/** From where the API server is reached. */
export function endpointRules({ publicAccess = [], privateAccess = [] }: EksProps): Rule[] {
  return [
    {
      code: 'EKS-PRIVATE',
      severity: 'warning',
      see: ENDPOINT_DOCS,
      check: decisions => {
        if (publicAccess.length > 0 || !decisions.has('delivery/from-outside')) return [];
        const because = 'the API server has no public endpoint, and releases and objects come to it from outside';
        const place =
          privateAccess.length > 0 ? "a machine in one of the ranges of 'privateAccess'" : 'a machine in the VPC';
        return [{ at: 'infrastructure/publicAccess', because, fix: `deploy from ${place}, or set 'publicAccess'` }];
      },
    },
    {
      code: 'EKS-PUBLIC',
      severity: 'consent',
      see: ENDPOINT_DOCS,
      check: () =>
        coversInternet(publicAccess)
          ? [
              {
                at: 'infrastructure/publicAccess',
                value: [...publicAccess],
                because: 'the API server would answer the whole internet, or half of it at least',
                fix: 'name the ranges that operators come from',
              },
            ]
          : [],
    },
  ];
}
