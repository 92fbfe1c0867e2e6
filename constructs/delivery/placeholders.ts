import { TerraformOutput } from 'cdktf';
import { markerName } from '../../lib/marker';
import type { Data, DeliveryContext, Fact, Input, Stage } from '../../lib/spi';
import type { Late } from './late';

/** What stands in a manifest for a value that only Terraform knows, and how the value is read. */
export interface Placeholder {
  /** The name of a shell variable. */
  readonly variable: string;
  readonly fact: string;
  /** The Terraform stack that has the output. */
  readonly stack: string;
  readonly output: string;
  /** Prints the value; run it in the stack's folder. */
  readonly command: string;
}

/** The placeholders of one cluster's manifests. */
export class Placeholders {
  private readonly known = new Map<string, Placeholder>();

  constructor(private readonly context: DeliveryContext) {}

  /** All that were asked for, by variable. */
  get all(): readonly Placeholder[] {
    return [...this.known.values()].sort((one, other) => (one.variable < other.variable ? -1 : 1));
  }

  /** What takes a marker's place, as the stack knows it that makes the value. */
  resolve(marker: Fact | Input): unknown {
    return this.context.resolve(marker as Data, this.context.stack(this.stageOf(marker)));
  }

  /** The placeholder of a late value, whose output is made when it is first asked for. */
  of(late: Late): Placeholder {
    const placeholder = this.known.get(late.name) ?? this.make(late);
    this.known.set(late.name, placeholder);
    return placeholder;
  }

  /** How it is written as YAML: text in quotes, or `443` would become a number. */
  text(late: Late): string {
    const variable = `\${${this.of(late).variable}}`;
    return typeof late.value === 'string' ? `"${variable}"` : variable;
  }

  private make(late: Late): Placeholder {
    const stage = this.stageOf(late.marker);
    const output = `manifests_${late.id}`;
    new TerraformOutput(this.context.stack(stage), output, { value: late.value });
    const plain = typeof late.value === 'string' || typeof late.value === 'number';
    return {
      variable: this.free(late.id.toUpperCase().replaceAll('-', '_')),
      fact: late.name.replace(/^fact\//, ''),
      stack:
        this.context.plan.stacks.find(({ stages }) => stages.includes(stage))?.name ?? this.context.plan.cluster.name,
      output,
      command: `terraform output ${plain ? '-raw' : '-json'} ${output}`,
    };
  }

  private free(variable: string): string {
    const taken = this.all.some(each => each.variable === variable);
    return taken ? this.free(`${variable}_`) : variable;
  }

  /** A fact about an item is known where the item is made, every other one with the control plane. */
  private stageOf(marker: Fact | Input): Stage {
    const [, kind, , ...id] = markerName(marker).split('/');
    const about = this.context.plan.items.find(item => item.kind === kind && item.id === id.join('/'));
    return about?.stage ?? 'control-plane';
  }
}
