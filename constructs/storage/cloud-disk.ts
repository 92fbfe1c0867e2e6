import * as v from '../../lib/schema';
import { settingsOf, shapeFindings } from '../../lib/shape';
import { CONTRACT, type Data, type Finding, type Item, type Plugin, type Provided, type Rule } from '../../lib/spi';
import {
  adoptedRule,
  classPath,
  classProvides,
  diskClassShape,
  type PortableDiskIntent,
} from '../../lib/storage-class';

/** A class of whatever disks the cloud has. A cloud refuses by name what it cannot do. */
export type CloudDiskProps = PortableDiskIntent;

const shape = v.strictObject({
  ...diskClassShape,
  tier: v.optional(v.picklist(['standard', 'ssd', 'premium'])),
  iops: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  throughputMiB: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  encryptionKey: v.optional(v.pipe(v.string(), v.minLength(1))),
});

/**
 * Whatever disk the cloud has: pure intent, which each infrastructure carries out in its own way, so it moves with the cluster.
 *
 * @example new CloudDisk({ name: 'fast', tier: 'ssd', default: true })
 */
export class CloudDisk implements Plugin<'storage'> {
  readonly contract = CONTRACT;
  readonly socket = 'storage';
  readonly name = 'cloud-disk';
  readonly label: string;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: CloudDiskProps) {
    this.label = props?.name;
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(shape, props, classPath(props));
    this.rules = [adoptedRule(this, 'disk')];
  }

  provides(): readonly Provided[] {
    return classProvides(this.props, 'storage/block');
  }

  /** Nothing: an infrastructure that knows this plugin brings items of its own, and any other refuses it. */
  contribute(): readonly Item[] {
    return [];
  }
}
