import * as v from '../../lib/schema';
import { settingsOf, shapeFindings } from '../../lib/shape';
import {
  CONTRACT,
  type Data,
  type Finding,
  type Item,
  type Needed,
  type Platform,
  type Plugin,
  type Provided,
} from '../../lib/spi';
import {
  classPath,
  classProvides,
  diskClass,
  diskClassShape,
  driverOf,
  SNAPSHOTS,
  type DiskClassIntent,
} from '../../lib/storage-class';

const DRIVER = 'dobs.csi.digitalocean.com';

/** A class of DigitalOcean volumes. A Droplet takes seven at most. */
export type DigitalOceanBlockStorageProps = DiskClassIntent;

const shape = v.strictObject(diskClassShape);

/**
 * Block storage of DigitalOcean: SSD volumes, encrypted at rest, that one node at a time mounts.
 *
 * @see https://github.com/digitalocean/csi-digitalocean
 */
export class DigitalOceanBlockStorage implements Plugin<'storage'> {
  readonly contract = CONTRACT;
  readonly socket = 'storage';
  readonly name = 'digital-ocean-block-storage';
  readonly label: string;
  readonly settings: { readonly [setting: string]: Data };
  readonly findings: readonly Finding[];

  constructor(private readonly props: DigitalOceanBlockStorageProps) {
    this.label = props?.name;
    this.settings = settingsOf(props ?? {});
    this.findings = shapeFindings(shape, props, classPath(props));
  }

  needs(): readonly Needed[] {
    return [
      {
        capability: `driver/${DRIVER}`,
        because: 'its volumes are made by the driver of DigitalOcean, which works there alone',
        fix: 'use an infrastructure of DigitalOcean, such as Doks, or CloudDisk for whatever disk the cloud has',
      },
      ...(this.props.snapshots ? [SNAPSHOTS] : []),
    ];
  }

  provides(): readonly Provided[] {
    return classProvides(this.props, 'storage/block');
  }

  contribute(decisions: Pick<Platform, 'value'>): readonly Item[] {
    return diskClass(this.props, {
      by: `${this.name}/${this.label}`,
      because: `volumes of DigitalOcean for claims on '${this.label}'`,
      driver: driverOf(DRIVER, decisions),
      parameters: {},
      // The service keeps a default VolumeSnapshotClass of its own for this driver.
      defaultSnapshots: false,
    });
  }
}
