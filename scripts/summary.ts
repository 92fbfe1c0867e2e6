import type { Plan } from 'tenon';

/** Files that an app wrote, by their path below its output folder. */
export type Output = ReadonlyMap<string, string>;

/** What is worth emphasis in a summary. */
export type Emphasis = 'heading' | 'label' | 'warning';

/** How to show emphasis; plain text passes through. */
export type Style = (emphasis: Emphasis, text: string) => string;

interface StackManifest {
  readonly dependencies: readonly string[];
  readonly annotations: readonly { readonly constructPath: string; readonly level: string; readonly message: string }[];
  readonly synthesizedStackPath: string;
}

type Manifest = { readonly stacks: { readonly [stack: string]: StackManifest } };

/**
 * Says what an app made: for each cluster what it is, where it runs, in which order it deploys and what to read first, and then
 * whatever else there is.
 *
 * @param folder where the output lies, as the reader types it
 */
export function summary(output: Output, folder: string, style: Style): string[] {
  const paths = [...output.keys()].filter(path => path.endsWith('.plan.json') && !path.includes('/')).sort();
  const plans = paths.map(path => JSON.parse(output.get(path) as string) as Plan);
  const manifest = JSON.parse(output.get('manifest.json') ?? '{"stacks":{}}') as Manifest;
  const known = new Set(plans.flatMap(plan => plan.stacks.map(stack => stack.name)));
  const others = Object.keys(manifest.stacks).filter(name => !known.has(name));
  return [
    ...plans.flatMap(plan => clusterLines({ plan, manifest, output, folder, style })),
    ...others.map(
      name => `  ${style('label', 'besides')}  ${name}${place(manifest, name)}: ${resources(output, manifest, name)}`,
    ),
  ];
}

/** Where a stack that is not a cluster's has its turn: dependencies are construct paths, which end in the stack's name. */
function place({ stacks }: Manifest, name: string): string {
  const isName = (path: string) => path.split('/').at(-1) === name;
  const later = Object.keys(stacks).filter(other => stacks[other]?.dependencies.some(isName));
  return later.length > 0 ? `, before ${later.join(', ')}` : '';
}

interface ClusterOutput {
  readonly plan: Plan;
  readonly manifest: Manifest;
  readonly output: Output;
  readonly folder: string;
  readonly style: Style;
}

function clusterLines(cluster: ClusterOutput): string[] {
  const { plan, style } = cluster;
  const rows: [string, string[]][] = [
    ['made of', madeOf(plan)],
    ['pools', plan.pools.map(poolLine)],
    ['deploys', deployment(cluster)],
    ['manifests', manifests(cluster)],
    ['promises', promises(plan)],
    ['warnings', warnings(cluster).map(text => style('warning', text))],
    ['read first', readFirst(cluster)],
  ];
  const place = plan.zones.length > 0 ? `, in ${plan.zones.join(', ')}` : '';
  return [
    `  ${style('heading', plan.cluster.name)}: Kubernetes ${plan.cluster.kubernetes} on ${infrastructure(plan)}${place}`,
    ...rows.flatMap(([label, lines]) => lines.map((line, index) => row(index === 0 ? label : '', line, style))),
    '',
  ];
}

function row(label: string, line: string, style: Style): string {
  return `    ${style('label', label.padEnd(10))}  ${line}`;
}

function infrastructure(plan: Plan): string {
  return plan.plugins.find(plugin => plugin.socket === 'infrastructure')?.name ?? 'nothing';
}

function madeOf(plan: Plan): string[] {
  const plugins = plan.plugins.filter(plugin => plugin.socket !== 'infrastructure');
  return plugins.map(({ socket, name, label, as }) => {
    const how = as === 'native' ? ` (${infrastructure(plan)}'s own)` : '';
    return `${socket}: ${name}${label === undefined ? '' : ` '${label}'`}${how}`;
  });
}

function poolLine(pool: Plan['pools'][number]): string {
  const { type, cpu, memoryGiB, gpu, arch } = pool.answer;
  const machine = `${type} (${cpu} cpu, ${memoryGiB} GiB, ${arch}${gpu > 0 ? `, ${gpu} gpu` : ''})`;
  return `${pool.name}: ${pool.min} to ${pool.max} of ${machine}${pool.spot ? ', spot' : ''}`;
}

/** The stacks in their order; what another tool than Terraform brings has its place among them. */
function deployment({ plan, manifest, output }: ClusterOutput): string[] {
  return plan.stacks.map(({ name, stages }, index) => {
    const what = manifest.stacks[name] ? resources(output, manifest, name) : brought(plan, stages);
    return `${index + 1}. ${name}: ${what}`;
  });
}

function brought(plan: Plan, stages: Plan['stacks'][number]['stages']): string {
  const items = plan.items.filter(
    ({ stage, kind }) => stages.includes(stage) && (kind === 'helm-release' || kind === 'object'),
  );
  const consumers = [...new Set(items.map(({ consumer }) => consumer))];
  const lists = consumers.map(consumer => {
    const ids = items.filter(item => item.consumer === consumer).map(({ kind, id }) => `${kind}/${id}`);
    return `${consumer} brings ${ids.join(', ')}`;
  });
  return `no Terraform; ${lists.join('; ')}`;
}

function manifests({ plan, output, folder }: ClusterOutput): string[] {
  const prefix = `manifests/${plan.cluster.name}/`;
  const count = [...output.keys()].filter(path => path.startsWith(prefix)).length;
  return count > 0
    ? [`${folder}/${prefix} (${count} ${count === 1 ? 'file' : 'files'}, in the order of their numbers)`]
    : [];
}

/** How many resources a stack makes, and the commonest kinds. */
function resources(output: Output, manifest: Manifest, stack: string): string {
  const path = manifest.stacks[stack]?.synthesizedStackPath ?? '';
  const { resource = {} } = JSON.parse(output.get(path) ?? '{}') as { resource?: { [kind: string]: object } };
  const kinds = Object.entries(resource).map(([kind, each]) => ({ kind, count: Object.keys(each).length }));
  const common = kinds
    .toSorted((one, other) => other.count - one.count || (one.kind < other.kind ? -1 : 1))
    .slice(0, 4);
  if (kinds.length === 0) return 'no resources';
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  const rest = kinds.length - common.length;
  const named = common.map(({ kind, count }) => `${count} ${kind}`).join(', ');
  return `${total} ${total === 1 ? 'resource' : 'resources'} (${named}${rest > 0 ? `, ${rest} other ${rest === 1 ? 'kind' : 'kinds'}` : ''})`;
}

function promises(plan: Plan): string[] {
  const offers = plan.items.flatMap(item => (item.kind === 'offer' ? [item.spec] : []));
  const types = [...new Set(offers.map(({ type }) => type))];
  return types.map(
    type =>
      `${type}: ${offers
        .filter(offer => offer.type === type)
        .map(({ name }) => name)
        .join(', ')}`,
  );
}

function warnings({ plan, manifest }: ClusterOutput): string[] {
  return plan.stacks.flatMap(({ name }) => (manifest.stacks[name]?.annotations ?? []).map(({ message }) => message));
}

function readFirst({ plan, manifest, folder }: ClusterOutput): string[] {
  const main = manifest.stacks[plan.stacks[0]?.name ?? '']?.synthesizedStackPath;
  return [
    `${folder}/${plan.cluster.name}.plan.json (every decision)`,
    `${folder}/${plan.cluster.name}.contract.json (what application teams may rely on)`,
    ...(main ? [`${folder}/${main} (the first stack)`] : []),
  ];
}
