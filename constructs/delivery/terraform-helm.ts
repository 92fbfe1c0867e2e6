import { Fn, TerraformStack, type TerraformResourceLifecycle } from 'cdktf';
import type { Construct } from 'constructs';
import * as v from '../../lib/schema';
import { settingsOf, shapeFindings } from '../../lib/shape';
import { CONTRACT } from '../../lib/spi';
import { fixedFields, isClass } from '../../lib/storage-class';
import type { Data, Delivery, DeliveryContext, Finding, Item, Provided, Refusal } from '../../lib/spi';
import { applyOrder, type ObjectsStep, type ReleaseStep, type Step } from './apply-order';
import { HelmProvider, HelmRelease, type HelmReleaseConfig } from './helm-release';
import { divide, settle, type SettledObject } from './late';
import { objectChart, type ChartObject } from './object-chart';
import { TerraformData } from './terraform-data';
import { terraformJson } from './terraform-json';
import { comment, sorted, toYaml } from './yaml';

/** Settings of `TerraformHelm`. */
export interface TerraformHelmProps {
  /** How long a release may take, in seconds. @default 600 */
  readonly timeoutSeconds?: number;
  /**
   * Takes a failed release back instead of leaving it for inspection. Only for releases that are waited for.
   * @default false
   */
  readonly atomic?: boolean;
  /** Revisions that Helm keeps of each release. @default 10 */
  readonly maxHistory?: number;
}

const positive = v.pipe(v.number(), v.integer(), v.minValue(1, 'a whole number above 0'));

const shape = v.strictObject({
  timeoutSeconds: v.optional(positive),
  atomic: v.optional(v.boolean()),
  maxHistory: v.optional(positive),
});

/** Where Helm keeps its record of charts that hold objects only; it exists in every cluster. */
const RECORDS = 'kube-system';

/**
 * Terraform brings releases and objects into the cluster, with its Helm provider: stage by stage, each item after those that it comes
 * `after`. What a release is given is in `values/` beside the stack, objects are in `charts/`; so both can be read before they are
 * applied. Terraform must reach the API server, and have the command that the cloud authenticates with.
 *
 * A StorageClass that changes goes and comes again, because the API server refuses to change it; volumes keep what it told them.
 *
 * It waits until a release works, except where there are no nodes yet on which it could.
 *
 * @see https://registry.terraform.io/providers/hashicorp/helm/latest/docs
 */
export class TerraformHelm implements Delivery {
  readonly contract = CONTRACT;
  readonly socket = 'delivery';
  readonly name = 'terraform-helm';
  readonly reach = 'operator';
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];

  constructor(private readonly props: TerraformHelmProps = {}) {
    this.findings = shapeFindings(shape, props, 'delivery');
    this.settings = settingsOf(props ?? {});
  }

  provides(): readonly Provided[] {
    return [{ capability: 'delivery/from-outside' }, { capability: 'delivery/terraform' }];
  }

  contribute(): readonly Item[] {
    return [];
  }

  consumes(item: Item): true | Refusal | undefined {
    if (item.kind !== 'helm-release' && item.kind !== 'object') return undefined;
    if (item.stage !== 'control-plane') return true;
    return {
      because: `'${this.name}' talks to the API server, which is not there before stage 'control-plane' is done`,
      fix: "contribute it in stage 'network' or later",
    };
  }

  deliver(context: DeliveryContext): void {
    const made = new Map<string, HelmRelease>();
    for (const step of applyOrder(context.items)) {
      const at = context.stack(step.stage);
      helmProvider(at, context);
      const sameStack = (release: HelmRelease) => TerraformStack.of(release) === TerraformStack.of(at);
      const release = new HelmRelease(at, step.id, {
        ...this.howTo(step),
        ...('release' in step ? releaseOf(step, at, context) : objectsOf(step, at, context)),
        dependsOn: step.after.flatMap(id => made.get(id) ?? []).filter(sameStack),
      });
      made.set(step.id, release);
    }
  }

  private howTo(step: Step) {
    const wait = waits(step);
    return {
      wait,
      atomic: wait && (this.props.atomic ?? false),
      timeout: this.props.timeoutSeconds ?? 600,
      maxHistory: this.props.maxHistory ?? 10,
    };
  }
}

type What = Pick<
  HelmReleaseConfig,
  | 'name'
  | 'namespace'
  | 'createNamespace'
  | 'chart'
  | 'repository'
  | 'version'
  | 'values'
  | 'lifecycle'
  | 'disableWebhooks'
>;

function releaseOf({ id, release }: ReleaseStep, at: Construct, context: DeliveryContext): What {
  const { chart, repository, version, namespace, createNamespace = false, runHooks = true } = release.spec;
  const { known, late } = divide(settled(release.spec.values, at, context));
  const path = `values/${id}.yaml`;
  context.writeBeside(at, path, `${comment(`${release.by}: ${release.because}`)}\n${toYaml(sorted(known as Data))}`);
  const values = [
    `\${file("\${path.module}/${path}")}`,
    ...(Object.keys(late).length > 0 ? [terraformJson(late, at)] : []),
  ];
  const disableWebhooks = !runHooks || undefined;
  return { name: id, namespace, createNamespace, chart, repository, version, values, disableWebhooks };
}

function objectsOf(step: ObjectsStep, at: Construct, context: DeliveryContext): What {
  const contents = step.objects.map(item => ({ item, spec: settled(item.spec, at, context) }));
  const lifecycle = remakeClasses(step.id, contents, at);
  return { ...chartOf(step, contents, at, context), ...(lifecycle && { lifecycle }) };
}

function chartOf({ id, by }: ObjectsStep, contents: readonly ChartObject[], at: Construct, context: DeliveryContext) {
  const { files, values } = objectChart(id, `Objects of ${by}`, contents);
  const folder = `charts/${id}`;
  for (const [path, content] of Object.entries(files)) context.writeBeside(at, `${folder}/${path}`, content);
  const chart = `\${path.module}/${folder}`;
  return { name: id, namespace: RECORDS, createNamespace: false, chart, values: [terraformJson(values, at)] };
}

/**
 * Replaces a release when what is fixed in its classes changes. Only one that holds nothing but classes: whatever else went with it
 * might take data along.
 */
function remakeClasses(
  id: string,
  contents: readonly ChartObject[],
  at: Construct,
): TerraformResourceLifecycle | undefined {
  const fixed = contents.flatMap(({ item, spec }) => {
    const fields = fixedFields(spec);
    return fields ? [[item.spec.metadata.name, terraformJson(fields, at)] as const] : [];
  });
  if (fixed.length === 0 || !contents.every(({ spec }) => isClass(spec))) return undefined;
  new TerraformData(at, id, Object.fromEntries(fixed));
  return { replaceTriggeredBy: [`terraform_data.${id}`] };
}

/** A pod needs a node to work on, and some claims wait for a pod. */
function waits(step: Step): boolean {
  if ('release' in step) return step.release.spec.wait ?? step.stage === 'platform';
  const kinds = step.objects.map(({ spec }) => spec.kind);
  if (step.stage === 'platform') return !kinds.includes('PersistentVolumeClaim');
  return kinds.every(kind => kind === 'CustomResourceDefinition');
}

function settled(data: { readonly [key: string]: Data }, at: Construct, context: DeliveryContext): SettledObject {
  return settle(data, marker => context.resolve(marker, at)) as SettledObject;
}

function helmProvider(at: Construct, context: DeliveryContext): void {
  if (at.node.tryFindChild('helm-provider')) return;
  const { host, certificateAuthority, exec } = context.access(at);
  const authority = certificateAuthority && { clusterCaCertificate: Fn.base64decode(certificateAuthority) };
  new HelmProvider(at, 'helm-provider', { host, ...authority, exec });
}
