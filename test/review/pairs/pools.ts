import { eks, pool, shop, type Pair } from './pair';

const taints = [{ key: 'acme.example/batch', value: 'true', effect: 'NoSchedule' as const }];

/** What becomes of pools. */
export const pools: readonly Pair[] = [
  {
    name: 'pool-added',
    base: shop(),
    head: shop({ pools: [pool(), pool({ name: 'batch', machine: 'c7i.xlarge', min: 0, spot: true })] }),
  },
  {
    name: 'pool-removed',
    base: shop({ pools: [pool(), pool({ name: 'batch' })] }),
    head: shop(),
  },
  {
    name: 'pool-machine-changed',
    base: shop(),
    head: shop({ pools: [pool({ machine: 'm7i.xlarge', maxUnavailable: 2 })] }),
  },
  { name: 'pool-disk-changed', base: shop(), head: shop({ pools: [pool({ diskGiB: 200 })] }) },
  { name: 'pool-resized', base: shop(), head: shop({ pools: [pool({ min: 3, max: 20 })] }) },
  {
    name: 'pool-labels-and-taints',
    base: shop({ pools: [pool(), pool({ name: 'batch' })] }),
    head: shop({ pools: [pool(), pool({ name: 'batch', labels: { team: 'shop' }, taints })] }),
  },
  { name: 'pool-becomes-spot', base: shop(), head: shop({ pools: [pool({ spot: true })] }) },
  {
    name: 'pool-in-fewer-zones',
    base: shop(),
    head: shop({ pools: [pool({ zones: ['eu-central-1a'] })] }),
  },
  {
    name: 'pool-of-auto-mode',
    base: shop({ infrastructure: eks({ autoMode: true }), pools: [pool({ min: 0 })] }),
    head: shop({ infrastructure: eks({ autoMode: true }), pools: [pool({ min: 0, machine: 'm7i.xlarge' })] }),
  },
];
