import { CONTRACT } from 'tenon/spi';
import type {
  Bootstrap,
  Data,
  Decisions,
  Item,
  NodeProgram,
  Plan,
  PlannedItem,
  Provided,
  Refusal,
  Where,
} from 'tenon/spi';

/** Makes machines into nodes: whatever plugins put on nodes becomes one cloud-init file for each kind of machine. */
export class AcmeBoot implements Bootstrap {
  readonly contract = CONTRACT;
  readonly socket = 'bootstrap';
  readonly name = 'acme-boot';
  readonly settings = {};

  provides(): readonly Provided[] {
    return [
      { capability: 'dns/cluster', value: 'coredns', supply: 'if-needed' },
      { capability: 'network/services', value: 'iptables', exclusive: true, supply: 'if-needed' },
      { capability: 'network/node-ranges', value: 'allocated', supply: 'if-needed' },
    ];
  }

  contribute(decisions: Decisions): readonly Item[] {
    const gives = (capability: 'network/services' | 'network/node-ranges') =>
      decisions.suppliers(capability).includes(this.name);
    return [
      ...(gives('network/services') ? [this.proxy()] : []),
      ...(gives('network/node-ranges') ? [this.allocator(decisions.addresses.pods)] : []),
      {
        kind: 'node-command',
        id: 'join',
        by: this.name,
        because: 'a machine is a node once it has joined',
        stage: 'nodes',
        after: ['kubelet/containerd'],
        spec: { run: ['acme-join', '--kubelet-config', '/etc/kubelet.json'] },
      },
    ];
  }

  private proxy(): Item {
    return {
      kind: 'node-command',
      id: 'proxy',
      by: this.name,
      because: 'no network here translates Services',
      stage: 'nodes',
      spec: { run: ['acme-proxy'] },
    };
  }

  private allocator(pods: string): Item {
    return {
      kind: 'node-command',
      id: 'allocator',
      by: this.name,
      because: 'the network takes the range that each node has',
      stage: 'control-plane',
      on: { role: 'control-plane' },
      spec: { run: ['acme-allocator', '--cluster-cidr', pods] },
    };
  }

  consumes(item: Item): true | Refusal | undefined {
    const mine = ['node-file', 'node-package', 'node-command', 'kubelet'];
    return mine.includes(item.kind) ? true : undefined;
  }

  program(plan: Plan, on: Where): NodeProgram {
    const items = plan.items.filter(item => item.consumer === this.name && isFor(item, on));
    const files = items.flatMap(item => (item.kind === 'node-file' ? [item.spec] : []));
    const packages = items.flatMap(item => (item.kind === 'node-package' ? [item.spec] : []));
    const commands = items.flatMap(item => (item.kind === 'node-command' ? [item.spec.run] : []));
    const kubelet = Object.assign({}, ...items.flatMap(item => (item.kind === 'kubelet' ? [item.spec] : [])));
    const cloudConfig: Data = {
      packages: packages.map(({ name, version }) => (version ? `${name}=${version}` : name)),
      write_files: [
        ...files.map(({ path, content, mode = '0644' }) => ({ path, content, permissions: mode })),
        { path: '/etc/kubelet.json', content: JSON.stringify(kubelet), permissions: '0600' },
      ],
      runcmd: commands,
    };
    return { format: 'cloud-init', userData: `#cloud-config\n${JSON.stringify(cloudConfig)}` };
  }
}

/** An item without a place is for every machine. */
function isFor({ on }: PlannedItem, asked: Where): boolean {
  if (!on) return true;
  if ('pool' in on) return 'pool' in asked && asked.pool === on.pool;
  return on.role === ('pool' in asked ? 'node' : asked.role);
}
