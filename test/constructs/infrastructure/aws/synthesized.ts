import { App, Testing } from 'cdktf';
import type { TerraformStack } from 'cdktf';
import { Cluster, type ClusterProps, type Stage } from 'tenon';
import { Eks, type EksProps } from 'tenon/aws';
import { Manifests } from 'tenon/delivery';
import { CONTRACT, type Item, type Plugin } from 'tenon/spi';

/** A block of Terraform's. */
export type Block = { readonly [argument: string]: unknown } & { readonly depends_on?: readonly string[] };

/** The resources of one stack, by address. */
export type Resources = { readonly [address: string]: Block };

/** What a test says of a cluster; the rest is small. */
export type Given = Partial<Omit<ClusterProps, 'infrastructure'>> & { readonly eks?: Partial<EksProps> };

/** An EKS cluster `test` in `eu-central-1` with one pool. Its releases and objects become files. */
export function cluster({ eks, ...props }: Given = {}): Cluster {
  return new Cluster(new App(), 'test', {
    kubernetes: '1.36',
    infrastructure: new Eks({ region: 'eu-central-1', ...eks }),
    deliveries: [new Manifests()],
    pools: [{ name: 'general', cpu: 2, memoryGiB: 8, min: 1, max: 3 }],
    ...props,
  });
}

/** One stack of such a cluster. */
export function resources(given: Given = {}, stage: Stage = 'control-plane'): Resources {
  return resourcesIn(cluster(given).stack(stage));
}

/** A stack's resources by address. */
export function resourcesIn(stack: TerraformStack): Resources {
  const { resource = {} } = JSON.parse(Testing.synth(stack)) as {
    resource?: { [type: string]: { [name: string]: Block } };
  };
  return Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => [`${type}.${name}`, block]),
    ),
  );
}

/** Everything that must exist before a resource is made: by `depends_on` and by reference, directly or not. */
export function before(all: Resources, address: string, seen = new Set<string>()): Set<string> {
  const { '//': _, ...block } = all[address] ?? {};
  const text = JSON.stringify(block);
  for (const other of Object.keys(all)) {
    const named = (block.depends_on ?? []).includes(other) || text.includes(`${other}.`);
    if (other === address || seen.has(other) || !named) continue;
    seen.add(other);
    before(all, other, seen);
  }
  return seen;
}

/** A plugin that wants some things of an infrastructure. */
export function asking(...items: readonly Item[]): Plugin<'mesh'> {
  return {
    contract: CONTRACT,
    socket: 'mesh',
    name: 'asking',
    settings: {},
    provides: () => [],
    contribute: () => items,
  };
}

/** What every item has besides its kind, id and spec. */
export const from = { by: 'asking', because: 'a test asks for it', stage: 'control-plane' } as const;
