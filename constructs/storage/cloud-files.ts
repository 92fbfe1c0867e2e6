import * as v from '../../lib/schema';
import { settingsOf, shapeFindings } from '../../lib/shape';
import { CONTRACT, type Data, type Finding, type Item, type Plugin, type Provided, type Rule } from '../../lib/spi';
import {
  adoptedRule,
  classPath,
  classProvides,
  diskClassShape,
  storageClassShape,
  type PortableFilesIntent,
} from '../../lib/storage-class';

/**
 * A class of volumes that many nodes mount at once (ReadWriteMany), on whatever shared file system the cloud has. A cloud refuses by name
 * what it cannot do.
 */
export type CloudFilesProps = PortableFilesIntent;

const shape = v.strictObject({ ...storageClassShape, snapshots: diskClassShape.snapshots });

/**
 * Whatever shared file system the cloud has, for volumes that many nodes mount at once: pure intent, which moves with the cluster.
 *
 * @example new CloudFiles({ name: 'shared' })
 */
export class CloudFiles implements Plugin<'storage'> {
  readonly contract = CONTRACT;
  readonly socket = 'storage';
  readonly name = 'cloud-files';
  readonly label: string;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];

  constructor(private readonly props: CloudFilesProps) {
    this.label = props?.name;
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(shape, props, classPath(props));
    this.rules = [adoptedRule(this, 'shared file system')];
  }

  provides(): readonly Provided[] {
    return classProvides(this.props, 'storage/files');
  }

  /** Nothing: an infrastructure that knows this plugin brings items of its own, and any other refuses it. */
  contribute(): readonly Item[] {
    return [];
  }
}
