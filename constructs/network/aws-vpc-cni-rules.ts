import type { Decisions, Finding, Rule } from '../../lib/spi';
import type { AwsVpcCniProps } from './aws-vpc-cni-props';

const DOCS = 'https://docs.aws.amazon.com/eks/latest/userguide';
const VARIABLES = 'https://github.com/aws/amazon-vpc-cni-k8s#cni-configuration-variables';

/** What the Amazon VPC CNI cannot do, cannot do here, or should not do unasked. */
export function awsVpcCniRules(props: AwsVpcCniProps): readonly Rule[] {
  return [
    {
      code: 'VPC-CNI-01',
      severity: 'error',
      see: `${DOCS}/managing-vpc-cni.html`,
      check: decisions => {
        const addons = decisions.value('addons');
        return addons === undefined || addons === 'eks'
          ? []
          : [
              {
                because: `it is an add-on of EKS, and the add-ons here are those of '${String(addons)}'`,
                fix: 'drop this network',
              },
            ];
      },
    },
    {
      code: 'VPC-CNI-02',
      severity: 'error',
      see: `${DOCS}/cni-custom-network-tutorial.html`,
      check: decisions => subnetFindings(props, decisions),
    },
    { code: 'VPC-CNI-03', severity: 'error', see: VARIABLES, check: () => idleTargets(props) },
    { code: 'VPC-CNI-04', severity: 'warning', see: VARIABLES, check: () => frozenTargets(props) },
    {
      code: 'VPC-CNI-05',
      severity: 'warning',
      see: `${DOCS}/security-groups-for-pods.html`,
      check: ({ pools }) => {
        const burstable = pools.length > 0 && pools.every(({ answer }) => /^t\d/.test(answer.type));
        return props.securityGroupsForPods && burstable
          ? [
              {
                at: 'network/securityGroupsForPods',
                because:
                  "no machine type of the 't' family gives pods security groups of their own, and all pools are of it",
                fix: "name another 'machine' in a pool, or drop 'securityGroupsForPods'",
              },
            ]
          : [];
      },
    },
    {
      code: 'EKS-18',
      severity: 'error',
      see: `${DOCS}/cni-network-policy.html`,
      check: decisions => versionFindings(props, decisions.suppliers('network/policy').includes('aws-vpc-cni')),
    },
  ];
}

function subnetFindings({ customNetworking }: AwsVpcCniProps, decisions: Decisions): Finding[] {
  if (!customNetworking) return [];
  const used = [...new Set(decisions.pools.flatMap(pool => pool.zones))].sort();
  const given = Object.keys(customNetworking.subnets);
  const at = 'network/customNetworking/subnets';
  return [
    ...used
      .filter(zone => !given.includes(zone))
      .map(zone => ({
        at,
        because: `no pod on a node in '${zone}' would get an address: the zone has no subnet here`,
        fix: `add a subnet for '${zone}'`,
      })),
    ...given
      // Of existing subnets it may be known to nobody which zones they are in.
      .filter(zone => decisions.zones.length > 0 && !decisions.zones.includes(zone))
      .map(zone => ({
        at,
        value: zone,
        because: `the cluster has no zone '${zone}', but ${decisions.zones.join(', ')}`,
        fix: `correct or remove '${zone}'`,
      })),
  ];
}

/** Targets that another one overrides. */
function idleTargets(props: AwsVpcCniProps): Finding[] {
  const { prefixDelegation, warmAddresses, minimumAddresses, warmInterfaces, warmPrefixes } = props;
  const byAddresses =
    warmAddresses !== undefined ? 'warmAddresses' : minimumAddresses !== undefined ? 'minimumAddresses' : undefined;
  const idle = (prop: 'warmInterfaces' | 'warmPrefixes', because: string): Finding => ({
    at: `network/${prop}`,
    value: props[prop] ?? null,
    because,
    fix: `drop '${prop}'`,
  });
  return [
    ...(warmInterfaces !== undefined && byAddresses ? [idle('warmInterfaces', `'${byAddresses}' goes before it`)] : []),
    ...(warmPrefixes !== undefined && !prefixDelegation
      ? [idle('warmPrefixes', "there are no prefixes without 'prefixDelegation'")]
      : []),
    ...(warmPrefixes !== undefined && prefixDelegation && byAddresses
      ? [idle('warmPrefixes', `'${byAddresses}' goes before it`)]
      : []),
  ];
}

function frozenTargets({ minimumAddresses, warmAddresses }: AwsVpcCniProps): Finding[] {
  if (minimumAddresses === undefined || warmAddresses !== undefined) return [];
  return [
    {
      at: 'network/minimumAddresses',
      value: minimumAddresses,
      because: 'a node that takes these addresses and keeps none free never takes another',
      fix: "set 'warmAddresses' too",
    },
  ];
}

function versionFindings({ version }: AwsVpcCniProps, enforces: boolean): Finding[] {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  if (!enforces || major === undefined || Number(major) > 1 || Number(minor) >= 14) return [];
  return [
    {
      at: 'network/version',
      value: version ?? null,
      because: 'it enforces network policies from v1.14 on',
      fix: "use a newer 'version', or networkPolicy: false",
    },
  ];
}
