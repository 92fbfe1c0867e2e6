import { join } from 'node:path';
import { App } from 'cdktf';
import { Cluster, ClusterError, Fleet, type ClusterProps, type FleetProps } from 'tenon';
import { Eks } from 'tenon/aws';
import { Manifests } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { Gke } from 'tenon/google';
import { Cilium } from 'tenon/network';
import type { AddressDefaults, Infrastructure } from 'tenon/spi';
import { planOf } from 'tenon/testing';
import { emptyFolder, filesOf } from '../folder';

const publicAccess = ['203.0.113.0/24'];
const eks = () => new Eks({ region: 'eu-central-1', publicAccess });
const doks = () => new Doks({ region: 'fra1', publicAccess });
const network = { vpcId: 'vpc-1', cidr: '10.0.0.0/16', privateSubnetIds: ['subnet-1', 'subnet-2'] };
const existing = () => new Eks({ region: 'eu-central-1', publicAccess, network });

const given: FleetProps = {
  supernet: '10.0.0.0/8',
  regions: {
    'eu-central-1': { number: 0, clusters: { shop: 0, search: 1 } },
    fra1: { number: 2, clusters: { edge: 0, mail: 1 } },
  },
  networks: { office: '192.168.0.0/16' },
  peerings: [['shop', 'search', 'edge', 'office']],
};

type Changes = { readonly [name: string]: Partial<ClusterProps> };

const folder = emptyFolder();
let count = 0;

/** An app with clusters of a fleet. */
function build(changes: Changes, props: FleetProps = given) {
  const app = new App({ outdir: join(folder, String((count += 1))) });
  const fleet = new Fleet(props);
  const clusters = Object.entries(changes).map(([name, change]) => {
    const pools = [{ name: 'general', cpu: 2, memoryGiB: 4, min: 1 }];
    const deliveries = [new Manifests()];
    return new Cluster(app, name, { kubernetes: '1.36', infrastructure: eks(), pools, deliveries, fleet, ...change });
  });
  return { app, clusters };
}

function problemsOf(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    if (error instanceof ClusterError) return error.problems.map(({ path, code }) => `${path} ${code}`);
    throw error;
  }
  return [];
}

const rangesOf = ({ plan: { addresses } }: Cluster) => [addresses.network, addresses.pods, addresses.services];

describe('a cluster of a fleet', () => {
  it('takes its ranges by its name, on any cloud, without a word more', () => {
    const { app, clusters } = build({ shop: {}, edge: { infrastructure: doks() }, mail: { infrastructure: doks() } });
    expect(problemsOf(app)).toEqual([]);
    expect(clusters.map(rangesOf)).toEqual([
      ['10.0.128.0/18', '10.0.0.0/17', '10.0.192.0/20'],
      ['10.32.128.0/18', '10.32.0.0/17', '10.32.192.0/20'],
      ['10.33.128.0/18', '10.33.0.0/17', '10.33.192.0/20'],
    ]);
    expect(clusters.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('is planned the same whichever clusters are beside it', () => {
    const one = build({ shop: {} });
    const all = build({ search: {}, edge: { infrastructure: doks() }, shop: {} });
    for (const { app } of [one, all]) expect(problemsOf(app)).toEqual([]);
    const plan = ({ app }: typeof one) => filesOf(app.outdir)['shop.plan.json'];
    expect(plan(one)).toBe(plan(all));
  });

  it('keeps a network that exists already, and takes the rest from the fleet', () => {
    const { clusters } = build({
      search: { infrastructure: existing(), network: new Cilium({ ipam: 'cluster-pool' }) },
    });
    expect(clusters.map(rangesOf)).toEqual([['10.0.0.0/16', '10.1.0.0/17', '10.1.192.0/20']]);
  });

  it('keeps ranges for pods and Services as well, if they are parts of the network that exists', () => {
    const addresses: AddressDefaults = { ...existing().addresses, inNetwork: ['pods', 'services'] };
    const infrastructure = Object.create(existing(), { addresses: { value: addresses } }) as Eks;
    const { clusters } = build({ search: { infrastructure, network: new Cilium({ ipam: 'cluster-pool' }) } });
    expect(clusters.map(rangesOf)).toEqual([[addresses.network, addresses.pods, addresses.services]]);
  });

  it('may have ranges of its own', () => {
    const { clusters } = build({ shop: { addresses: { services: '172.30.0.0/16' } } });
    expect(clusters.map(rangesOf)).toEqual([['10.0.128.0/18', '10.0.0.0/17', '172.30.0.0/16']]);
  });

  it('is told once, with the others, that the fleet makes networks too small', () => {
    const small = { ...given, prefixes: { network: 27 } };
    const { app } = build({ shop: {}, search: {} }, small);
    expect(problemsOf(app)).toEqual(['fleet/prefixes/network ADDRESSES']);
    const regions = { here: { number: 0, clusters: { shop: { number: 0, prefixes: { network: 27 } } } } };
    const { app: other } = build({ shop: {} }, { supernet: '10.0.0.0/8', regions });
    expect(problemsOf(other)).toEqual(['fleet/regions/here/clusters/shop/prefixes/network ADDRESSES']);
  });

  it('is not compared by what stands in for ranges that a network has', () => {
    const { app } = build({ shop: {} }, { ...given, networks: { office: '10.0.0.0/16' } });
    expect(problemsOf(app)).toEqual(['fleet/regions/eu-central-1/clusters/shop FLEET-NUMBER']);
  });

  it('is told what helps where its network is there already', () => {
    const infrastructure = new Eks({
      region: 'eu-central-1',
      publicAccess,
      network: { ...network, cidr: '172.16.0.0/16' },
    });
    const { clusters } = build({ shop: { infrastructure }, search: { infrastructure } });
    expect(clusters[1]?.problems.map(({ code, fix }) => `${code} ${fix}`)).toEqual([
      "CNI-17 use a network that is disjoint, or take one of the two out of 'peerings'",
    ]);
  });

  it('is planned without an app too', () => {
    const { plan, problems } = planOf({ infrastructure: eks(), fleet: new Fleet(given), name: 'search' });
    expect(problems).toEqual([]);
    expect(plan?.addresses.network).toBe('10.1.128.0/18');
  });
});

describe('every number of a fleet that says nothing of sizes', () => {
  const regions = Object.fromEntries(sixteen(number => [`r${number}`, { number, clusters: clustersIn(number) }]));
  const fleet = new Fleet({ supernet: '10.0.0.0/8', regions });

  /** What a cloud finds wrong with the ranges of each cluster, by its network. */
  function refused(infrastructure: Infrastructure): string[] {
    const names = [...fleet.clusters.keys()];
    expect(names).toHaveLength(256);
    return names.flatMap(name => {
      const pools = [{ name: 'general', cpu: 2, memoryGiB: 8, min: 1, max: 100 }];
      const { problems, warnings } = planOf({ infrastructure, pools, fleet, name });
      const about = [...problems, ...warnings].filter(({ path }) => path.includes('/addresses'));
      return about.map(({ code }) => `${code} ${fleet.addresses(name).network}`);
    });
  }

  it.each([
    ['Eks', eks()],
    ['Gke', new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess })],
  ])('gives ranges that %s takes, for a hundred nodes', (_, infrastructure) => {
    expect(refused(infrastructure)).toEqual([]);
  });

  it('gives ranges that Doks takes too, but for those that DigitalOcean keeps for itself', () => {
    const numbers = [19, 229, 244, 245, 246];
    const networks = refused(doks()).map(line => Number(line.split('.')[1]));
    expect([...new Set(networks)]).toEqual(numbers);
  });
});

function sixteen<T>(make: (number: number) => T): T[] {
  return Array.from({ length: 16 }, (_, number) => make(number));
}

function clustersIn(region: number): { [name: string]: number } {
  return Object.fromEntries(sixteen(number => [`c${region}-${number}`, number]));
}

describe('peers', () => {
  it.each<[string, Changes, string[]]>([
    [
      'networks',
      { shop: {}, search: { addresses: { network: '10.0.160.0/19' } } },
      ['search/addresses/network CNI-17'],
    ],
    [
      'a network that exists already',
      { shop: {}, search: { infrastructure: existing() } },
      ['search/addresses/network CNI-17', 'search/addresses/network CNI-17'],
    ],
    ["an office's network", { shop: { addresses: { network: '192.168.0.0/20' } } }, ['shop/addresses/network CNI-17']],
    [
      'Services, with the nodes of another cloud',
      { edge: { infrastructure: doks() }, shop: { addresses: { services: '10.32.160.0/20' } } },
      ['shop/addresses/services CNI-17'],
    ],
  ])('are refused for sharing %s', (_, changes, problems) => {
    const { app } = build(changes);
    expect(problemsOf(app)).toEqual(problems);
    expect(filesOf(app.outdir)).toEqual({});
  });

  const pods = { addresses: { pods: '10.250.0.0/16' } };
  const meshed = (clusterId?: number) => ({
    ...pods,
    network: new Cilium({ ipam: 'cluster-pool', ...(clusterId && { clusterId }) }),
  });

  it('are refused for sharing a range of pods that are in one mesh, and warned of it else', () => {
    const apart = build({ shop: meshed(), search: meshed() });
    expect(problemsOf(apart.app)).toEqual([]);
    expect(apart.clusters[1]?.warnings.map(({ code }) => code)).toContain('CNI-17');
    expect(problemsOf(build({ shop: meshed(1), search: meshed() }).app)).toEqual([]);
    expect(problemsOf(build({ shop: meshed(1), search: meshed(2) }).app)).toEqual(['search/addresses/pods CNI-17']);
  });

  it('are told apart from clusters that share a range and are none', () => {
    const { app } = build({ shop: {}, mail: { addresses: { network: '10.0.160.0/19' } } });
    expect(problemsOf(app)).toEqual([]);
  });

  const services = { addresses: { services: '172.30.0.0/16' } };

  it('are warned of sharing what nobody outside sees, and may acknowledge it', () => {
    const { app, clusters } = build({ shop: services, search: services });
    expect(problemsOf(app)).toEqual([]);
    const [shop, search] = clusters as [Cluster, Cluster];
    expect(shop.warnings).toEqual([]);
    expect(search.plan.warnings).toEqual([
      {
        code: 'CNI-17',
        at: 'addresses/services',
        because:
          "addresses.services 172.30.0.0/16 overlaps addresses.services 172.30.0.0/16 of 'shop', which it is peered with: neither is seen outside of its cluster, but no mesh and no flat network can hold both",
        fix: 'leave the range to the fleet, or choose a disjoint one',
      },
    ]);
    const acknowledge = [{ code: 'CNI-17', because: 'they meet through a gateway only' }];
    expect(build({ shop: services, search: { ...services, acknowledge } }).clusters[1]?.warnings).toEqual([]);
    expect(build({ shop: { acknowledge } }).clusters[0]?.warnings.map(({ code }) => code)).toEqual([
      'ACKNOWLEDGE-STALE',
    ]);
  });
});

describe('a fleet that is wrong', () => {
  it('is told of once, with what is wrong with its clusters', () => {
    const wrong = { ...given, peerings: [['shop', 'nobody']] };
    const { app, clusters } = build({ shop: { kubernetes: '1.2' }, search: {} }, wrong);
    expect(clusters.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ['FLEET-NAME', 'VERSION'],
      ['FLEET-NAME'],
    ]);
    expect(problemsOf(app)).toEqual(['fleet/peerings/0 FLEET-NAME', 'shop/kubernetes VERSION']);
    expect(filesOf(app.outdir)).toEqual({});
  });

  it('is one that does not have the cluster', () => {
    const { app } = build({ serach: {}, hr: {} });
    expect(problemsOf(app)).toEqual(['serach/fleet FLEET-NAME', 'hr/fleet FLEET-NAME']);
  });

  it.each<[string, unknown]>([
    ['an object', {}],
    ['text', 'fleet'],
    ['null', null],
    ["a fleet's props", given],
  ])('is also what is none: %s', (_, fleet) => {
    const { app } = build({ shop: { fleet: fleet as never } });
    expect(problemsOf(app)).toEqual(['shop/fleet PROPS']);
  });
});
