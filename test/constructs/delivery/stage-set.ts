import { App, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import type { Data, Delivery, DeliveryContext, Item, ItemOf, Plan, PlannedItem, Stage } from 'tenon/spi';
import { replaceMarkers } from '../../../lib/plan/terraform-values';

/** What a delivery made of some items, with a stack for each stage. */
export interface Delivered {
  /** A stack as Terraform reads it. */
  terraform(stage: Stage): Synthesized;
  /** Files beside stacks as `<stage>/<path>`, and others as they are. */
  readonly files: { readonly [path: string]: string };
}

interface Synthesized {
  readonly terraform: { readonly required_providers?: { readonly [name: string]: unknown } };
  readonly provider?: { readonly helm: readonly unknown[] };
  readonly locals?: { readonly [name: string]: unknown };
  readonly output?: { readonly [name: string]: { readonly value: unknown } };
  readonly resource?: {
    readonly helm_release: { readonly [name: string]: Release };
    readonly terraform_data?: { readonly [name: string]: unknown };
  };
}

interface Release {
  readonly values: readonly string[];
  readonly depends_on?: readonly string[];
  readonly [attribute: string]: unknown;
}

/** Runs a delivery as a cluster does, on items that come in their plan's order, in stacks that have constructs of these ids already. */
export function deliver(
  delivery: Delivery,
  items: readonly Item[],
  facts: { readonly [name: string]: unknown } = {},
  taken: readonly string[] = [],
): Delivered {
  const app = new App({ stackTraces: false });
  const stacks = new Map<Stage, TerraformStack>();
  const files: { [path: string]: string } = {};
  const stageOf = (stack: unknown) => [...stacks].find(([, each]) => each === stack)?.[0];
  const stack = (stage: Stage) => {
    const there = stacks.get(stage);
    if (there) return there;
    const made = new TerraformStack(app, `test-${stage}`);
    for (const id of taken) new Construct(made, id);
    stacks.set(stage, made);
    return made;
  };
  const planned = items.map((item): PlannedItem => ({ ...item, consumer: delivery.name }));
  const names = ['control-plane', 'network', 'nodes', 'platform'] as const;
  const context: DeliveryContext = {
    plan: {
      cluster: { name: 'test' },
      items: planned,
      stacks: names.map(stage => ({ name: `test-${stage}`, stages: [stage] })),
    } as unknown as Plan,
    items: planned,
    stack,
    access: () => ({
      host: 'https://api.example',
      certificateAuthority: 'UEVN',
      exec: { apiVersion: 'v1', command: 'cloud', args: ['token'], env: { CLOUD_Profile: 'x' } },
    }),
    resolve: data =>
      replaceMarkers(replaceMarkers(data, '$input', name => facts[name]) as Data, '$fact', name => facts[name]),
    writeBeside: (at, path, content) => void (files[`${stageOf(at)}/${path}`] = content),
    write: (path, content) => void (files[path] = content),
  };
  delivery.deliver(context);
  return { files, terraform: stage => JSON.parse(Testing.synth(stack(stage))) as Synthesized };
}

/** A release as plugins contribute it. */
export function release(
  id: string,
  spec: Partial<ItemOf<'helm-release'>['spec']> = {},
  head: Partial<Item> = {},
): Item {
  return {
    kind: 'helm-release',
    id,
    by: id,
    because: `the test needs ${id}`,
    stage: 'platform',
    ...head,
    spec: {
      chart: id,
      repository: 'https://charts.example',
      version: '1.2.3',
      namespace: 'tools',
      values: {},
      ...spec,
    },
  } as Item;
}

/** A ConfigMap as plugins contribute it. */
export function configMap(id: string, data: { readonly [key: string]: Data } = {}, head: Partial<Item> = {}): Item {
  const metadata = { name: id, namespace: 'tools' };
  return object(id, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, head);
}

/** An object as plugins contribute it. */
export function object(id: string, spec: { readonly [field: string]: Data }, head: Partial<Item> = {}): Item {
  return {
    kind: 'object',
    id,
    by: 'things',
    because: `the test needs ${id}`,
    stage: 'platform',
    ...head,
    spec,
  } as Item;
}
