import { ClusterError, Fleet, type FleetProps } from 'tenon';

const europe = { number: 0, clusters: { shop: 0, search: 1 } };
const props: FleetProps = {
  supernet: '10.0.0.0/8',
  regions: { europe, america: { number: 1, clusters: { 'shop-us': 0 } } },
  peerings: [
    ['shop', 'search'],
    ['shop-us', 'shop'],
  ],
};

/** A fleet's problems as lines. */
function said(changes: object): string[] {
  return new Fleet({ ...props, peerings: [], ...changes }).problems.map(
    ({ path, code, because, fix }) => `${path} [${code}] ${because}: ${fix}`,
  );
}

describe('a fleet', () => {
  const fleet = new Fleet(props);

  it('gives each region a range, and each cluster three in its own', () => {
    expect(fleet.problems).toEqual([]);
    expect(Object.fromEntries(fleet.regions)).toEqual({ europe: '10.0.0.0/12', america: '10.16.0.0/12' });
    expect(Object.fromEntries(fleet.clusters)).toEqual({
      shop: { network: '10.0.128.0/18', pods: '10.0.0.0/17', services: '10.0.192.0/20' },
      search: { network: '10.1.128.0/18', pods: '10.1.0.0/17', services: '10.1.192.0/20' },
      'shop-us': { network: '10.16.128.0/18', pods: '10.16.0.0/17', services: '10.16.192.0/20' },
    });
  });

  it('answers by name', () => {
    expect(fleet.addresses('search').network).toBe('10.1.128.0/18');
    expect(fleet.summary('america')).toBe('10.16.0.0/12');
    expect(fleet.peersOf('shop')).toEqual(['search', 'shop-us']);
    expect(fleet.peersOf('search')).toEqual(['shop']);
    expect(fleet.peersOf('nobody')).toEqual([]);
  });

  it.each([
    ['a cluster', () => fleet.addresses('serach'), "no region of the fleet has a cluster 'serach'", "'search'"],
    ['a region', () => fleet.summary('europa'), "the fleet has no region 'europa'", "'europe'"],
  ])('says what was meant by the name of %s that it does not have', (_, ask, because, meant) => {
    expect(ask).toThrow(ClusterError);
    expect(ask).toThrow(`${because} [FLEET-NAME]: did you mean ${meant}? else add it`);
  });

  it('gives a larger cluster the numbers after its own, and a smaller one a part of its number', () => {
    const clusters = {
      large: { number: 4, prefixes: { network: 16, pods: 15 } },
      small: { number: 1, prefixes: { network: 24, pods: 22, services: 24 } },
    };
    const sized = new Fleet({ ...props, regions: { europe: { number: 0, clusters } }, peerings: [] });
    expect(sized.problems).toEqual([]);
    expect(sized.addresses('large')).toEqual({ network: '10.6.0.0/16', pods: '10.4.0.0/15', services: '10.7.0.0/20' });
    expect(sized.addresses('small')).toEqual({ network: '10.1.4.0/24', pods: '10.1.0.0/22', services: '10.1.5.0/24' });
  });

  it('keeps the order of ranges of one size', () => {
    const even = new Fleet({ ...props, prefixes: { network: 18, pods: 18, services: 18 } });
    expect(even.addresses('search')).toEqual({
      network: '10.1.0.0/18',
      pods: '10.1.64.0/18',
      services: '10.1.128.0/18',
    });
  });

  it('takes a prefix that is undefined for one that is not given', () => {
    const fleet = new Fleet({ ...props, prefixes: { pods: undefined } } as never);
    expect(fleet.addresses('shop').pods).toBe('10.0.0.0/17');
  });
});

describe('a fleet refuses', () => {
  it.each<[string, object, string[]]>([
    [
      'a supernet that is no range',
      { supernet: '10.0.0.1/8' },
      [
        "fleet/supernet [CIDR] '10.0.0.1/8' names an address inside its range: the range is 10.0.0.0/8: give a range such as '10.0.0.0/16'",
      ],
    ],
    [
      'a number that two clusters have, and names one that is free',
      { regions: { europe: { number: 0, clusters: { shop: 0, search: 0, mail: 1 } } } },
      [
        "fleet/regions/europe/clusters/search [FLEET-NUMBER] cluster 'search' has number 0, which 'shop' has already: give it 2, which is free",
      ],
    ],
    [
      'a number that two regions have',
      { regions: { europe, asia: { number: 0, clusters: { shogi: 0 } } } },
      [
        "fleet/regions/asia/number [FLEET-NUMBER] region 'asia' has number 0, which 'europe' has already: give it 1, which is free",
      ],
    ],
    [
      'a cluster for which the region has no room, though one is free',
      { regions: { europe: { number: 0, clusters: { shop: 0, search: 16 } } } },
      [
        "fleet/regions/europe/clusters/search [FLEET-NUMBER] cluster 'search' has number 16, and 10.0.0.0/12 has room for 16 of /16, numbers 0 to 15: give it 1, which is free",
      ],
    ],
    [
      'a cluster more than the region has room for',
      { prefixes: { region: 15 }, regions: { europe: { number: 0, clusters: { shop: 0, search: 1, mail: 2 } } } },
      [
        "fleet/regions/europe/clusters/mail [FLEET-NUMBER] cluster 'mail' has number 2, and 10.0.0.0/15 has room for 2 of /16, numbers 0 to 1: number one more region for what 'europe' has no room for, such as 'europe-2'",
      ],
    ],
    [
      'a region more than the supernet has room for',
      { supernet: '10.0.0.0/12', regions: { europe, america: { number: 1, clusters: {} } } },
      [
        "fleet/regions/america/number [FLEET-NUMBER] region 'america' has number 1, and 10.0.0.0/12 has room for 1 of /12, numbers 0 to 0: let 'supernet' grow from where it starts, or make a second fleet with a supernet of its own",
      ],
    ],
    [
      'a large cluster that does not begin where one may',
      { regions: { europe: { number: 0, clusters: { large: { number: 3, prefixes: { network: 16 } } } } } },
      [
        "fleet/regions/europe/clusters/large [FLEET-NUMBER] cluster 'large' has numbers 3 to 4, and must begin at a multiple of 2: give it 0, which is free",
      ],
    ],
    [
      'a cluster that is larger than its region',
      { regions: { europe: { number: 0, clusters: { huge: { number: 0, prefixes: { network: 11 } } } } } },
      [
        "fleet/regions/europe/clusters/huge [FLEET-NUMBER] cluster 'huge' has numbers 0 to 63, and 10.0.0.0/12 has room for 16 of /16, numbers 0 to 15: give it longer prefixes",
      ],
    ],
    [
      'numbers whose ranges a network has',
      { networks: { office: '10.0.64.0/24', mail: '192.168.0.0/16' } },
      [
        "fleet/regions/europe/clusters/shop [FLEET-NUMBER] cluster 'shop' has number 0, where 10.0.64.0/24 of network 'office' is: give it 2, which is free",
      ],
    ],
    [
      'a network that has all of the supernet',
      { networks: { office: '10.0.0.0/8', mail: '10.2.0.0/16' } },
      [
        "fleet/networks/office [FLEET-ROOM] network 'office' 10.0.0.0/8 takes all of the supernet 10.0.0.0/8, and leaves no cluster any of it: give the part of it that 'office' has, or another 'supernet'",
      ],
    ],
    [
      'lists of regions or of clusters, which have no numbers then',
      { regions: { europe: ['shop'], america: { number: 1, clusters: ['shop-us'] } } },
      [
        "fleet/regions/europe [PROPS] 'europe' is a list: give an object such as { number: 0, clusters: { a: 0, b: 1 } }",
        "fleet/regions/america/clusters [PROPS] 'clusters' is a list: give numbers by clusters' names, such as { a: 0, b: 1 }",
      ],
    ],
    [
      'regions that are larger than the supernet',
      { supernet: '10.0.0.0/16' },
      [
        "fleet/prefixes/region [FLEET-ROOM] a region's /12 does not fit into the supernet 10.0.0.0/16: give a larger 'supernet', or a longer 'prefixes.region'",
      ],
    ],
    [
      'clusters that are larger than a region',
      { prefixes: { region: 17 } },
      [
        "fleet/prefixes/region [FLEET-ROOM] a cluster's ranges take a /16 together, which does not fit into a region's /17: give 16 or less, or longer prefixes of 'network', 'pods' and 'services'",
      ],
    ],
    [
      'a name that is in two regions, or a network',
      {
        regions: { europe, america: { number: 1, clusters: { shop: 0, office: 1 } } },
        networks: { office: '192.168.0.0/16' },
      },
      [
        "fleet/regions/america/clusters/shop [DUPLICATE] 'shop' is also in region 'europe': give each a name of its own",
        "fleet/regions/america/clusters/office [DUPLICATE] 'office' is also in 'networks': give each a name of its own",
      ],
    ],
    [
      'peers that it does not have',
      { peerings: [['shop', 'serach', 'headquarters']] },
      [
        "fleet/peerings/0 [FLEET-NAME] the fleet has no cluster and no network 'serach': did you mean 'search'? else add it to a region or to 'networks', or remove it here",
        "fleet/peerings/0 [FLEET-NAME] the fleet has no cluster and no network 'headquarters': add it to a region or to 'networks', or remove it here",
      ],
    ],
    [
      'a peering of one',
      { peerings: [['shop']] },
      ["fleet/peerings/0 [PROPS] 'peerings' has 1 item: give groups of two names or more"],
    ],
    [
      'a value that only Terraform knows',
      { supernet: '${TfToken[TOKEN.1]}' },
      [
        "fleet/supernet [UNRESOLVED] 'supernet' is a Terraform value, known only when Terraform runs, and the plan needs it now: give a literal value",
      ],
    ],
    [
      'props of other shapes',
      { regions: { europe: { number: 0.5, clusters: { shop: -1 } } }, prefix: 4 },
      [
        "fleet/regions/europe/number [PROPS] 'number' is 0.5: give a whole number",
        "fleet/regions/europe/clusters/shop [PROPS] 'shop' is -1: give a number from 0 on",
        "fleet/prefix [PROPS] 'prefix' is not a known prop: did you mean 'prefixes'?",
      ],
    ],
  ])('%s', (_, changes, lines) => expect(said(changes)).toEqual(lines));

  it('no props at all, as JavaScript may pass them', () => {
    for (const none of [undefined, null, 7, {}, 'x']) {
      const { problems } = new Fleet(none as never);
      expect(problems).not.toEqual([]);
      for (const { code, path } of problems)
        expect({ code, path }).toEqual({ code: 'PROPS', path: expect.stringMatching(/^fleet(\/|$)/) });
    }
  });

  it('nothing to the clusters that are sound', () => {
    const faulty = new Fleet({ ...props, regions: { ...props.regions, asia: { number: 0, clusters: { shogi: 0 } } } });
    expect([...faulty.clusters.keys()]).toEqual(['shop', 'search', 'shop-us']);
    expect(() => faulty.addresses('shop')).toThrow(ClusterError);
  });
});
