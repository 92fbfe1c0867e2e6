import { settingsOf } from '../../../lib/shape';
import {
  CONTRACT,
  type AddressDefaults,
  type Adoption,
  type Cidr,
  type Data,
  type Decisions,
  type Finding,
  type Infrastructure,
  type Item,
  type Machine,
  type Platform,
  type Plugin,
  type PoolDemand,
  type PoolRequest,
  type Provided,
  type Provisioned,
  type Provisioning,
  type Refusal,
  type Rule,
  type Subnet,
  type VersionWindows,
} from '../../../lib/spi';
import { adoptPlugin } from './adopt';
import { versionWindows } from './catalogue';
import { consume } from './consume';
import { contributions } from './contributions';
import { offers } from './offers';
import { zonesOf } from './place';
import { propFindings } from './prop-findings';
import type { GkeProps } from './props';
import { provisionGke } from './provision';
import { gkeRules } from './rules';
import { selectMachine } from './select';
import { divide } from './subnets';

const NAME = 'gke';

/** 32,766 nodes' addresses, ranges of pods for 1,024 nodes, 4,096 Services. */
const ADDRESSES: AddressDefaults = {
  network: '10.0.0.0/16',
  pods: '10.4.0.0/14',
  services: '10.8.0.0/20',
  // Secondary ranges of the nodes' subnet.
  inNetwork: ['pods', 'services'],
};

/** What GKE takes as the name of a cluster and of a node pool. */
const NAMES = {
  pattern: '[a-z]([a-z0-9-]*[a-z0-9])?',
  words: 'lower-case letters, digits and inner hyphens, with a letter first',
  maxLength: 40,
};

/**
 * Google Kubernetes Engine in its Standard mode: a managed control plane, and node pools in a network of the cluster's own or in one
 * that exists. Private and encrypted unless told otherwise.
 *
 * Terraform's credentials come from the environment, and `gke-gcloud-auth-plugin` must be there for whatever talks to the cluster; it
 * uses gcloud's own login.
 *
 * @example new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess: ['203.0.113.0/24'] })
 * @see https://cloud.google.com/kubernetes-engine/docs
 */
export class Gke implements Infrastructure {
  readonly contract = CONTRACT;
  readonly socket = 'infrastructure';
  readonly name = NAME;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];
  readonly sockets = { storage: 'open', mesh: 'open', delivery: 'open' } as const;
  readonly zones: readonly string[];
  readonly addresses: AddressDefaults;
  readonly versions: VersionWindows;
  readonly names = { cluster: NAMES, pool: NAMES };
  readonly facts = ['cluster/name', 'endpoint/url', 'endpoint/host', 'endpoint/port', 'network/name'];

  constructor(private readonly props: GkeProps) {
    const given = props ?? {};
    this.settings = settingsOf(given);
    this.findings = propFindings(props);
    const sound = this.findings.length === 0;
    this.versions = versionWindows(sound ? given.versions : []);
    this.rules = sound ? gkeRules(NAME, given, this.versions) : [];
    this.zones = sound ? zonesOf(given) : [];
    this.addresses = sound ? addressesOf(given) : ADDRESSES;
  }

  provides(): readonly Provided[] {
    return offers(this.props);
  }

  contribute(decisions: Decisions): readonly Item[] {
    return contributions(NAME, decisions, this.props);
  }

  adopt(plugin: Plugin, platform: Platform): Adoption | undefined {
    return adoptPlugin(plugin, platform, this.props);
  }

  consumes(item: Item): true | Refusal | undefined {
    return consume(item, this.props);
  }

  select(pool: PoolRequest, demands: readonly PoolDemand[]): Machine | Refusal {
    return selectMachine(NAME, pool, demands, this.props);
  }

  subnets(network: Cidr): readonly Subnet[] | Refusal {
    return this.props.network ? [] : divide(network);
  }

  provision(context: Provisioning): Provisioned {
    return provisionGke(context, this.props);
  }
}

/** The ranges of the subnet that exists, or what a cluster's own has. */
function addressesOf({ network }: GkeProps): AddressDefaults {
  if (!network) return ADDRESSES;
  const { cidr, pods, services } = network;
  return { ...ADDRESSES, network: cidr, pods: pods.cidr, services: services.cidr, existing: true };
}
