import { cidrRange, overlaps } from '../../lib/plan/cidr';
import { isTerraformValue } from '../../lib/plan/terraform-values';
import { minorNumber } from '../../lib/plan/version';
import type { Data, Decisions, Finding, Rule } from '../../lib/spi';
import { tierOf, type GoogleFilestoreProps } from './google-filestore-props';
import { keyRule, strangeZones } from './google-parameters';

/** Tiers that have neither NFS 4.1 nor keys of customers. */
const BASIC: readonly string[] = ['standard', 'premium', 'basic_hdd', 'basic_ssd'];

/** The prefixes of the ranges that the driver takes for instances. */
const PREFIX = { basic: 29, others: 26 } as const;

/** The GKE minor from which on the driver has NFS 4.1, and tier regional. */
const SINCE = 33;

/** What classes of Filestore are checked for. */
export function googleFilestoreRules(props: GoogleFilestoreProps): readonly Rule[] {
  return [
    {
      code: 'ST-36',
      severity: 'error',
      see: 'https://cloud.google.com/filestore/docs/csi-driver',
      check: decisions => [
        ...basic(props),
        ...multishare(props),
        ...connection(props),
        ...range(props, decisions),
        ...strangeZones(props, decisions),
        ...minors(props, decisions),
      ],
    },
    keyRule(props, { service: 'Filestore', agent: 'cloud-filer.iam.gserviceaccount.com' }),
  ];
}

const finding = (
  { name }: GoogleFilestoreProps,
  prop: keyof GoogleFilestoreProps,
  value: Data,
  because: string,
  fix: string,
): Finding => ({ at: `storage/${name}/${prop}`, value, because, fix });

/** What basic instances do not have. */
function basic(props: GoogleFilestoreProps): readonly Finding[] {
  const tier = tierOf(props);
  if (!BASIC.includes(tier)) return [];
  const better = "choose tier 'zonal', 'regional' or 'enterprise', or leave it out";
  return [
    ...(props.protocol === 'NFS_V4_1'
      ? [finding(props, 'protocol', 'NFS_V4_1', `Filestore has no NFS 4.1 in tier '${tier}'`, better)]
      : []),
    ...(props.kmsKey !== undefined
      ? [finding(props, 'kmsKey', shown(props.kmsKey), `Filestore takes no keys in tier '${tier}'`, better)]
      : []),
  ];
}

function multishare(props: GoogleFilestoreProps): readonly Finding[] {
  const tier = tierOf(props);
  if (!props.multishare) {
    if (!props.maxVolumeGiB) return [];
    const because = "'maxVolumeGiB' is of shares, and each volume has an instance to itself";
    return [finding(props, 'maxVolumeGiB', props.maxVolumeGiB, because, 'remove it, or set multishare: true')];
  }
  return [
    ...(tier === 'enterprise'
      ? []
      : [finding(props, 'tier', tier, `instances of tier '${tier}' have one share`, "leave 'tier' out")]),
    ...(props.protocol === 'NFS_V4_1'
      ? [finding(props, 'protocol', 'NFS_V4_1', 'instances with several shares have NFS 3 alone', 'leave it out')]
      : []),
  ];
}

/** Each way to the VPC has a range of its own kind. */
function connection(props: GoogleFilestoreProps): readonly Finding[] {
  const { connectMode = 'DIRECT_PEERING', reservedIpv4Cidr, reservedIpRange, network } = props;
  if (connectMode === 'DIRECT_PEERING') {
    if (reservedIpRange === undefined) return [];
    const because = 'a peering takes its range by CIDR, and the driver passes a name over';
    return [
      finding(props, 'reservedIpRange', reservedIpRange, because, "give 'reservedIpv4Cidr', or PRIVATE_SERVICE_ACCESS"),
    ];
  }
  const because = 'a private connection takes its range by name, and the driver passes a CIDR over';
  return [
    ...(reservedIpv4Cidr === undefined
      ? []
      : [finding(props, 'reservedIpv4Cidr', reservedIpv4Cidr, because, "give 'reservedIpRange' in its place")]),
    ...(network && (isTerraformValue(network) || network.includes('/'))
      ? []
      : [
          finding(
            props,
            'network',
            network ?? null,
            'Filestore finds the VPC of a private connection by its full name only',
            "give 'network' as projects/…/global/networks/…",
          ),
        ]),
  ];
}

/** A range of instances must hold one, and nothing of the cluster's. */
function range(props: GoogleFilestoreProps, { addresses }: Decisions): readonly Finding[] {
  const { reservedIpv4Cidr: cidr } = props;
  if (cidr === undefined) return [];
  const say = (because: string, fix: string) => [finding(props, 'reservedIpv4Cidr', cidr, because, fix)];
  const prefix = BASIC.includes(tierOf(props)) ? PREFIX.basic : PREFIX.others;
  if (cidrRange(cidr).prefix > prefix) return say(`an instance takes a /${prefix} of it`, 'give a wider range');
  const taken = (['network', 'pods', 'services'] as const).find(each => overlaps(addresses[each], cidr));
  return taken
    ? say(`it overlaps ${addresses[taken]}, the cluster's '${taken}'`, 'give a range that is free in the VPC')
    : [];
}

function minors(props: GoogleFilestoreProps, { cluster }: Decisions): readonly Finding[] {
  if ((minorNumber(cluster.kubernetes) ?? 0) >= SINCE) return [];
  const late = (prop: 'tier' | 'protocol', value: string) =>
    finding(
      props,
      prop,
      value,
      `GKE has it from 1.${SINCE} on, and the cluster is of ${cluster.kubernetes}`,
      'upgrade the cluster first, or choose another',
    );
  return [
    ...(props.tier === 'regional' ? [late('tier', 'regional')] : []),
    ...(props.protocol === 'NFS_V4_1' ? [late('protocol', 'NFS_V4_1')] : []),
  ];
}

/** Terraform values have no place in messages. */
function shown(value: string): Data {
  return isTerraformValue(value) ? null : value;
}
