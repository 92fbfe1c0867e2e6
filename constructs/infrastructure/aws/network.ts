import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { recordFlows } from './flow-logs';
import type { ExistingNetwork, SubnetIds } from './props';
import type { Site } from './site';
import { zoneSuffix } from './subnets';

/** The network that a cluster lives in. */
export interface Network {
  readonly vpcId: string;
  /** Subnets of the control plane's network interfaces. */
  readonly controlPlaneSubnetIds: readonly string[];
  /** Subnets that hold a mount target of a network file system each, in the main stack. */
  readonly mountSubnets: readonly { readonly name: string; readonly id: string }[];
  /** Subnets of nodes in some zones, for use in the stack around `at`. */
  nodeSubnetIds(zones: readonly string[], at: Construct): string[];
  /** What nodes need to reach anything outside. */
  readonly wayOut: readonly ITerraformDependable[];
}

/** Makes the network, or takes the one that is there. */
export function networkOf(site: Site): Network {
  return site.props.network ? existing(site.props.network) : create(site);
}

function existing(network: ExistingNetwork): Network {
  const { vpcId, privateSubnetIds, controlPlaneSubnetIds = privateSubnetIds } = network;
  return {
    vpcId,
    controlPlaneSubnetIds: idsIn(controlPlaneSubnetIds),
    mountSubnets: named(privateSubnetIds),
    nodeSubnetIds: zones => idsIn(privateSubnetIds, zones),
    wayOut: [],
  };
}

/** Ids without zones serve every pool. */
function idsIn(ids: SubnetIds, zones?: readonly string[]): string[] {
  if (Array.isArray(ids)) return [...(ids as readonly string[])];
  return Object.entries(ids).flatMap(([zone, id]) => (!zones || zones.includes(zone) ? [id as string] : []));
}

function named(ids: SubnetIds): { name: string; id: string }[] {
  const entries: [string, string][] = Array.isArray(ids)
    ? (ids as readonly string[]).map((id, place) => [String(place), id])
    : Object.entries(ids as { readonly [zone: string]: string });
  return entries.map(([name, id]) => ({ name, id }));
}

function create(site: Site): Network {
  const { main, name, plan } = site;
  const vpc = new Vpc(main, 'vpc', {
    cidrBlock: plan.addresses.network,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: name },
  });
  // Without rules: whoever forgets to name a security group reaches nothing.
  new DefaultSecurityGroup(main, 'default-security-group', { vpcId: vpc.id, tags: { Name: `${name}-default` } });
  const subnets = createSubnets(site, vpc);
  const routes = createRoutes(site, vpc, subnets);
  if (site.props.flowLogs) recordFlows(site, vpc.id, site.props.flowLogs);
  return {
    vpcId: vpc.id,
    controlPlaneSubnetIds: controlPlaneSubnets(site).map(({ name }) => subnets.get(name)?.id as string),
    mountSubnets: subnetsOf(site, 'private').map(({ name }) => ({ name, id: subnets.get(name)?.id as string })),
    nodeSubnetIds: (zones, at) =>
      subnetsOf(site, 'private')
        .filter(({ zone }) => zones.includes(zone))
        .map(({ name }) => site.idIn(at, subnets.get(name) as Subnet)),
    wayOut: routes,
  };
}

/** EKS Auto Mode starts machines where it has interfaces of its own, so these need a way out. */
function controlPlaneSubnets(site: Site) {
  return subnetsOf(site, site.props.autoMode ? 'private' : 'intra');
}

function subnetsOf(site: Site, tier: 'public' | 'private' | 'intra') {
  return site.plan.addresses.subnets.filter(subnet => subnet.tier === tier);
}

/** By these tags the load balancer controllers find the subnets for what faces the internet and what does not. */
const ROLE_TAGS = {
  public: { 'kubernetes.io/role/elb': '1' },
  private: { 'kubernetes.io/role/internal-elb': '1' },
  intra: {},
};

function createSubnets(site: Site, vpc: Vpc): ReadonlyMap<string, Subnet> {
  const made = site.plan.addresses.subnets.map(({ name, tier, zone, cidr }) => {
    const tags = { Name: `${site.name}-${name}`, [`kubernetes.io/cluster/${site.name}`]: 'shared', ...ROLE_TAGS[tier] };
    return [
      name,
      new Subnet(site.main, name, { vpcId: vpc.id, availabilityZone: zone, cidrBlock: cidr, tags }),
    ] as const;
  });
  return new Map(made);
}

const ANYWHERE = '0.0.0.0/0';

/** Public subnets lead to the internet, private ones to a NAT gateway, those of the control plane nowhere. */
function createRoutes(site: Site, vpc: Vpc, subnets: ReadonlyMap<string, Subnet>): ITerraformDependable[] {
  const { main, name } = site;
  const table = (id: string) =>
    new RouteTable(main, `routes-${id}`, { vpcId: vpc.id, tags: { Name: `${name}-${id}` } });
  const associate = (id: string, routes: RouteTable) =>
    new RouteTableAssociation(main, `association-${id}`, { subnetId: subnets.get(id)?.id, routeTableId: routes.id });

  const gateway = new InternetGateway(main, 'internet-gateway', { vpcId: vpc.id, tags: { Name: name } });
  const open = table('public');
  const out = new Route(main, 'route-public', {
    routeTableId: open.id,
    destinationCidrBlock: ANYWHERE,
    gatewayId: gateway.id,
  });
  const outside = subnetsOf(site, 'public').map(subnet => associate(subnet.name, open));
  const gateways = createNatGateways(site, subnets, [out, ...outside]);

  const closed = subnetsOf(site, 'intra').length > 0 ? [table('intra')] : [];
  const inside = closed.flatMap(routes => subnetsOf(site, 'intra').map(subnet => associate(subnet.name, routes)));
  const between = subnetsOf(site, 'private').map(subnet => {
    const routes = table(subnet.name);
    const nat = gateways.get(subnet.zone) ?? gateways.values().next().value;
    const through = { routeTableId: routes.id, destinationCidrBlock: ANYWHERE, natGatewayId: nat?.id };
    return {
      routes,
      route: new Route(main, `route-${subnet.name}`, through),
      association: associate(subnet.name, routes),
    };
  });
  const s3 = new VpcEndpoint(main, 's3', {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.${site.props.region}.s3`,
    vpcEndpointType: 'Gateway',
    routeTableIds: [...between.map(({ routes }) => routes), ...closed].map(({ id }) => id),
    tags: { Name: `${name}-s3` },
  });
  return [...inside, ...between.flatMap(({ route, association }) => [route, association]), s3];
}

/** An address is given back only by a gateway that still has its way out: hence `ready`. */
function createNatGateways(site: Site, subnets: ReadonlyMap<string, Subnet>, ready: ITerraformDependable[]) {
  const inPublic = subnetsOf(site, 'public').slice(0, site.props.nat === 'single' ? 1 : undefined);
  const made = inPublic.map(subnet => {
    const suffix = zoneSuffix(subnet.zone);
    const tags = { Name: `${site.name}-nat-${suffix}` };
    const address = new Eip(site.main, `address-${suffix}`, { domain: 'vpc', tags });
    const nat = new NatGateway(site.main, `nat-${suffix}`, {
      allocationId: address.allocationId,
      subnetId: subnets.get(subnet.name)?.id ?? '',
      tags,
      dependsOn: ready,
    });
    return [subnet.zone, nat] as const;
  });
  return new Map(made);
}
