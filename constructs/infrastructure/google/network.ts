import type * as Address from '@cdktf/provider-google/lib/compute-address';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { Fn, Token, type ITerraformDependable } from 'cdktf';
import { isExpression, isTerraformValue } from '../../../lib/plan/terraform-values';
import type { Cidr } from '../../../lib/spi';
import { hostOf } from './place';
import type { CloudNat, ExistingGoogleNetwork, SubnetFlowLogs } from './props';
import type { Services } from './services';
import type { Site } from './site';

/** The network that a cluster lives in. */
export interface Network {
  /** The VPC, by name or self link. */
  readonly network: string;
  /** The VPC's name, or its path in another project, which hosts it. */
  readonly name: string;
  /** The project that hosts it. @default - the cluster's own */
  readonly project?: string;
  readonly subnetwork: string;
  /** The subnet's secondary range for pods, by name. */
  readonly pods: string;
  /** The subnet's secondary range for Services, by name. */
  readonly services: string;
  /** Where the control plane's addresses are. */
  readonly controlPlane: Cidr;
  /** What nodes need to reach anything outside. */
  readonly wayOut: readonly ITerraformDependable[];
}

/** Makes the network, or takes the one that is there. */
export function networkOf(site: Site, services: Services): Network {
  return site.props.network ? existing(site.props.network, site.props.project) : create(site, services);
}

function existing(given: ExistingGoogleNetwork, own: string): Network {
  const { network, subnetwork, pods, services, controlPlane } = given;
  const names = { pods: pods.name, services: services.name };
  return { network, ...placeOf(network, own), subnetwork, ...names, controlPlane, wayOut: [] };
}

/** What a self link begins with, as Terraform writes a pattern. */
const LINK = '/^https:.*[/]compute[/][^/]+[/]/';
const PROJECT = 'projects/([^/]+)/';

/** A VPC that another project shares has its firewall there. What only Terraform knows, Terraform takes apart. */
function placeOf(network: string, own: string): Pick<Network, 'name' | 'project'> {
  if (isTerraformValue(network)) {
    const project = Token.asString(Fn.try([Fn.element(Fn.regex(PROJECT, network), 0), own]));
    return { name: Fn.replace(network, LINK, ''), project };
  }
  if (isExpression(network)) {
    return {
      name: `\${replace("${network}", "${LINK}", "")}`,
      project: `\${try(regex("${PROJECT}", "${network}")[0], "${own}")}`,
    };
  }
  const project = hostOf(network, own);
  if (project === undefined) return { name: network.slice(network.lastIndexOf('/') + 1) };
  return { name: network.replace(new RegExp(LINK.slice(1, -1)), ''), project };
}

function create(site: Site, services: Services): Network {
  const { main, name, plan, props } = site;
  const network = new ComputeNetwork(main, 'network', {
    name,
    autoCreateSubnetworks: false,
    routingMode: 'REGIONAL',
    dependsOn: services('compute'),
  });
  const subnet = new ComputeSubnetwork(main, 'nodes', {
    name: site.nameOf('nodes'),
    region: props.region,
    network: network.id,
    ipCidrRange: subnetCidr(site, 'nodes'),
    secondaryIpRange: [
      { rangeName: 'pods', ipCidrRange: plan.addresses.pods },
      { rangeName: 'services', ipCidrRange: plan.addresses.services },
    ],
    // Images and logs do not go through the NAT.
    privateIpGoogleAccess: true,
    ...(props.flowLogs && { logConfig: flowLogs(props.flowLogs) }),
  });
  return {
    network: network.id,
    name,
    subnetwork: subnet.id,
    pods: 'pods',
    services: 'services',
    controlPlane: subnetCidr(site, 'control-plane'),
    wayOut: [createNat(site, network, subnet)],
  };
}

function subnetCidr(site: Site, name: 'nodes' | 'control-plane'): Cidr {
  const subnet = site.plan.addresses.subnets.find(each => each.name === name);
  if (!subnet) throw new Error(`the plan has no subnet '${name}'`);
  return subnet.cidr;
}

function flowLogs({ sampling = 0.5, interval = 'INTERVAL_5_SEC' }: SubnetFlowLogs) {
  return { flowSampling: sampling, aggregationInterval: interval, metadata: 'INCLUDE_ALL_METADATA' };
}

/** @see https://cloud.google.com/nat/docs/gke-example */
function createNat(site: Site, network: ComputeNetwork, subnet: ComputeSubnetwork): ComputeRouterNat {
  const { main, name, props } = site;
  const { addresses = 0, minPortsPerVm = 64, log = 'ERRORS_ONLY' } = props.nat ?? {};
  const router = new ComputeRouter(main, 'router', { name, region: props.region, network: network.id });
  return new ComputeRouterNat(main, 'nat', {
    name,
    region: props.region,
    router: router.name,
    ...(addresses > 0
      ? { natIpAllocateOption: 'MANUAL_ONLY', natIps: staticAddresses(site, addresses) }
      : { natIpAllocateOption: 'AUTO_ONLY' }),
    sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
    subnetwork: [{ name: subnet.id, sourceIpRangesToNat: ['ALL_IP_RANGES'] }],
    // A machine's pods share its ports: one that needs more than the least gets them.
    enableDynamicPortAllocation: true,
    enableEndpointIndependentMapping: false,
    minPortsPerVm,
    logConfig: natLog(log),
  });
}

function natLog(log: NonNullable<CloudNat['log']>) {
  return log === 'NONE' ? { enable: false, filter: 'ALL' } : { enable: true, filter: log };
}

function staticAddresses(site: Site, count: number): string[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded by who has one
  const { ComputeAddress } = require('@cdktf/provider-google/lib/compute-address') as typeof Address;
  return Array.from({ length: count }, (_, place) => {
    const address = new ComputeAddress(site.main, `nat-address-${place}`, {
      name: site.nameOf('nat', String(place)),
      region: site.props.region,
      // One that is taken away is in use until the NAT has let it go.
      lifecycle: { createBeforeDestroy: true },
    });
    return address.selfLink;
  });
}
