import type * as Cdk8s from 'cdk8s';
import { CONTRACT } from '../../lib/spi';
import type { Data, Delivery, DeliveryContext, Item, ItemOf, Plan, Provided } from '../../lib/spi';
import { applyOrder, type ObjectsStep, type ReleaseStep, type Step } from './apply-order';
import { lateIn, settle, textOf } from './late';
import { manifestsRules } from './manifests-rules';
import { Placeholders } from './placeholders';
import { comment, sorted, toYaml } from './yaml';

/**
 * Writes what belongs into the cluster as files, for whatever applies them: `kubectl`, a pipeline, a GitOps repository.
 *
 * In `manifests/<cluster>/`, objects are in numbered files, in the order in which they are applied; Helm releases are in
 * `releases.yaml`, with their places in the same order. A value that exists only once Terraform has run is written as
 * `${FACT_ENDPOINT_HOST}`: the head of `releases.yaml` says which Terraform output each such variable stands for, and
 * `envsubst '${FACT_ENDPOINT_HOST}'` or Flux' `postBuild.substitute` puts it in. Everything else is written out.
 *
 * What is in stage `network` has to be applied after the cluster's first stack and before its nodes' stack.
 *
 * @see https://cdk8s.io
 */
export class Manifests implements Delivery {
  readonly contract = CONTRACT;
  readonly socket = 'delivery';
  readonly name = 'manifests';
  readonly reach = 'operator';
  readonly settings = {};
  readonly rules = manifestsRules(this.name);

  provides(): readonly Provided[] {
    return [{ capability: 'delivery/from-outside' }];
  }

  contribute(): readonly Item[] {
    return [];
  }

  consumes(item: Item): true | undefined {
    return item.kind === 'helm-release' || item.kind === 'object' ? true : undefined;
  }

  deliver(context: DeliveryContext): void {
    const steps = applyOrder(context.items);
    if (steps.length === 0) return;
    const folder = `manifests/${context.plan.cluster.name}`;
    const placeholders = new Placeholders(context);
    const write = objectWriter();
    steps.forEach((step, index) => {
      if ('objects' in step) context.write(`${folder}/${fileOf(step, index)}`, objectFile(step, placeholders, write));
    });
    const releases = steps.flatMap((step, index) => ('release' in step ? [releaseEntry(step, index, steps)] : []));
    const file = releasesFile(context.plan, releases, placeholders);
    if (file !== undefined) context.write(`${folder}/releases.yaml`, file);
  }
}

const order = (index: number) => index + 1;

const fileOf = (step: Step, index: number) => `${String(order(index)).padStart(2, '0')}-${step.id}.yaml`;

type WriteObject = (file: string, item: ItemOf<'object'>, object: Data) => string;

function objectFile({ id, objects }: ObjectsStep, placeholders: Placeholders, write: WriteObject): string {
  const settled = objects.map(item => ({ item, spec: settle(item.spec, marker => placeholders.resolve(marker)) }));
  const variables = new Set(settled.flatMap(({ spec }) => lateIn(spec)).map(late => placeholders.of(late).variable));
  const head =
    variables.size === 0 ? '' : `# Put in before applying, see releases.yaml: ${[...variables].join(', ')}\n`;
  const documents = settled.map(({ item, spec }) => {
    const yaml = textOf(
      spec,
      object => write(id, item, object),
      late => placeholders.text(late),
    );
    return `${comment(`${item.by}: ${item.because}`)}\n${yaml}`;
  });
  return head + documents.join('---\n');
}

type ReleaseEntry = ReturnType<typeof releaseEntry>;

function releaseEntry({ id, stage, after, release }: ReleaseStep, index: number, steps: readonly Step[]) {
  const { chart, repository, version, namespace, createNamespace = false, wait, runHooks, values } = release.spec;
  const head = { order: order(index), name: id, namespace, createNamespace, chart, repository, version, stage };
  return {
    ...head,
    ...(wait !== undefined && { wait }),
    ...(runHooks !== undefined && { runHooks }),
    after: after.map(each => nameOf(each, steps)),
    values: sorted(values),
  };
}

/** What a step is called where the reader sees it: a release by its name, objects by their file. */
function nameOf(id: string, steps: readonly Step[]): string {
  const index = steps.findIndex(step => step.id === id);
  const step = steps[index];
  return step && 'objects' in step ? fileOf(step, index) : id;
}

function releasesFile(plan: Plan, entries: readonly ReleaseEntry[], placeholders: Placeholders): string | undefined {
  const cluster = plan.cluster.name;
  const releases = settle(entries, marker => placeholders.resolve(marker));
  lateIn(releases).forEach(late => placeholders.of(late));
  const variables = placeholders.all.map(placeholder => ({ ...placeholder }));
  if (entries.length === 0 && variables.length === 0) return undefined;
  const notes = [
    `Helm releases of cluster '${cluster}', for whatever installs them, and the values that only Terraform knows.`,
    "'order' counts releases and the numbered files in this folder together.",
    ...betweenStacks(plan, entries),
  ];
  const content = { format: 'tenon.releases/1', cluster, variables, releases };
  return `${comment(notes.join('\n'))}\n${textOf(content, toYaml, late => placeholders.text(late))}`;
}

/** What Terraform cannot wait for by itself. */
function betweenStacks({ stacks }: Plan, entries: readonly ReleaseEntry[]): string[] {
  if (!entries.some(({ stage }) => stage === 'network')) return [];
  const nodes = stacks.find(({ stages }) => stages.includes('nodes'))?.name;
  return [`Apply what is in stage 'network' before Terraform deploys stack '${nodes}', or its nodes never get ready.`];
}

/** Writes objects as cdk8s does. One cdk8s app serves one cluster: one for many takes time by the square of their number. */
function objectWriter(): WriteObject {
  // Only whoever writes manifests pays for loading it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { ApiObject, App, Chart, JsonPatch } = require('cdk8s') as typeof Cdk8s;
  const app = new App();
  const charts = new Map<string, Cdk8s.Chart>();
  return (file, item, data) => {
    const chart = charts.get(file) ?? new Chart(app, file);
    charts.set(file, chart);
    const object = data as ItemOf<'object'>['spec'];
    const { annotations, ...metadata } = object.metadata;
    // cdk8s takes annotations apart key by key, and a placeholder may stand for all of them.
    const whole = typeof annotations === 'string';
    const props = (whole ? { ...object, metadata } : object) as Cdk8s.ApiObjectProps;
    const apiObject = new ApiObject(chart, item.id, props);
    if (whole) apiObject.addJsonPatch(JsonPatch.add('/metadata/annotations', annotations));
    return toYaml(apiObject.toJson() as Data);
  };
}
