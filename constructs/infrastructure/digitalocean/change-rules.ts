import type { Decisions, Finding, Plan, Rule } from '../../../lib/spi';
import { defaultPool } from './pools';
import type { DoksProps } from './props';

/** What `Doks` checks of the way from the last plan to this one. */
export function changeRules(name: string, props: DoksProps): readonly Rule[] {
  return [
    {
      code: 'DO-10',
      severity: 'consent',
      see: 'https://docs.digitalocean.com/reference/terraform/reference/resources/kubernetes_cluster/',
      check: (decisions, before) => (before ? replacementFindings(name, props, decisions, before) : []),
    },
    {
      code: 'DO-13',
      severity: 'error',
      see: 'https://docs.digitalocean.com/products/kubernetes/how-to/enable-high-availability/',
      check: (_, before) => (before ? availabilityFindings(name, props, before) : []),
    },
  ];
}

/** Changes that Terraform carries out by destroying the cluster and making another. */
function replacementFindings(name: string, props: DoksProps, now: Decisions, before: Plan): Finding[] {
  const old = before.plugins.find(each => each.socket === 'infrastructure');
  if (old?.name !== name) return [];
  const [from, to] = [defaultPool(before.pools), defaultPool(now.pools)];
  const changes = [
    { at: 'infrastructure/region', from: old.settings.region, to: props.region },
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

function availabilityFindings(name: string, { highAvailability = true }: DoksProps, before: Plan): Finding[] {
  const old = before.plugins.find(each => each.socket === 'infrastructure');
  if (old?.name !== name || old.settings.highAvailability === false || highAvailability) return [];
  const because = 'the control plane is highly available, and DigitalOcean cannot take that back';
  return [{ at: 'infrastructure/highAvailability', value: false, because, fix: "remove 'highAvailability'" }];
}
