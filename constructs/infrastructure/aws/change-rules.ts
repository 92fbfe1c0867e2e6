import { differs, infrastructureBefore, type Difference } from '../../../lib/differences';
import type { Decisions, Finding, Plan, Rule } from '../../../lib/spi';
import { zonesOf } from './place';
import type { EksProps } from './props';

/** What `Eks` checks of the way from the last plan to this one. */
export function changeRules(by: string, props: EksProps): readonly Rule[] {
  return [
    {
      code: 'EKS-REPLACE',
      severity: 'consent',
      see: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster',
      check: (now, before) => (before ? replacements({ by, props, now, before }) : []),
    },
    {
      code: 'EKS-KEEP',
      severity: 'error',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html',
      check: (now, before) => (before ? impossible({ by, props, now, before }) : []),
    },
  ];
}

interface Change {
  readonly by: string;
  readonly props: EksProps;
  readonly now: Decisions;
  readonly before: Plan;
}

/** Changes that only another cluster can have. It would be made before this one goes, and fail, because the name is taken. */
function replacements(change: Change): Finding[] {
  const { by, props, now, before } = change;
  const old = infrastructureBefore(by, before);
  if (!old) return [];
  const differences: readonly Difference[] = [
    { at: 'infrastructure/region', from: old.region, to: props.region },
    { at: 'infrastructure/creatorAccess', from: old.creatorAccess ?? true, to: props.creatorAccess ?? true },
    { at: 'addresses/services', from: before.addresses.services, to: now.addresses.services },
  ];
  return differences.filter(differs).map(({ at, from, to }) => ({
    at,
    value: to ?? null,
    because: `going from ${String(from)} to ${String(to)} here needs a new cluster, and this one still has the name`,
    fix: 'keep what was deployed, or destroy the cluster first',
  }));
}

/** Changes that AWS refuses, or that the provider passes over in silence. */
function impossible(change: Change): Finding[] {
  const old = infrastructureBefore(change.by, change.before) as EksProps | undefined;
  if (!old || old.region !== change.props.region) return [];
  const [moved] = moves(change, old).filter(differs);
  const key = { at: 'infrastructure/secretsKeyArn', from: old.secretsKeyArn, to: change.props.secretsKeyArn };
  const zones = { at: 'infrastructure/zones', from: interfaceZones(old), to: interfaceZones(change.props) };
  const keep = ({ at }: Difference, because: string): Finding => ({
    at,
    because,
    fix: 'keep what was deployed, or make a second cluster',
  });
  return [
    ...(differs(key) ? [keep(key, 'EKS encrypts the Secrets of a cluster with the same key for ever')] : []),
    ...(moved ? [keep(moved, 'this is another VPC, and EKS leaves a cluster in the one that it was made in')] : []),
    ...(!moved && differs(zones)
      ? [keep(zones, 'EKS leaves the interfaces of the control plane in the zones where it made the first')]
      : []),
  ];
}

/** What makes a VPC another one: the id of one that exists, the range of a cluster's own. */
function moves({ props, now, before }: Change, old: EksProps): readonly Difference[] {
  const [from, to] = [old.network, props.network];
  return [
    { at: 'infrastructure/network/vpcId', from: from?.vpcId, to: to?.vpcId },
    ...(from || to ? [] : [{ at: 'addresses/network', from: before.addresses.network, to: now.addresses.network }]),
  ];
}

/** The zones of the control plane's network interfaces; of subnets without zones, nobody knows. */
function interfaceZones(props: EksProps): string | undefined {
  const ids = props.network && (props.network.controlPlaneSubnetIds ?? props.network.privateSubnetIds);
  if (Array.isArray(ids)) return undefined;
  return [...(ids ? Object.keys(ids) : zonesOf(props))].sort().join(', ');
}
