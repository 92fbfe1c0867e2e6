import { CONTRACT } from 'tenon/spi';
import type { Item, Plugin, PoolDemand, PoolRequest, Provided } from 'tenon/spi';

/** A storage plugin that wants something of its nodes: local disks, kept whole by quotas. */
export class AcmeLocalDisks implements Plugin<'storage'> {
  readonly contract = CONTRACT;
  readonly socket = 'storage';
  readonly name = 'acme-local-disks';
  readonly settings = {};

  /** `kinds` are kinds of items that it adds, for tests of what becomes of them. */
  constructor(private readonly further: readonly Item[] = []) {}

  provides(): readonly Provided[] {
    return [{ capability: 'storage/block' }];
  }

  demands(pool: PoolRequest): PoolDemand | undefined {
    return pool.name === 'disks' ? { by: this.name, because: 'volumes are parts of them', disks: 1 } : undefined;
  }

  contribute(): readonly Item[] {
    const common = { by: this.name, because: 'no volume may fill the disk of another', stage: 'nodes' } as const;
    return [
      { kind: 'node-package', id: 'quota', ...common, on: { pool: 'disks' }, spec: { name: 'quota', version: '4.09' } },
      {
        kind: 'node-file',
        id: 'quota-config',
        ...common,
        on: { pool: 'disks' },
        spec: { path: '/etc/acme/quota.conf', content: 'limit=90%\n', mode: '0600' },
      },
      { kind: 'kubelet', id: 'quota', ...common, spec: { evictionHard: { 'nodefs.available': '10%' } } },
      ...this.further,
    ];
  }
}
