import type { Data, Decisions, Item, ItemOf, Stage } from '../../../lib/spi';
import type { AddonOptions } from './props';
import { driverItems } from './storage';

/** What the user has to say of add-ons. */
export interface AddonChoice {
  readonly options: { readonly [name: string]: AddonOptions };
  readonly autoMode: boolean;
}

/** The add-ons of a cluster and the identities that they act with. */
export function addonItems(by: string, decisions: Decisions, { options, autoMode }: AddonChoice): readonly Item[] {
  const own = [...(autoMode ? [] : ownAddons(by, decisions)), ...driverItems(decisions, by)];
  const names = new Set(own.flatMap(item => (item.kind === 'addon' ? [item.spec.name] : [])));
  const further = Object.keys(options).filter(name => !names.has(name));
  return [
    ...own.map(item => (item.kind === 'addon' ? configured(item, options[item.spec.name]) : item)),
    ...further.map(name => configured(addon(by, name, 'nodes', "'addons' asks for it"), options[name])),
  ];
}

function ownAddons(by: string, decisions: Decisions): Item[] {
  const supplied = (capability: Parameters<Decisions['suppliers']>[0]) => decisions.suppliers(capability).includes(by);
  return [
    addon(by, 'eks-pod-identity-agent', 'control-plane', 'pods get the credentials of their roles from it'),
    ...(supplied('network/services')
      ? [addon(by, 'kube-proxy', 'control-plane', 'nodes need it to reach Services')]
      : []),
    ...(supplied('network/pods') ? vpcCni(by, decisions.has('network/address-annotations')) : []),
    ...(supplied('dns/cluster') ? [dns(by, decisions)] : []),
  ];
}

function addon(by: string, name: string, stage: Stage, because: string): ItemOf<'addon'> {
  return { kind: 'addon', id: name, by, because, stage, spec: { name } };
}

function configured(item: ItemOf<'addon'>, options: AddonOptions | undefined): ItemOf<'addon'> {
  if (!options) return item;
  const { version, configuration } = options;
  const merged = merge(item.spec.configuration ?? {}, configuration ?? {});
  return {
    ...item,
    spec: {
      ...item.spec,
      ...(version && { version }),
      ...(Object.keys(merged).length > 0 && { configuration: merged }),
    },
  };
}

type Configuration = NonNullable<AddonOptions['configuration']>;

/** What the user gives over what is there, but for variables of the environment, which are added one by one. */
function merge(own: Configuration, given: Configuration): Configuration {
  if (own.env === undefined || !isFields(given.env)) return { ...own, ...given };
  return { ...own, ...given, env: { ...(own.env as Configuration), ...given.env } };
}

function isFields(data: Data | undefined): data is Configuration {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** The pod network that EKS supports, with permissions of its own instead of the nodes'. */
function vpcCni(by: string, annotates: boolean): Item[] {
  const identity: ItemOf<'identity'> = {
    kind: 'identity',
    id: 'aws-node',
    by,
    because: "the VPC CNI takes pods' addresses from network interfaces that it makes",
    stage: 'control-plane',
    spec: {
      namespace: 'kube-system',
      serviceAccount: 'aws-node',
      grants: { aws: { managed: ['AmazonEKS_CNI_Policy'] } },
    },
  };
  const network = addon(by, 'vpc-cni', 'control-plane', 'pods get addresses of the VPC from it');
  // The add-on gives its agents the permission by itself: they may patch pods.
  const configuration = annotates && { configuration: { env: { ANNOTATE_POD_IP: 'true' } } };
  return [identity, { ...network, spec: { ...network.spec, ...configuration, identities: [identity.id] } }];
}

/** Cluster DNS; for another domain than its own, with a Corefile that says so. */
function dns(by: string, { addresses: { domain } }: Decisions): ItemOf<'addon'> {
  const item = addon(by, 'coredns', 'nodes', 'pods find Services by name through it');
  return domain === 'cluster.local'
    ? item
    : { ...item, spec: { ...item.spec, configuration: { corefile: corefile(domain) } } };
}

/** The add-on's own Corefile but for the domain. @see https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html */
function corefile(domain: string): string {
  return [
    '.:53 {',
    '    errors',
    '    health {',
    '        lameduck 5s',
    '    }',
    '    ready',
    `    kubernetes ${domain} in-addr.arpa ip6.arpa {`,
    '        pods insecure',
    '        fallthrough in-addr.arpa ip6.arpa',
    '    }',
    '    prometheus :9153',
    '    forward . /etc/resolv.conf',
    '    cache 30',
    '    loop',
    '    reload',
    '    loadbalance',
    '}',
    '',
  ].join('\n');
}
