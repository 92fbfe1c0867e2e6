import { isDeepStrictEqual } from 'node:util';
import { messages, type Draft, type Problem } from '../errors';
import { clusterPeer, PEERED, sharedWithPeers, type Peer } from '../fleet/peers';
import { ofFleet } from '../fleet/prefixes';
import { objectFindings } from '../objects';
import { shapeFindings } from '../shape';
import type {
  Acknowledgement,
  Addresses,
  Capability,
  Decisions,
  Delivery,
  Infrastructure,
  Minor,
  Plan,
  PlannedItem,
  PlannedStack,
  Pool,
} from '../spi';
import { checkCapacity, idlePods, malformedRanges, planAddresses } from './addresses';
import { checkChanges } from './check-changes';
import { checkMinor, checkVersion } from './check-version';
import { claim, collect, refOf } from './items';
import { lostOrder, order } from './order';
import { checkName, checkPoolData, planPools } from './pools';
import { clusterSpec, isFleet, type ClusterSpec } from './props';
import { candidates, nameOf, platformOf, promisedBy, seat, unusable, type Seat } from './seats';
import { planStacks } from './stacks';
import { settle, type Supply } from './supply';
import { terraformValuePaths, withoutTerraformValues, type Inputs } from './terraform-values';
import { judge, OF_NO_PLUGIN, runRules, type Judged } from './verdict';

/** A plan, or all that is wrong. */
export interface Planned {
  /** There only if nothing is wrong. */
  readonly plan?: Plan;
  readonly problems: readonly Problem[];
  /** What does not stand in the way. */
  readonly warnings: readonly Problem[];
  /** The user's Terraform values, which the plan knows by name only. */
  readonly inputs: Inputs;
}

export interface PlanRequest {
  /** The cluster's name. */
  readonly name: string;
  /** Where it stands in the construct tree; problems are told by it. */
  readonly path: string;
  readonly spec: ClusterSpec;
  /** The spec's, or those that stand in for them. */
  readonly deliveries: readonly Delivery[];
  /** Clusters of the same fleet that are planned already, by name. @default - none */
  readonly neighbours?: ReadonlyMap<string, Peer>;
}

/** Decides everything about a cluster, or says everything that is wrong with it. Pure: the same request gives the same plan. */
export function plan(request: PlanRequest): Planned {
  const { fleet, before } = request.spec ?? {};
  // Rules about changes would compare the one cluster with the other.
  const strange = strangeBefore(request.name, before);
  const planned = planCluster(
    strange.length > 0 ? { ...request, spec: { ...request.spec, before: undefined } } : request,
  );
  const own = isFleet(fleet) ? planned.problems.map(each => ofFleet(fleet, request, each)) : planned.problems;
  const problems = [...(isFleet(fleet) ? fleet.problems : []), ...atPath(request, strange), ...own];
  return problems.length === 0 ? planned : { ...planned, plan: undefined, problems };
}

/** A last plan that is another cluster's. */
function strangeBefore(name: string, before: Plan | undefined): Draft[] {
  const other: unknown = before?.cluster?.name;
  return typeof other === 'string' && other !== name ? [messages.beforeOther(name, other)] : [];
}

function planCluster(request: PlanRequest): Planned {
  const broken = checkShape(request);
  const all = candidates(request.spec, request.deliveries);
  const unfit = [...broken, ...all.flatMap(unusable), ...duplicates(all)];
  if (unfit.length > 0) return failed(request, [...unfit, ...(broken.length > 0 ? [] : checkData(request.spec))]);
  const decided = decide(request, all);
  if (decided.errors.length > 0) return failed(request, decided.errors, decided.warnings);
  return finish(request, decided);
}

/** Props that are data, which the plan needs now. */
const DATA_PROPS = ['kubernetes', 'pools', 'addresses', 'tags', 'acknowledge'] as const;

function checkShape({ name, spec }: PlanRequest): Draft[] {
  if (typeof name !== 'string' || name === '') return [messages.nameMissing(name)];
  const values = DATA_PROPS.flatMap(prop => terraformValuePaths(spec?.[prop], prop));
  const shape = shapeFindings(clusterSpec, spec, '').map(({ at = '', ...rest }) => ({ code: 'PROPS', ...rest, at }));
  return [
    ...values.map(messages.terraformValue),
    ...shape.filter(({ at }) => !values.some(path => at.startsWith(path))),
  ];
}

/** What is wrong with the data, for when the plugins that it would be asked with are not fit to be asked. */
function checkData(spec: ClusterSpec): Draft[] {
  return [...checkMinor(spec.kubernetes), ...checkPoolData(spec), ...malformedRanges(spec.addresses ?? {})];
}

function duplicates(all: ReturnType<typeof candidates>): Draft[] {
  return all.flatMap(({ plugin, at }, index) => {
    const twin = all.findIndex(
      other => other.plugin.socket === plugin.socket && nameOf(other.plugin) === nameOf(plugin),
    );
    return twin < index ? [messages.duplicatePlugin(at, nameOf(plugin))] : [];
  });
}

interface Decided {
  readonly seats: readonly Seat[];
  readonly supply: Supply;
  readonly decisions: Decisions;
  readonly errors: readonly Draft[];
  readonly warnings: readonly Draft[];
}

function decide(request: PlanRequest, all: ReturnType<typeof candidates>): Decided {
  const { name, spec } = request;
  const { infrastructure } = spec;
  const kubernetes = spec.kubernetes as Minor;
  const platform = platformOf(infrastructure, kubernetes);
  const taken = all.map(candidate => seat(candidate, infrastructure, platform));
  const seats = taken.filter((each): each is Seat => !Array.isArray(each));
  const refused = taken.flatMap(each => (Array.isArray(each) ? each : []));
  const { supply, problems: unmet } = settle(seats);
  const { addresses, problems: wrongAddresses } = planAddresses(name, spec, infrastructure, supply);
  const { pools, problems: wrongPools } = planPools(spec, seats, infrastructure, platform);
  const version = checkVersion(spec, infrastructure);
  const capacity = checkCapacity(addresses, pools, supply);
  const decisions = decisionsOf({ name, spec, infrastructure, addresses, pools, seats, supply });
  const { found, owned } = runRules(seats, decisions, spec.before);
  if (spec.fleet) owned.add(PEERED);
  // What stands in for ranges that a fleet cannot give is nobody's wish.
  if (wrongAddresses.length === 0 && spec.fleet?.clusters.has(name))
    found.push(...sharedWithPeers(spec.fleet, peerOf(request, decisions), request.neighbours));
  const warnings = [...version.warnings, ...capacity.warnings, ...idlePods(spec, supply)].map((draft): Judged => ({
    ...draft,
    severity: 'warning',
  }));
  const verdict = judge([...found, ...warnings], owned, spec.acknowledge ?? [], OF_NO_PLUGIN);
  const promised = new Set(
    all.filter((_, index) => Array.isArray(taken[index])).flatMap(each => promisedBy(each, platform)),
  );
  const errors = [
    ...checkName('', 'cluster', name, infrastructure.names.cluster, infrastructure.name),
    ...version.errors,
    ...refused,
    // What a refused plugin would have supplied is not worth a second complaint.
    ...unmet.filter(({ value }) => !promised.has(value as Capability)),
    ...wrongAddresses,
    ...wrongPools,
    ...capacity.errors,
    ...verdict.errors,
  ];
  return { seats, supply, decisions, errors, warnings: verdict.warnings };
}

function peerOf(request: PlanRequest, { addresses, value, has }: Decisions): Peer {
  const { inNetwork, existing } = request.spec.infrastructure.addresses;
  return clusterPeer(request, addresses, {
    pods: value('network/pods'),
    inNetwork,
    existing,
    meshed: has('network/cluster-mesh'),
  });
}

function decisionsOf(given: {
  name: string;
  spec: ClusterSpec;
  infrastructure: Infrastructure;
  addresses: Addresses;
  pools: readonly Pool[];
  seats: readonly Seat[];
  supply: Supply;
}): Decisions {
  const { name, spec, infrastructure, addresses, pools, seats, supply } = given;
  return {
    cluster: { name, kubernetes: spec.kubernetes as Minor, tags: spec.tags ?? {} },
    addresses,
    zones: infrastructure.zones,
    pools,
    plugins: seats.map(({ plugin, as }) => ({
      socket: plugin.socket,
      name: plugin.name,
      ...(plugin.label !== undefined && { label: plugin.label }),
      as,
      settings: plugin.settings,
    })),
    has: (capability: Capability) => supply.has(capability),
    value: (capability: Capability) => supply.get(capability)?.[0]?.value,
    suppliers: (capability: Capability) => (supply.get(capability) ?? []).map(each => each.by),
  };
}

/** Collects, claims and orders the items of a cluster whose decisions stand. */
function finish(request: PlanRequest, decided: Decided): Planned {
  const { spec, name, deliveries } = request;
  const { seats, decisions } = decided;
  const collected = collect(seats, decisions);
  const { infrastructure, bootstrap } = spec;
  const claimed = claim(collected.items, { infrastructure, bootstrap, deliveries, pools: decisions.pools });
  const wrongObjects = objectFindings(claimed.items).map(({ item, because, fix }) =>
    messages.objectWrong(item.by, refOf(item), because, fix),
  );
  const ordered = order(claimed.items);
  const found = [
    ...collected.problems,
    ...claimed.problems,
    ...wrongObjects,
    ...lostOrder(claimed.items, collected.items),
  ];
  const problems = found.length > 0 ? found : ordered.problems;
  if (problems.length > 0) return failed(request, problems, decided.warnings);
  const stacks = planStacks(name, ordered.items, new Set(deliveries.map(each => each.name)));
  const { plan, inputs } = written(decided, ordered.items, stacks, spec.acknowledge ?? []);
  const changes = judge(checkChanges(spec.before, plan, spec.infrastructure), new Set(), plan.acknowledged);
  const warnings = [...decided.warnings, ...changes.warnings];
  if (changes.errors.length > 0) return failed(request, changes.errors, warnings);
  const told = warnings.map(({ code, at, because, fix }) => ({ code, at, because, fix }));
  return { plan: { ...plan, warnings: told }, problems: [], warnings: atPath(request, warnings), inputs };
}

/** The plan as JSON, and the user's Terraform values, which it has by name only. */
function written(
  { supply, decisions }: Decided,
  items: readonly PlannedItem[],
  stacks: readonly PlannedStack[],
  acknowledged: readonly Acknowledgement[],
): { plan: Plan; inputs: Inputs } {
  const inputs = new Map<string, unknown>();
  const plan: Plan = {
    format: 'tenon.plan/1',
    cluster: decisions.cluster,
    plugins: decisions.plugins.map(each => ({
      ...each,
      settings: withoutTerraformValues(each.settings, each.label ?? each.name, inputs),
    })),
    zones: decisions.zones,
    addresses: decisions.addresses,
    pools: decisions.pools,
    capabilities: Object.fromEntries([...supply].sort(([one], [other]) => (one < other ? -1 : 1))),
    items: items.map(
      item => ({ ...item, spec: withoutTerraformValues(item.spec, refOf(item), inputs) }) as PlannedItem,
    ),
    stacks,
    acknowledged,
    warnings: [],
  };
  return { plan: JSON.parse(JSON.stringify(plan)) as Plan, inputs };
}

function failed(request: PlanRequest, errors: readonly Draft[], warnings: readonly Draft[] = []): Planned {
  return { problems: atPath(request, errors), warnings: atPath(request, warnings), inputs: new Map() };
}

/** Problems with their whole path, each once. */
function atPath({ path }: PlanRequest, drafts: readonly Draft[]): Problem[] {
  const problems = drafts.map(({ at, ...draft }) => ({ ...draft, path: at ? `${path}/${at}` : path }));
  return problems.filter((problem, index) => problems.findIndex(other => isDeepStrictEqual(other, problem)) === index);
}
