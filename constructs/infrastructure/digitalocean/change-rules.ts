import { infrastructureBefore } from '../../../lib/differences';
import { isTerraformValue } from '../../../lib/plan/terraform-values';
import type { Data, Decisions, Finding, Plan, Rule } from '../../../lib/spi';
import { defaultPool, heirOf } from './pools';
import type { DoksProps } from './props';

/** What `Doks` checks of the way from the last plan to this one. */
export function changeRules(name: string, props: DoksProps): readonly Rule[] {
  return [
    {
      code: 'DO-10',
      severity: 'consent',
      see: 'https://docs.digitalocean.com/reference/terraform/reference/resources/kubernetes_cluster/',
      check: (decisions, before) => {
        const old = before && infrastructureBefore(name, before);
        return old
          ? [
              ...clusterFindings(props, decisions, before, old),
              ...poolFindings(decisions, before),
              ...ownPoolFindings(decisions, before),
            ]
          : [];
      },
    },
    {
      code: 'DO-13',
      severity: 'error',
      see: 'https://docs.digitalocean.com/products/kubernetes/how-to/enable-high-availability/',
      check: (_, before) => {
        const old = before && infrastructureBefore(name, before);
        return old ? availabilityFindings(props, old) : [];
      },
    },
  ];
}

type Settings = { readonly [setting: string]: Data };

/** Changes that Terraform carries out by destroying the cluster and making another. */
function clusterFindings(props: DoksProps, now: Decisions, before: Plan, old: Settings): Finding[] {
  const [from, to] = [defaultPool(before.pools), defaultPool(now.pools)];
  const changes = [
    { at: 'infrastructure/region', from: old.region, to: props.region },
    { at: 'infrastructure/network/vpcUuid', ...vpcs(props, old) },
    { at: 'addresses/pods', from: before.addresses.pods, to: now.addresses.pods },
    { at: 'addresses/services', from: before.addresses.services, to: now.addresses.services },
    { at: 'addresses/network', from: before.addresses.network, to: now.addresses.network },
    { at: `pools/${to?.name}`, from: from?.answer.type, to: to?.answer.type },
  ];
  return changes
    .filter(change => change.to !== undefined && change.from !== change.to)
    .map(change => ({
      at: change.at,
      value: change.to,
      because: `going from ${String(change.from)} to ${String(change.to)} here destroys the cluster and makes a new one`,
      fix: change.at.startsWith('pools/')
        ? `keep '${from?.name}' as the first pool, with machine '${from?.answer.type}', and add another pool`
        : 'keep what was deployed',
    }));
}

const OWN_VPC = "the cluster's own VPC";

/** Which VPC it was, and which it is. Of a UUID that Terraform alone knows, nobody here can say whether it is another. */
function vpcs({ network }: DoksProps, old: Settings): { readonly from?: string; readonly to?: string } {
  const was = (old.network as { readonly vpcUuid?: Data } | undefined)?.vpcUuid ?? OWN_VPC;
  const is = network?.vpcUuid ?? OWN_VPC;
  const late = (each: Data) => typeof each !== 'string' || isTerraformValue(each);
  // One of the cluster's own is no user's, whatever that one's UUID is.
  if (was !== OWN_VPC && is !== OWN_VPC && (late(was) || late(is))) return {};
  return { from: late(was) ? 'a VPC of yours' : String(was), to: late(is) ? 'a VPC of yours' : is };
}

/** Pools besides the cluster's own whose nodes would all go before new ones come. */
function poolFindings(now: Decisions, before: Plan): Finding[] {
  const [from, to] = [defaultPool(before.pools), defaultPool(now.pools)];
  return now.pools.flatMap(pool => {
    const old = before.pools.find(({ name }) => name === pool.name);
    if (!old || pool === to || old === from || old.answer.type === pool.answer.type) return [];
    return [
      {
        at: `pools/${pool.name}`,
        value: pool.answer.type,
        because: `going from ${old.answer.type} to ${pool.answer.type} here destroys the pool and all its nodes, then makes it anew`,
        fix: `keep machine '${old.answer.type}', or add a pool of another name and remove this one later`,
      },
    ];
  });
}

/** Another pool that was there in place of the cluster's own: its name goes to the nodes of that, and its own nodes go. */
function ownPoolFindings(now: Decisions, before: Plan): Finding[] {
  const [from, to] = [defaultPool(before.pools), defaultPool(now.pools)];
  const displaced = from && heirOf(from, before.pools, now.pools) && before.pools.some(({ name }) => name === to?.name);
  if (!displaced || !to || to.name === from.name) return [];
  return [
    {
      at: `pools/${to.name}`,
      value: to.name,
      because: `the cluster's own pool, '${from.name}', takes the name '${to.name}' here, and what has it now is destroyed with all its nodes`,
      fix: `keep '${from.name}' as the first pool`,
    },
  ];
}

function availabilityFindings({ highAvailability = true }: DoksProps, old: Settings): Finding[] {
  if (old.highAvailability === false || highAvailability) return [];
  const because = 'the control plane is highly available, and DigitalOcean cannot take that back';
  return [{ at: 'infrastructure/highAvailability', value: false, because, fix: "remove 'highAvailability'" }];
}
