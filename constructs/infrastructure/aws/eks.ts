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
import type { EksProps } from './props';
import { provisionEks } from './provision';
import { eksRules } from './rules';
import { selectMachine } from './select';
import { divide } from './subnets';

const NAME = 'eks';

/** Ranges that keep clear of each other; Services have the range that EKS itself would choose beside a VPC in 10.0.0.0/8. */
const ADDRESSES: AddressDefaults = { network: '10.0.0.0/16', pods: '10.244.0.0/16', services: '172.20.0.0/16' };

const NAMES = { pattern: '[0-9A-Za-z][A-Za-z0-9_-]*', words: 'letters, digits, hyphens and underscores' };

/** A pool of Auto Mode is a Kubernetes object, beside two of EKS's own. */
const OBJECT_NAMES = {
  pattern: '(?!(system|general-purpose)$)[a-z0-9]([a-z0-9-]*[a-z0-9])?',
  words:
    "lower-case letters, digits and inner hyphens, other than 'system' and 'general-purpose', which EKS has itself",
};

/**
 * Amazon EKS: a managed control plane, and managed node groups or Auto Mode. Private, encrypted and logged unless told otherwise.
 *
 * Terraform's credentials come from the environment, and `aws` must be there for whatever talks to the cluster.
 *
 * @example new Eks({ region: 'eu-central-1', publicAccess: ['203.0.113.0/24'] })
 * @see https://docs.aws.amazon.com/eks/
 */
export class Eks implements Infrastructure {
  readonly contract = CONTRACT;
  readonly socket = 'infrastructure';
  readonly name = NAME;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];
  readonly sockets = { network: 'open', storage: 'open', mesh: 'open', delivery: 'open' } as const;
  readonly zones: readonly string[];
  readonly addresses: AddressDefaults;
  readonly versions: VersionWindows;
  readonly names: Infrastructure['names'];
  readonly facts = ['cluster/name', 'endpoint/url', 'endpoint/host', 'endpoint/port'];
  private readonly autoMode: boolean;

  constructor(private readonly props: EksProps) {
    const given = props ?? {};
    this.settings = settingsOf(given);
    this.findings = propFindings(props);
    const sound = this.findings.length === 0;
    this.autoMode = given.autoMode === true;
    this.names = {
      cluster: { ...NAMES, maxLength: 100 },
      pool: { ...(this.autoMode ? OBJECT_NAMES : NAMES), maxLength: 63 },
    };
    this.versions = versionWindows(sound ? given.versions : []);
    this.rules = sound ? eksRules(NAME, given, this.versions) : [];
    this.zones = sound ? zonesOf(given) : [];
    this.addresses = given.network ? { ...ADDRESSES, network: given.network.cidr, existing: true } : ADDRESSES;
  }

  provides(): readonly Provided[] {
    return offers(this.props);
  }

  contribute(decisions: Decisions): readonly Item[] {
    return contributions(NAME, decisions, this.props);
  }

  adopt(plugin: Plugin, platform: Platform): Adoption | undefined {
    return adoptPlugin(plugin, platform, this.autoMode);
  }

  consumes(item: Item): true | Refusal | undefined {
    return consume(item, this.props);
  }

  select(pool: PoolRequest, demands: readonly PoolDemand[]): Machine | Refusal {
    return selectMachine(NAME, pool, demands, this.props);
  }

  subnets(network: Cidr, zones: readonly string[]): readonly Subnet[] | Refusal {
    return this.props.network ? [] : divide(network, zones, this.autoMode);
  }

  provision(context: Provisioning): Provisioned {
    return provisionEks(context, this.props);
  }
}
