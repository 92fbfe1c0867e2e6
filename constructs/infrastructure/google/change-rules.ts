import { differs, infrastructureBefore, printable, type Difference } from '../../../lib/differences';
import type { Data, Decisions, Finding, Plan, Pool, Rule } from '../../../lib/spi';
import { usualBootDisk } from './disk-rules';
import { CALICO, datapathIn, locationOf, nodesOf } from './place';
import type { GkeProps } from './props';

const CLUSTER = 'https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster';

/** What `Gke` checks of the way from the last plan to this one. */
export function changeRules(by: string, props: GkeProps): readonly Rule[] {
  const between = (check: (change: Change) => Finding[]): Rule['check'] => {
    return (now, before) => {
      const old = before && infrastructureBefore(by, before);
      return old ? check({ props, old: old as unknown as GkeProps, now, before }) : [];
    };
  };
  return [
    {
      code: 'GKE-03',
      severity: 'consent',
      see: 'https://cloud.google.com/kubernetes-engine/docs/how-to/dataplane-v2',
      check: between(change => (isProtected(change) ? [] : changed([datapath(change)], REPLACED))),
    },
    {
      code: 'GKE-REPLACE',
      severity: 'consent',
      see: CLUSTER,
      check: between(change => (isProtected(change) ? [] : changed(differences(change), REPLACED))),
    },
    {
      code: 'GKE-KEEP',
      severity: 'error',
      see: CLUSTER,
      check: between(change => [
        ...(isProtected(change) ? changed([datapath(change), ...differences(change)], PROTECTED) : []),
        ...changed(heldRanges(change), HELD),
      ]),
    },
    {
      code: 'GKE-CALICO',
      severity: 'consent',
      see: 'https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#disable-network-policy-enforcement',
      check: between(withoutCalico),
    },
    {
      code: 'GKE-POOL-REPLACE',
      severity: 'warning',
      see: 'https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_node_pool',
      check: between(poolFindings),
    },
  ];
}

interface Change {
  readonly props: GkeProps;
  readonly old: GkeProps;
  readonly now: Decisions;
  readonly before: Plan;
}

/** Whether Terraform refuses to destroy what is there: it was told so when it was there last, or is now. */
function isProtected({ old, props }: Change): boolean {
  return old.deletionProtection === true || props.deletionProtection === true;
}

/** A cluster would be made before this one goes, as its pools are, and fail. */
const REPLACED = {
  because: 'here needs a new cluster, and this one still has the name',
  fix: 'keep what was deployed, build a second cluster and move the workloads, or destroy this one first',
};

const PROTECTED = {
  because: "here needs a new cluster, and 'deletionProtection' keeps the one that is there",
  fix: 'keep what was deployed, or deploy without deletionProtection first',
};

const HELD = {
  because: 'here moves a range of the subnet, which Google refuses while a cluster uses it',
  fix: 'keep what was deployed, or make a second cluster',
};

function changed(all: readonly Difference[], words: typeof REPLACED): Finding[] {
  return all.filter(differs).map(({ at, from, to }) => ({
    at,
    value: printable(to),
    because: `going from ${String(printable(from))} to ${String(printable(to))} ${words.because}`,
    fix: words.fix,
  }));
}

/** Secondary ranges of the cluster's own subnet, which have the same names before and after. */
function heldRanges({ props, old, now, before }: Change): readonly Difference[] {
  if (props.network || old.network || old.region !== props.region) return [];
  const range = (name: 'pods' | 'services') => ({
    at: `addresses/${name}`,
    from: before.addresses[name],
    to: now.addresses[name],
  });
  return [range('pods'), range('services')];
}

function datapath({ props, old, now, before }: Change): Difference {
  const at = props.datapath === old.datapath ? 'network' : 'infrastructure/datapath';
  return { at, from: datapathIn(old, before.plugins), to: datapathIn(props, now.plugins) };
}

/** Google's provider takes Calico off the control plane first, which Google refuses while nodes have it. */
function withoutCalico({ props, now, before }: Change): Finding[] {
  const [had, has] = [before, now].map(({ plugins }) => plugins.some(({ name }) => name === CALICO));
  if (!had || has || datapathIn(props, now.plugins) !== 'legacy') return [];
  const because =
    'Google takes Calico off a control plane only after its nodes, and Terraform asks for the control plane first';
  const fix = "keep Calico, or run 'gcloud container clusters update' with '--no-enable-network-policy' first";
  return [{ at: 'network', because, fix }];
}

/** Arguments of a cluster that cannot be changed in place. */
function differences(change: Change): readonly Difference[] {
  const { props, old } = change;
  return [
    { at: 'infrastructure/project', from: old.project as Data, to: props.project },
    { at: `infrastructure/${placeOf(change)}`, from: locationOf(old), to: locationOf(props) },
    // It can be turned on in place, and not off.
    ...(old.fqdnNetworkPolicy
      ? [{ at: 'infrastructure/fqdnNetworkPolicy', from: true, to: props.fqdnNetworkPolicy ?? false }]
      : []),
    ...networkDifferences(change),
  ];
}

/** The prop that moves a cluster. */
function placeOf({ props, old }: Change): 'region' | 'controlPlane' | 'zones' {
  if (old.region !== props.region) return 'region';
  return old.controlPlane === props.controlPlane ? 'zones' : 'controlPlane';
}

/** Of a network of the cluster's own its range decides, in which the control plane has its own; of one that exists its names do. */
function networkDifferences({ props: { network: to }, old: { network: from }, now, before }: Change) {
  if (!from && !to) {
    return [{ at: 'addresses/network', from: before.addresses.network, to: now.addresses.network }];
  }
  const at = 'infrastructure/network';
  if (!from || !to) return [{ at, from: from ? EXISTING : OWN, to: to ? EXISTING : OWN }];
  return [
    ...(['network', 'subnetwork', 'controlPlane'] as const).map(name => ({
      at: `${at}/${name}`,
      from: from[name],
      to: to[name],
    })),
    ...(['pods', 'services'] as const).map(name => ({
      at: `${at}/${name}/name`,
      from: from[name].name,
      to: to[name].name,
    })),
  ];
}

const OWN = "a network of the cluster's own";
const EXISTING = 'a network that exists';

/** Pools whose nodes all go for others, because Google changes nothing of theirs in place. */
function poolFindings({ props, old, now, before }: Change): Finding[] {
  return now.pools.flatMap(pool => {
    const was = before.pools.find(({ name }) => name === pool.name);
    if (!was) return [];
    return fixedOf(pool, props).flatMap((fixed, place) => {
      const from = fixedOf(was, old)[place]?.value;
      if (!differs({ from, to: fixed.value })) return [];
      const because = `going from ${String(printable(from))} to ${String(printable(fixed.value))} here makes the pool anew, and its nodes all go once the new ones are there, whatever PodDisruptionBudgets say`;
      const fix = 'keep what was deployed, move the workloads to another pool first, or acknowledge GKE-POOL-REPLACE';
      return [{ at: `pools/${pool.name}/${fixed.name}`, value: printable(fixed.value), because, fix }];
    });
  });
}

/** What is fixed in a node pool once it is there. */
function fixedOf({ name, spot, answer }: Pool, props: GkeProps): readonly { name: string; value: Data }[] {
  const { gpuModel = null, localSsds = 0, nestedVirtualization = false } = answer.details ?? {};
  return [
    { name: 'spot', value: spot },
    { name: 'machine', value: answer.gpu > 0 ? `${answer.gpu} ${String(gpuModel)}` : 'no GPU' },
    { name: 'machine', value: answer.arch },
    { name: 'machine', value: usualBootDisk(answer.type) },
    { name: 'localSsds', value: localSsds },
    { name: 'nestedVirtualization', value: nestedVirtualization },
    { name: 'secureBoot', value: nodesOf(props, name).secureBoot ?? true },
    { name: 'diskKey', value: props.diskKey ?? 'a key that Google keeps' },
  ];
}
