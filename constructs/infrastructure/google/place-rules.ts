import { closestTo } from '../../../lib/errors';
import { coversInternet } from '../../../lib/plan/cidr';
import type { Rule } from '../../../lib/spi';
import { knownRegions, zonesIn } from './catalogue';
import type { GkeProps } from './props';

const PLACES = 'https://cloud.google.com/compute/docs/regions-zones';
const ENDPOINTS = 'https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation';

/** Where the cluster is. A region or zone that opened after this release is the user's to vouch for. */
export function placeRules({ region, zones }: GkeProps): Rule[] {
  return [
    {
      code: 'GKE-REGION',
      severity: 'consent',
      see: PLACES,
      check: () => {
        if (zonesIn(region)) return [];
        const near = closestTo(region, knownRegions());
        const fix = near
          ? `did you mean '${near}'? if not, name its 'zones'`
          : "correct the region, or name its 'zones'";
        const because = `Google Cloud is not known to have a region '${region}'`;
        return [{ at: 'infrastructure/region', value: region, because, fix }];
      },
    },
    {
      code: 'GKE-ZONE',
      severity: 'consent',
      see: PLACES,
      check: () => {
        const known = zonesIn(region);
        const unknown = typeof zones === 'object' ? zones.filter(zone => known?.includes(zone) === false) : [];
        return unknown.map(zone => ({
          at: 'infrastructure/zones',
          value: zone,
          because: `'${region}' is not known to have a zone '${zone}'`,
          fix: `choose from ${known?.join(', ')}`,
        }));
      },
    },
  ];
}

/** From where the API server is reached. */
export function endpointRules({ publicAccess = [], privateAccess = [], dnsEndpoint = false }: GkeProps): Rule[] {
  return [
    {
      code: 'GKE-PRIVATE',
      severity: 'warning',
      see: ENDPOINTS,
      check: decisions => {
        if (publicAccess.length > 0 || dnsEndpoint || !decisions.has('delivery/from-outside')) return [];
        const because = 'the API server has no public endpoint, and releases and objects come to it from outside';
        const place =
          privateAccess.length > 0
            ? "a machine in one of the ranges of 'privateAccess'"
            : "a machine in the nodes' subnet";
        const fix = `deploy from ${place}, or set 'publicAccess' or 'dnsEndpoint'`;
        return [{ at: 'infrastructure/publicAccess', because, fix }];
      },
    },
    {
      code: 'GKE-PUBLIC',
      severity: 'consent',
      see: ENDPOINTS,
      check: () => {
        // Both endpoints let the same ranges in; without a public one, nobody comes over the internet.
        if (publicAccess.length === 0 || !coversInternet([...publicAccess, ...privateAccess])) return [];
        const at = coversInternet(publicAccess) ? 'publicAccess' : 'privateAccess';
        const value = at === 'publicAccess' ? publicAccess : privateAccess;
        const because = 'the API server would answer the whole internet';
        const fix = 'name the ranges that operators come from';
        return [{ at: `infrastructure/${at}`, value: [...value], because, fix }];
      },
    },
  ];
}
