import { join } from 'node:path';
import { App } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Eks } from 'tenon/aws';
import { AwsVpcCni, Cilium } from 'tenon/network';
import { CloudDisk } from 'tenon/storage';
import { emptyFolder, filesOf } from '../folder';

/** What waits for what: an address for each resource, and the addresses that it names. Taking down goes the other way. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

interface Stack {
  readonly resources: Graph;
  readonly after: readonly string[];
}

type Stacks = ReadonlyMap<string, Stack>;

const folder = emptyFolder();

function synthesized(name: string, changes: Partial<ClusterProps>): Stacks {
  const app = new App({ outdir: join(folder, name) });
  new Cluster(app, 'x', {
    kubernetes: '1.36',
    infrastructure: new Eks({ region: 'eu-central-1', publicAccess: ['203.0.113.0/24'] }),
    storage: [new CloudDisk({ name: 'fast', default: true, snapshots: true })],
    pools: [{ name: 'general', cpu: 2, memoryGiB: 8, min: 2, max: 4 }],
    ...changes,
  });
  app.synth();
  const files = filesOf(app.outdir);
  const manifest = JSON.parse(files['manifest.json'] as string) as {
    stacks: { [name: string]: { dependencies: string[] } };
  };
  return new Map(
    Object.entries(manifest.stacks).map(([stack, { dependencies }]) => {
      const resources = resourcesOf(JSON.parse(files[`stacks/${stack}/cdk.tf.json`] as string) as Terraform);
      return [stack, { resources, after: dependencies.map(path => path.replace(/^.*\//, '')) }];
    }),
  );
}

interface Terraform {
  readonly resource: { readonly [type: string]: { readonly [name: string]: object } };
}

function resourcesOf({ resource }: Terraform): Graph {
  const all = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(
      ([name, body]) => [`${type}.${name}`, JSON.stringify({ ...body, '//': undefined })] as const,
    ),
  );
  return new Map(
    all.map(([address, text]) => [address, new Set(all.flatMap(([other]) => (names(text, other) ? [other] : [])))]),
  );
}

const names = (text: string, address: string) =>
  new RegExp(`\\b${address.replaceAll('.', '\\.')}(?![\\w-])`).test(text);

/** Pairs of patterns: every resource of the first comes before every one of the second, and there is one of each. */
const COMMON: readonly [string, string][] = [
  ['aws_iam_role_policy_attachment.attachment-cluster-', 'aws_eks_cluster.'],
  ['aws_cloudwatch_log_group.', 'aws_eks_cluster.'],
  ['aws_eks_cluster.', 'aws_eks_node_group.'],
  ['aws_iam_role_policy_attachment.attachment-node-', 'aws_eks_node_group.'],
  ['aws_nat_gateway.', 'aws_eks_node_group.'],
  ['aws_route_table_association.', 'aws_eks_node_group.'],
  ['aws_vpc_security_group_egress_rule.', 'aws_eks_node_group.'],
  ['aws_eks_addon.addon-eks-pod-identity-agent', 'aws_eks_node_group.'],
  ['aws_eks_node_group.', 'aws_eks_addon.addon-coredns'],
  ['aws_eks_node_group.', 'aws_eks_addon.addon-aws-ebs-csi-driver'],
  ['aws_eks_pod_identity_association.identity-ebs-csi', 'aws_eks_addon.addon-aws-ebs-csi-driver'],
  ['aws_iam_role_policy_attachment.attachment-ebs-csi-', 'aws_eks_pod_identity_association.identity-ebs-csi'],
  ['aws_eks_addon.addon-snapshot-controller', 'helm_release.cloud-disk-fast-'],
  ['aws_eks_addon.addon-aws-ebs-csi-driver', 'helm_release.cloud-disk-fast-'],
];
const WITH_CILIUM: readonly [string, string][] = [
  ...COMMON,
  ['aws_eks_pod_identity_association.identity-cilium', 'helm_release.cilium'],
  ['aws_eks_cluster.', 'helm_release.cilium'],
  ['helm_release.cilium', 'aws_eks_node_group.'],
];
const WITH_VPC_CNI: readonly [string, string][] = [
  ...COMMON,
  ['aws_eks_addon.addon-vpc-cni', 'aws_eks_node_group.'],
  ['aws_eks_addon.addon-kube-proxy', 'aws_eks_node_group.'],
];

/** Pairs that are not in order. */
function broken(stacks: Stacks, order: readonly [string, string][]): string[] {
  return order.filter(pair => !isKept(stacks, pair)).map(([first, second]) => `${first} < ${second}`);
}

function isKept(stacks: Stacks, [first, second]: readonly [string, string]): boolean {
  const all = [...stacks].flatMap(([stack, { resources }]) =>
    [...resources.keys()].map(address => ({ stack, address })),
  );
  const [befores, afters] = [first, second].map(pattern => all.filter(({ address }) => address.startsWith(pattern)));
  if (!befores?.length || !afters?.length) return false;
  return befores.every(before =>
    afters.every(after =>
      before.stack === after.stack
        ? waits(stacks.get(after.stack)?.resources, after.address, before.address)
        : waits(stackGraph(stacks), after.stack, before.stack),
    ),
  );
}

const stackGraph = (stacks: Stacks): Graph => new Map([...stacks].map(([name, { after }]) => [name, new Set(after)]));

function waits(graph: Graph | undefined, from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(graph?.get(from) ?? [])].some(next => next === to || waits(graph, next, to, seen));
}

/** The same stacks, two of which have changed places. */
function swapped(stacks: Stacks, one: string, other: string): Stacks {
  const place = (name: string) => (name === one ? other : name === other ? one : name);
  return new Map(
    [...stacks].map(([name, { resources }]) => [
      name,
      { resources, after: (stacks.get(place(name))?.after ?? []).map(place) },
    ]),
  );
}

/** The same stacks without one edge between resources. */
function without(stacks: Stacks, stack: string, from: string, to: string): Stacks {
  const { resources, after } = stacks.get(stack) as Stack;
  const less = new Map(resources).set(from, new Set([...(resources.get(from) ?? [])].filter(each => each !== to)));
  return new Map(stacks).set(stack, { resources: less, after });
}

describe.each([
  ['a network that comes from outside', { network: new Cilium() }, WITH_CILIUM],
  ["the service's own network", {}, WITH_VPC_CNI],
  ["the service's own network, named", { network: new AwsVpcCni() }, WITH_VPC_CNI],
])('with %s', (name, changes, order) => {
  const stacks = synthesized(name.replace(/\W+/g, '-'), changes);

  it('all is there before what needs it', () => {
    expect(broken(stacks, order)).toEqual([]);
  });

  it('two stacks that change places are noticed', () => {
    const all = [...stacks.keys()];
    const pairs = all.flatMap((one, index) => all.slice(index + 1).map(other => [one, other] as const));
    expect(pairs.length).toBeGreaterThan(0);
    for (const [one, other] of pairs) expect(broken(swapped(stacks, one, other), order)).not.toEqual([]);
  });

  it('an edge that a node group or an add-on waits by is missed, where nothing else leads there', () => {
    const edges = [...stacks].flatMap(([stack, { resources }]) =>
      [...resources]
        .filter(([from]) => /^aws_eks_(node_group|addon)\./.test(from))
        .flatMap(([from, tos]) => [...tos].map(to => ({ stack, from, to }))),
    );
    const lone = edges.filter(({ stack, from, to }) => {
      const less = without(stacks, stack, from, to);
      return !waits(less.get(stack)?.resources, from, to);
    });
    const named = lone.filter(({ from, to }) =>
      order.some(([first, second]) => to.startsWith(first) && from.startsWith(second)),
    );
    expect(named.length).toBeGreaterThan(3);
    for (const { stack, from, to } of named) expect(broken(without(stacks, stack, from, to), order)).not.toEqual([]);
  });
});
