import { LocalBackend } from 'cdktf';
import { Manifests } from 'tenon/delivery';
import { AwsVpcCni, Cilium } from 'tenon/network';
import { CloudDisk } from 'tenon/storage';
import { eks, pool, shop, type Pair } from './pair';

const cilium = (version?: string) => shop({ network: new Cilium({ ...(version !== undefined && { version }) }) });
const disk = (type: 'ssd' | 'premium') =>
  shop({ storage: [new CloudDisk({ name: 'fast', default: true, tier: type })] });
const reason = (because: string) => shop({ network: new Cilium(), acknowledge: [{ code: 'EKS-05', because }] });

/** Versions, plugins, classes, reasons and what else is decided. */
export const decisions: readonly Pair[] = [
  { name: 'kubernetes-raised', base: shop({ kubernetes: '1.35' }), head: shop() },
  { name: 'chart-version-raised', base: cilium('1.19.4'), head: cilium() },
  {
    name: 'add-on-version-changed',
    base: shop({ infrastructure: eks({ addons: { coredns: { version: 'v1.12.1-eksbuild.2' } } }) }),
    head: shop({ infrastructure: eks({ addons: { coredns: { version: 'v1.12.4-eksbuild.1' } } }) }),
  },
  { name: 'network-swapped', base: cilium(), head: shop({ network: new AwsVpcCni() }) },
  { name: 'class-parameter-changed', base: disk('ssd'), head: disk('premium') },
  { name: 'class-removed', base: disk('ssd'), head: shop() },
  { name: 'warning-acknowledged', base: cilium(), head: reason('we run Cilium on every cloud') },
  { name: 'reason-changed', base: reason('a trial until March'), head: reason('we run Cilium on every cloud') },
  { name: 'warning-added', base: shop(), head: shop({ addresses: { pods: '10.50.0.0/16' } }) },
  {
    name: 'tags-changed',
    base: shop({ tags: { team: 'shop' } }),
    head: shop({ tags: { team: 'checkout', cost: '42' } }),
  },
  {
    name: 'delivery-changed',
    base: disk('ssd'),
    head: shop({
      storage: [new CloudDisk({ name: 'fast', default: true, tier: 'ssd' })],
      deliveries: [new Manifests()],
    }),
  },
  {
    name: 'state-moved',
    base: shop(),
    head: shop({ state: stack => new LocalBackend(stack, { path: `../../../state/${stack.node.id}.tfstate` }) }),
  },
  { name: 'region-changed', base: shop(), head: shop({ infrastructure: eks({ region: 'eu-west-1' }) }) },
  {
    name: 'order-changed',
    base: shop({
      infrastructure: eks({
        publicAccess: ['203.0.113.0/24', '198.51.100.0/24'],
        logs: { types: ['api', 'audit', 'authenticator'] },
      }),
      storage: [new CloudDisk({ name: 'a', default: true }), new CloudDisk({ name: 'b' })],
      pools: [pool(), pool({ name: 'batch', labels: { team: 'shop', tier: 'web' } })],
    }),
    head: shop({
      infrastructure: eks({
        publicAccess: ['198.51.100.0/24', '203.0.113.0/24'],
        logs: { types: ['authenticator', 'api', 'audit'] },
      }),
      storage: [new CloudDisk({ name: 'b' }), new CloudDisk({ name: 'a', default: true })],
      pools: [pool({ name: 'batch', labels: { tier: 'web', team: 'shop' } }), pool()],
    }),
  },
];
