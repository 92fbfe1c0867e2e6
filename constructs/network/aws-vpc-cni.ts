import { routablePodPorts } from '../../lib/routable-pods';
import { settingsOf, shapeFindings } from '../../lib/shape';
import {
  CONTRACT,
  type Data,
  type Decisions,
  type Finding,
  type Item,
  type Needed,
  type Plugin,
  type PoolDemand,
  type Provided,
  type Rule,
} from '../../lib/spi';
import { awsVpcCniProps, type AwsVpcCniProps, type CustomNetworking } from './aws-vpc-cni-props';
import { awsVpcCniRules } from './aws-vpc-cni-rules';
import { merge, type Values } from './chart-values';

export type { AwsVpcCniProps, CustomNetworking } from './aws-vpc-cni-props';

const NAME = 'aws-vpc-cni';
const ADDON = 'vpc-cni';
const AGENT = 'aws-node';
const DROP_POLICY = `drop networkPolicy of '${NAME}', or keep one of them`;

/**
 * The Amazon VPC CNI: pods have addresses of the VPC, taken from their node's network interfaces. EKS brings it by itself; name it to
 * set it up otherwise.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html
 */
export class AwsVpcCni implements Plugin<'network'> {
  readonly contract = CONTRACT;
  readonly socket = 'network';
  readonly name = NAME;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: AwsVpcCniProps = {}) {
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(awsVpcCniProps, props, 'network');
    this.rules = awsVpcCniRules(props ?? {});
  }

  needs(): readonly Needed[] {
    return [
      {
        capability: 'addons',
        because: 'it is installed and upgraded as an add-on of EKS',
        fix: "use 'Eks', or drop this network",
      },
    ];
  }

  provides(): readonly Provided[] {
    const { networkPolicy, securityGroupsForPods } = this.props;
    const supply = networkPolicy ? 'always' : 'if-needed';
    return [
      { capability: 'network/pods', value: 'routable', exclusive: true },
      { capability: 'network/addon' },
      { capability: 'network/chaining' },
      ...(networkPolicy === false
        ? []
        : [{ capability: 'network/policy', exclusive: true, supply, fix: DROP_POLICY } as const]),
      ...(securityGroupsForPods
        ? [{ capability: 'network/pod-security-groups', value: securityGroupsForPods } as const]
        : []),
    ];
  }

  demands(): PoolDemand {
    const { prefixDelegation, customNetworking } = this.props;
    return {
      by: NAME,
      because: "pods take addresses of their node's network interfaces",
      podAddresses: prefixDelegation ? 'interface-prefixes' : 'interface-addresses',
      // The first interface is in the node's own subnet, where pods shall not be.
      ...(customNetworking && { reservedInterfaces: 1 }),
    };
  }

  contribute(decisions: Decisions): readonly Item[] {
    const enforces = decisions.suppliers('network/policy').includes(NAME);
    return [
      ...routablePodPorts(NAME),
      {
        kind: 'identity',
        id: AGENT,
        by: NAME,
        because: 'its agents give their own machine interfaces and addresses',
        stage: 'control-plane',
        spec: {
          namespace: 'kube-system',
          serviceAccount: AGENT,
          grants: { aws: { managed: ['AmazonEKS_CNI_Policy'] } },
        },
      },
      this.addon(enforces, decisions.has('network/address-annotations')),
      ...(enforces ? [POLICY] : []),
    ];
  }

  private addon(enforces: boolean, annotates: boolean): Item {
    const { version } = this.props;
    const configuration = configurationOf(this.props, enforces, annotates);
    return {
      kind: 'addon',
      id: ADDON,
      by: NAME,
      because: 'nodes are Ready once its agent has wired them',
      stage: 'control-plane',
      after: [`identity/${AGENT}`],
      spec: {
        name: ADDON,
        ...(version && { version }),
        ...(Object.keys(configuration).length > 0 && { configuration }),
        identities: [AGENT],
      },
    };
  }
}

const POLICY: Item = {
  kind: 'offer',
  id: 'network-policy',
  by: NAME,
  because: 'its agents enforce network policies',
  stage: 'control-plane',
  spec: { type: 'network-policy', name: NAME, details: { kinds: ['NetworkPolicy'], http: false } },
};

/** The add-on's configuration, in which truth and numbers are text. */
function configurationOf(props: AwsVpcCniProps, enforces: boolean, annotates: boolean): Values {
  const { customNetworking, securityGroupsForPods } = props;
  const env = environment(props, annotates);
  return merge(
    Object.keys(env).length > 0 ? { env } : {},
    enforces || props.networkPolicy === false ? { enableNetworkPolicy: String(enforces) } : {},
    customNetworking ? { eniConfig: eniConfig(customNetworking) } : {},
    // Without it kubelets cannot probe pods that have groups of their own.
    securityGroupsForPods === 'strict' ? { init: { env: { DISABLE_TCP_EARLY_DEMUX: 'true' } } } : {},
  );
}

/** @see https://github.com/aws/amazon-vpc-cni-k8s#cni-configuration-variables */
function environment(props: AwsVpcCniProps, annotates: boolean): { readonly [name: string]: string } {
  const entries: [string, string | number | undefined][] = [
    // The add-on gives its agents the permission by itself: they may patch pods.
    ['ANNOTATE_POD_IP', annotates ? 'true' : undefined],
    ['AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG', props.customNetworking && 'true'],
    ['ENABLE_POD_ENI', props.securityGroupsForPods && 'true'],
    ['ENABLE_PREFIX_DELEGATION', props.prefixDelegation ? 'true' : undefined],
    ['ENI_CONFIG_LABEL_DEF', props.customNetworking && 'topology.kubernetes.io/zone'],
    ['MINIMUM_IP_TARGET', props.minimumAddresses],
    ['POD_SECURITY_GROUP_ENFORCING_MODE', props.securityGroupsForPods],
    ['WARM_ENI_TARGET', props.warmInterfaces],
    ['WARM_IP_TARGET', props.warmAddresses],
    ['WARM_PREFIX_TARGET', props.warmPrefixes],
  ];
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]),
  );
}

/** One ENIConfig a zone, named like the label that nodes have. */
function eniConfig({ subnets, securityGroups }: CustomNetworking): Values {
  const zones = Object.keys(subnets).sort();
  const entries = zones.map(zone => [zone, { id: subnets[zone] as string, ...(securityGroups && { securityGroups }) }]);
  return { create: true, region: regionOf(zones[0] as string), subnets: Object.fromEntries(entries) as Values };
}

/** A zone's name starts with its region's: `us-east-1a`, `us-east-1-bos-1a`. */
function regionOf(zone: string): string {
  return /^[a-z]+(-[a-z]+)+-\d+/.exec(zone)?.[0] ?? zone;
}
