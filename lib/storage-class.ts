import type { Data, Item, ItemOf, Stage } from './spi';

/** What a user asks of a class of volumes, in words that every cloud has. */
export interface StorageClassIntent {
  readonly name: string;
  /** @default false */
  readonly default?: boolean;
  /** What happens to a volume when its claim is deleted. @default 'Delete' */
  readonly reclaim?: 'Delete' | 'Retain';
  /** @default true */
  readonly expandable?: boolean;
  /** When a volume is made: with its claim, or once a pod needs it and its zone is known. @default 'WaitForFirstConsumer' */
  readonly binding?: 'Immediate' | 'WaitForFirstConsumer';
  readonly mountOptions?: readonly string[];
}

export interface StorageClassSource {
  readonly by: string;
  readonly because: string;
  readonly provisioner: string;
  readonly parameters: { readonly [name: string]: Data };
  readonly after?: readonly string[];
}

/** A StorageClass and the offer that tells application teams of it. */
export function storageClass(intent: StorageClassIntent, source: StorageClassSource): readonly Item[] {
  const { by, because, after } = source;
  const common = { by, because, stage: 'platform' as Stage, ...(after && { after }) };
  const object: ItemOf<'object'> = {
    kind: 'object',
    id: `storage-class-${intent.name}`,
    ...common,
    spec: {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: intent.name,
        ...(intent.default && { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }),
      },
      provisioner: source.provisioner,
      parameters: source.parameters,
      reclaimPolicy: intent.reclaim ?? 'Delete',
      allowVolumeExpansion: intent.expandable ?? true,
      volumeBindingMode: intent.binding ?? 'WaitForFirstConsumer',
      ...(intent.mountOptions && { mountOptions: intent.mountOptions }),
    },
  };
  const offer: ItemOf<'offer'> = {
    kind: 'offer',
    id: `storage-class-${intent.name}`,
    ...common,
    spec: { type: 'storage-class', name: intent.name, details: { default: intent.default ?? false } },
  };
  return [object, offer];
}
