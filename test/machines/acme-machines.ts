import { DataResource, Fn, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { CONTRACT } from 'tenon/spi';
import type {
  Access,
  Adoption,
  Fact,
  Infrastructure,
  Item,
  Machine,
  Pool,
  PoolDemand,
  PoolRequest,
  Provided,
  Provisioned,
  Provisioning,
  Refusal,
} from 'tenon/spi';

/** A kind that the shared code has never heard of. */
declare module 'tenon/spi' {
  interface ItemKinds {
    /** A name in the makers' own DNS. */
    'acme/dns-record': { readonly name: string; readonly target: string | Fact };
  }
}

const NODE_ITEMS = ['node-file', 'node-package', 'node-command', 'kubelet'] as const;

const SIZES = [
  { type: 'acme-2', cpu: 2, memoryGiB: 8, disks: 0 },
  { type: 'acme-8', cpu: 8, memoryGiB: 32, disks: 2 },
] as const;

/** Machines of a maker who knows this package by `tenon/spi` alone: everything on them is brought by plugins. */
export class AcmeMachines implements Infrastructure {
  readonly contract = CONTRACT;
  readonly socket = 'infrastructure';
  readonly name = 'acme-machines';
  readonly settings = {};
  readonly sockets = {
    bootstrap: 'open',
    network: 'open',
    runtime: 'open',
    storage: 'open',
    mesh: 'open',
    delivery: 'open',
  } as const;
  readonly zones = ['hall-1', 'hall-2'];
  readonly addresses = { network: '10.10.0.0/16', pods: '10.20.0.0/16', services: '10.30.0.0/16' };
  readonly versions = {
    asOf: '2026-11-22',
    source: 'https://acme.example/versions',
    windows: [{ minor: '1.35' }, { minor: '1.36' }],
  } as const;
  readonly names = {
    cluster: { pattern: '[a-z]+', maxLength: 12, words: 'lower-case letters' },
    pool: { pattern: '[a-z]+', maxLength: 12, words: 'lower-case letters' },
  };
  readonly facts = ['cluster/name', 'endpoint/url', 'endpoint/host', 'endpoint/port'];

  provides(): readonly Provided[] {
    // Its halls hang on one switch.
    return [{ capability: 'cloud', value: 'acme' }, { capability: 'network/layer-2' }];
  }

  contribute(): readonly Item[] {
    return [
      {
        kind: 'acme/dns-record',
        id: 'api',
        by: this.name,
        because: 'kubeconfigs name the control plane, which moves',
        stage: 'control-plane',
        spec: { name: 'api', target: { $fact: 'endpoint/host' } },
      },
    ];
  }

  adopt(): Adoption | undefined {
    return undefined;
  }

  consumes(item: Item): true | Refusal | undefined {
    if (item.kind === 'acme/dns-record' || item.kind === 'port') return true;
    if (item.kind !== 'identity') return undefined;
    return { because: "'acme-machines' knows no identities", fix: 'remove the plugin that asks for one' };
  }

  select(pool: PoolRequest, demands: readonly PoolDemand[]): Machine | Refusal {
    const { cpu = 0, memoryGiB = 0 } = pool;
    const disks = Math.max(0, ...demands.map(demand => demand.disks ?? 0));
    const size = SIZES.find(each => each.cpu >= cpu && each.memoryGiB >= memoryGiB && each.disks >= disks);
    if (!size || demands.some(demand => demand.kvm)) {
      return { because: `no machine has what pool '${pool.name}' asks for`, fix: 'ask for less' };
    }
    const { type } = size;
    const rest = { arch: 'amd64', gpu: 0, kvm: false, maxPods: 110, image: 'acme-linux-9' } as const;
    return { ...rest, type, cpu: size.cpu, memoryGiB: size.memoryGiB, accepts: NODE_ITEMS };
  }

  provision(context: Provisioning): Provisioned {
    const { plan, items } = context;
    const main = context.stack('control-plane');
    const controlPlane = machines(main, 'control-plane', {
      count: 3,
      userData: context.program?.({ role: 'control-plane' }).userData,
      open: items.filter(item => item.kind === 'port').map(item => item.id),
    });
    for (const pool of plan.pools) poolOf(context, pool);
    const host = (at: Construct) => context.carry('host', controlPlane.output.lookup('host') as string, at);
    const fact = (name: string, at: Construct) => factOf(name, plan.cluster.name, host(at));
    for (const item of items) {
      if (item.kind !== 'acme/dns-record') continue;
      const target = typeof item.spec.target === 'string' ? item.spec.target : fact(item.spec.target.$fact, main);
      machines(main, `dns-${item.id}`, { name: item.spec.name, target: target as string });
    }
    return {
      fact,
      access: at => accessOf(host(at)),
      outputs: { name: plan.cluster.name, endpoint: `https://${host(main)}:6443`, kubeconfig: 'acme kubeconfig' },
    };
  }
}

function machines(stack: Construct, id: string, input: object): DataResource {
  return new DataResource(TerraformStack.of(stack), id, { input: { ...input, host: `${id}.acme.example` } });
}

function poolOf(context: Provisioning, { name, answer, desired, startupTaints }: Pool): void {
  machines(context.stack('nodes'), `pool-${name}`, {
    type: answer.type,
    count: desired,
    taints: startupTaints.map(taint => taint.key),
    userData: context.program?.({ pool: name }).userData,
  });
}

function factOf(fact: string, name: string, host: string): unknown {
  const facts = new Map<string, unknown>([
    ['cluster/name', name],
    ['endpoint/url', `https://${host}:6443`],
    ['endpoint/host', host],
    ['endpoint/port', 6443],
  ]);
  return facts.get(fact);
}

function accessOf(host: string): Access {
  return {
    host: `https://${host}:6443`,
    certificateAuthority: Fn.base64encode(host),
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'acme', args: ['token'] },
  };
}
