import { closestTo } from '../../../lib/errors';
import { coversInternet } from '../../../lib/plan/cidr';
import type { Decisions, Finding, Rule } from '../../../lib/spi';
import { addressFindings } from './addresses';
import { changeRules } from './change-rules';
import { homelessFindings, poolFindings } from './pools';
import type { DoksProps } from './props';
import regions from './regions.json';
import { tagFindings } from './tags';

const DOCS = 'https://docs.digitalocean.com/products';

/** What `Doks` checks of a whole cluster. DO-01 to DO-03 are refusals of plugins, and DO-04 is kept by asking for the version. */
export function doksRules(name: string, props: DoksProps): readonly Rule[] {
  const { region, surgeUpgrade = true } = props;
  const existing = props.network !== undefined;
  return [
    {
      code: 'DO-05',
      severity: 'error',
      see: `${DOCS}/kubernetes/how-to/create-clusters/`,
      check: ({ addresses, pools }) => addressFindings({ addresses, pools, region, existing }),
    },
    {
      code: 'DO-06',
      severity: 'error',
      see: `${DOCS}/kubernetes/how-to/use-gateway-api/`,
      check: decisions => gatewayFindings(name, decisions),
    },
    {
      code: 'DO-08',
      severity: 'error',
      see: `${DOCS}/kubernetes/details/managed/`,
      check: ({ pools, cluster }) =>
        pools.flatMap(pool => poolFindings({ pool, kubernetes: cluster.kubernetes, surgeUpgrade })),
    },
    {
      code: 'DO-09',
      severity: 'error',
      see: `${DOCS}/kubernetes/how-to/autoscale/`,
      check: ({ pools }) => homelessFindings(pools),
    },
    {
      code: 'DO-11',
      severity: 'error',
      see: `${DOCS}/kubernetes/details/limits/`,
      check: ({ cluster }) => tagFindings(cluster.tags),
    },
    {
      code: 'DO-12',
      severity: 'error',
      see: `${DOCS}/kubernetes/how-to/customize-coredns/`,
      check: ({ addresses }) => domainFindings(addresses.domain),
    },
    {
      code: 'DO-14',
      severity: 'consent',
      see: 'https://docs.digitalocean.com/platform/regional-availability/',
      check: () => regionFindings(region),
    },
    {
      code: 'DO-PUBLIC',
      severity: 'consent',
      see: `${DOCS}/kubernetes/how-to/add-control-plane-firewall/`,
      check: () => accessFindings(props),
    },
    ...changeRules(name, props),
  ];
}

function gatewayFindings(name: string, decisions: Decisions): Finding[] {
  const others = decisions.suppliers('crd/gateway.networking.k8s.io').filter(each => each !== name);
  return others.map(other => ({
    value: other,
    because: `'${name}' installs and upgrades the Gateway API itself, and '${other}' would install another release of it`,
    fix: `let '${other}' use the one that is there`,
  }));
}

function domainFindings(domain: string): Finding[] {
  if (domain === 'cluster.local') return [];
  const because = "'doks' runs the cluster's DNS itself, with the domain 'cluster.local'";
  return [{ at: 'addresses/domain', value: domain, because, fix: "remove 'addresses.domain'" }];
}

function accessFindings({ publicAccess }: DoksProps): Finding[] {
  if (!coversInternet(publicAccess)) return [];
  const because = 'the API server would answer the whole internet, or half of it at least';
  const fix = 'name the ranges that operators come from';
  return [{ at: 'infrastructure/publicAccess', value: [...publicAccess], because, fix }];
}

/** A region may be newer than this release. */
function regionFindings(region: string): Finding[] {
  const known = regions.regions.map(each => each.slug);
  if (known.includes(region)) return [];
  const near = closestTo(region, known);
  return [
    {
      at: 'infrastructure/region',
      value: region,
      because: `DigitalOcean had no region '${region}' on ${regions.asOf}`,
      fix: `${near ? `did you mean '${near}'? ` : ''}choose one of ${known.join(', ')}`,
    },
  ];
}
