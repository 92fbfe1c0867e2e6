import { closestTo, messages, type Draft } from '../errors';
import { checkLabel } from '../objects';
import type { Arch, Infrastructure, Minor, NameRule, Platform, Pool, PoolDemand, PoolRequest, Refusal } from '../spi';
import { ask } from './ask';
import type { ClusterSpec, PoolProps } from './props';
import type { Seat } from './seats';
import { KUBELET_SKEW, minorNumber, skew } from './version';

/** Every pool with the machine that answers it, and what is wrong with the others. */
export function planPools(
  spec: ClusterSpec,
  seats: readonly Seat[],
  infrastructure: Infrastructure,
  platform: Platform,
) {
  const problems: Draft[] = repeated(spec.pools.map(pool => pool.name)).map(messages.duplicatePool);
  const pools: Pool[] = [];
  for (const props of spec.pools) {
    const request = withDefaults(props, spec.kubernetes as Minor, infrastructure.zones);
    const wrong = checkPool(props, request, spec.kubernetes as Minor, infrastructure);
    problems.push(...wrong);
    if (wrong.length > 0) continue;
    const who = { name: infrastructure.name, at: poolPath(props) };
    const asked = ask(who, 'choosing a machine', () =>
      archesOf(props).map(arch => answer({ ...request, arch }, seats, infrastructure, platform)),
    );
    const found = 'answer' in asked ? asked.answer : [asked.problem];
    const pool = found.find(each => 'answer' in each) ?? (found[0] as Refusal);
    if ('answer' in pool) pools.push(pool);
    else problems.push({ code: 'MACHINE', at: poolPath(props), ...pool });
  }
  return { pools, problems };
}

/** A machine that is named brings its own architecture. */
function archesOf({ arch, machine }: PoolProps): readonly Arch[] {
  if (arch !== undefined) return [arch];
  return machine === undefined ? ['amd64'] : ['amd64', 'arm64'];
}

function answer(request: PoolRequest, seats: readonly Seat[], infrastructure: Infrastructure, platform: Platform) {
  const demands = seats.flatMap(seat => demandOf(seat, request, platform));
  const machine = infrastructure.select(request, demands, platform);
  if ('because' in machine) return machine;
  const startupTaints = demands.flatMap(demand => demand.startupTaints ?? []);
  return { ...request, answer: machine, startupTaints } satisfies Pool;
}

function demandOf(seat: Seat, request: PoolRequest, platform: Platform): PoolDemand[] {
  const demand = seat.as === 'install' ? seat.plugin.demands?.(request, platform) : undefined;
  return demand ? [demand] : [];
}

function withDefaults(props: PoolProps, kubernetes: Minor, zones: readonly string[]): PoolRequest {
  return {
    ...props,
    arch: props.arch ?? 'amd64',
    gpu: props.gpu ?? 0,
    max: props.max ?? props.min,
    desired: props.desired ?? props.min,
    labels: props.labels ?? {},
    taints: props.taints ?? [],
    spot: props.spot ?? false,
    zones: props.zones ?? zones,
    kubernetes: (props.kubernetes as Minor | undefined) ?? kubernetes,
  };
}

function checkPool(props: PoolProps, pool: PoolRequest, kubernetes: Minor, infrastructure: Infrastructure): Draft[] {
  const at = poolPath(props);
  return [
    ...checkName(at, 'pool', pool.name, infrastructure.names.pool, infrastructure.name),
    ...checkSize(at, props),
    ...checkAsk(at, props),
    ...checkMarks(at, pool),
    ...pool.zones
      .filter(zone => !infrastructure.zones.includes(zone))
      .map(zone => messages.poolZone(at, zone, infrastructure.zones, closestTo(zone, infrastructure.zones))),
    ...(props.kubernetes === undefined ? [] : checkKubernetes(at, pool, kubernetes)),
  ];
}

/** What is wrong with pools on any infrastructure; for when a cluster cannot be looked at as a whole. */
export function checkPoolData(spec: ClusterSpec): Draft[] {
  const twins = repeated(spec.pools.map(pool => pool.name)).map(messages.duplicatePool);
  return [...twins, ...spec.pools.flatMap(pool => checkSize(poolPath(pool), pool))];
}

function checkSize(at: string, { min, max = min, desired = min }: PoolProps): Draft[] {
  if (max < min) return [messages.poolSize(at, 'max', max, 'min', min)];
  if (desired < min) return [messages.poolSize(at, 'desired', desired, 'min', min)];
  return desired > max ? [messages.poolSize(at, 'desired', desired, 'max', max)] : [];
}

const LABEL_SYNTAX =
  'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set';

/** Labels and taints are marks that Kubernetes itself checks. */
function checkMarks(at: string, { name, labels, taints }: PoolRequest): Draft[] {
  const of = `of pool '${name}'`;
  const wrong = [
    ...Object.entries(labels).map(([key, value]) => ({
      at: `${at}/labels`,
      found: checkLabel('label', key, value, of),
    })),
    ...taints.map(({ key, value = '' }) => ({ at: `${at}/taints`, found: checkLabel('taint', key, value, of) })),
  ].flatMap(({ at, found }) => found.map(each => ({ code: 'LABEL', see: LABEL_SYNTAX, at, ...each })));
  const twins = repeated(taints.map(({ key, effect }) => `${key}:${effect}`));
  return [...wrong, ...twins.map(taint => messages.twinTaint(`${at}/taints`, taint))];
}

function checkAsk(at: string, props: PoolProps): Draft[] {
  return props.machine === undefined && props.cpu === undefined && props.memoryGiB === undefined && !props.gpu
    ? [messages.poolAsksNothing(at)]
    : [];
}

function checkKubernetes(at: string, pool: PoolRequest, kubernetes: Minor): Draft[] {
  if (minorNumber(pool.kubernetes) === undefined) return [messages.minor(`${at}/kubernetes`, pool.kubernetes)];
  const behind = skew(kubernetes, pool.kubernetes);
  return behind < 0 || behind > KUBELET_SKEW ? [messages.skew(at, pool.kubernetes, kubernetes, KUBELET_SKEW)] : [];
}

/** Whether the cloud accepts a name. */
export function checkName(at: string, what: string, name: string, rule: NameRule, where: string): Draft[] {
  if (name.length > rule.maxLength) return [messages.nameTooLong(at, what, name, rule.maxLength, where)];
  return new RegExp(`^(?:${rule.pattern})$`).test(name)
    ? []
    : [messages.nameIllegal(at, what, name, rule.words, where)];
}

const poolPath = (pool: PoolProps) => `pools/${pool.name}`;

const repeated = (names: readonly string[]) => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];
