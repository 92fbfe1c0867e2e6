import { settingsOf } from '../../../lib/shape';
import {
  CONTRACT,
  type AddressDefaults,
  type Adoption,
  type Data,
  type Decisions,
  type Finding,
  type Infrastructure,
  type Item,
  type Machine,
  type Platform,
  type Plugin,
  type Pool,
  type PoolDemand,
  type PoolRequest,
  type Provided,
  type Provisioned,
  type Provisioning,
  type Refusal,
  type Rule,
  type VersionWindows,
} from '../../../lib/spi';
import { DEFAULT_ADDRESSES } from './addresses';
import { adoptPlugin } from './adopt';
import { consume } from './consume';
import { offers, provided } from './offers';
import { heirOf } from './pools';
import { propFindings, type DoksProps } from './props';
import { isOpen, provisionDoks } from './provision';
import { doksRules } from './rules';
import { selectMachine } from './select';
import { storageRules } from './storage';
import { versionWindows } from './versions';

const NAME = 'doks';

/** What names of nodes and of the VPC are made of. */
const NAME_PATTERN = { pattern: '[a-z]([a-z0-9-]*[a-z0-9])?', words: 'lower-case letters, digits and inner hyphens' };

/**
 * DigitalOcean Kubernetes: the service runs the control plane, the nodes' operating system, the network (Cilium, with pods in the VPC)
 * and the volumes' driver, so plugins for those are adopted as far as the service goes, and refused beyond.
 *
 * Terraform's token comes from `DIGITALOCEAN_TOKEN`, and `doctl` must be there for whatever talks to the cluster.
 *
 * @example new Doks({ region: 'fra1', publicAccess: ['203.0.113.0/24'] })
 * @see https://docs.digitalocean.com/products/kubernetes/
 */
export class Doks implements Infrastructure {
  readonly contract = CONTRACT;
  readonly socket = 'infrastructure';
  readonly name = NAME;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];
  readonly sockets = { storage: 'open', mesh: 'open', delivery: 'open' } as const;
  /** A region is one datacenter. */
  readonly zones: readonly string[];
  readonly addresses: AddressDefaults;
  readonly versions: VersionWindows;
  readonly names = {
    cluster: { ...NAME_PATTERN, maxLength: 63 },
    // A node is called by its pool, a hyphen and five more characters.
    pool: { ...NAME_PATTERN, maxLength: 57 },
  };
  readonly facts = ['cluster/name', 'endpoint/url', 'endpoint/host', 'endpoint/port'];

  constructor(private readonly props: DoksProps) {
    this.settings = settingsOf(props ?? {});
    this.findings = propFindings(props);
    this.rules = [...doksRules(NAME, props ?? {}), ...storageRules];
    this.zones = [props?.region];
    this.addresses = props?.network
      ? { ...DEFAULT_ADDRESSES, network: props.network.cidr, existing: true }
      : DEFAULT_ADDRESSES;
    this.versions = versionWindows(props?.versions);
  }

  provides(platform: Platform): readonly Provided[] {
    return provided(platform.kubernetes);
  }

  /** Only word of what the service brings by itself. */
  contribute({ cluster }: Decisions): readonly Item[] {
    return offers(NAME, cluster.kubernetes);
  }

  adopt(plugin: Plugin, platform: Platform): Adoption | undefined {
    return adoptPlugin(plugin, platform);
  }

  consumes(item: Item): true | Refusal | undefined {
    return consume(item, isOpen(this.props.publicAccess));
  }

  select(pool: PoolRequest, demands: readonly PoolDemand[]): Machine | Refusal {
    return selectMachine(pool, demands, this.props);
  }

  successor(pool: Pool, before: readonly Pool[], now: readonly Pool[]): Pool | undefined {
    return heirOf(pool, before, now);
  }

  provision(context: Provisioning): Provisioned {
    return provisionDoks(context, this.props);
  }
}
