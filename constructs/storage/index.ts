/**
 * Storage: classes of volumes, portable or of one cloud.
 *
 * @packageDocumentation
 */
export { AwsEbs, type AwsEbsProps } from './aws-ebs';
export { AwsEfs, type AwsEfsProps } from './aws-efs';
export { CloudDisk, type CloudDiskProps } from './cloud-disk';
export { CloudFiles, type CloudFilesProps } from './cloud-files';
export { DigitalOceanBlockStorage, type DigitalOceanBlockStorageProps } from './digital-ocean-block-storage';
export { GoogleFilestore } from './google-filestore';
export type { FilestoreBackups, FilestoreExport, GoogleFilestoreProps } from './google-filestore-props';
export { GooglePersistentDisk } from './google-persistent-disk';
export type {
  GoogleDiskSnapshots,
  GooglePersistentDiskProps,
  HyperdiskType,
  PersistentDiskType,
} from './google-persistent-disk-props';
export type {
  DiskClassIntent,
  PortableDiskIntent,
  PortableFilesIntent,
  StorageClassIntent,
} from '../../lib/storage-class';
