import { createHash } from 'node:crypto';
import type { Data, ItemOf } from '../../lib/spi';
import { lateIn, replaceLate, textOf, type Late, type SettledObject } from './late';
import { comment, sorted, toYaml } from './yaml';

/** A Helm chart that holds some objects as they are. */
export interface ObjectChart {
  /** By path in the chart's folder. */
  readonly files: { readonly [path: string]: string };
  /** The chart's values; changed objects change them, or Terraform would not see the change. */
  readonly values: SettledObject;
}

/** An object whose markers are settled. */
export interface ChartObject {
  readonly item: ItemOf<'object'>;
  readonly spec: SettledObject;
}

/** Writes a chart: one template an object, in the order given. Late values are the chart's values `late`, by name. */
export function objectChart(name: string, description: string, objects: readonly ChartObject[]): ObjectChart {
  const late = objects.flatMap(({ spec }) => lateIn(spec)).map(each => [each.name, each] as const);
  return {
    files: {
      'Chart.yaml': toYaml({ apiVersion: 'v2', name, description, version: '1.0.0', type: 'application' }),
      ...Object.fromEntries(objects.map((object, index) => [templatePath(object, index), template(object)])),
    },
    values: { digest: digest(objects), ...(late.length > 0 && { late: Object.fromEntries(late) }) },
  };
}

function templatePath({ item }: ChartObject, index: number): string {
  const name = `${item.spec.kind}-${item.id}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `templates/${String(index + 1).padStart(2, '0')}-${name}.yaml`;
}

function template({ item, spec }: ChartObject): string {
  const head = escapeBraces(`${comment(`${item.by}: ${item.because}`)}\n`);
  return head + textOf(spec, objectYaml, reference, escapeBraces);
}

/** An object, its fields in the order in which people write them. */
function objectYaml(object: Data): string {
  const { apiVersion, kind, metadata, ...rest } = sorted(object) as ItemOf<'object'>['spec'];
  return toYaml({ apiVersion, kind, metadata, ...rest });
}

/** JSON is YAML too, whatever the value is. */
const reference = ({ name }: Late) => `{{ toJson (index .Values.late ${JSON.stringify(name)}) }}`;

/** Helm writes the two braces, instead of reading what follows as a program. */
const escapeBraces = (text: string) => text.replaceAll('{{', '{{ "{{" }}');

function digest(objects: readonly ChartObject[]): string {
  const known = objects.map(({ spec }) => sorted(replaceLate(spec, ({ name }) => `late ${name}`)));
  return createHash('sha256').update(JSON.stringify(known)).digest('hex').slice(0, 16);
}
