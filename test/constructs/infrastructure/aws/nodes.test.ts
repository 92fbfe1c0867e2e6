import { ref, Token } from 'cdktf';
import type { PoolProps } from 'tenon';
import type { EksProps } from 'tenon/aws';
import { AwsVpcCni, Cilium } from 'tenon/network';
import { planOf } from 'tenon/testing';
import { Eks } from 'tenon/aws';
import { asking, cluster, from, resources, resourcesIn, type Given } from './synthesized';

const pool = (props: Partial<PoolProps> = {}): PoolProps => ({ name: 'general', cpu: 2, min: 1, max: 3, ...props });
/** Where cluster DNS can run, whatever the other pool. */
const home: PoolProps = { name: 'home', cpu: 2, min: 1 };
const group = (props: Partial<PoolProps>, given: Given = {}) =>
  resources({ pools: [pool(props), home], ...given })['aws_eks_node_group.node-group-general'];
const template = (props: Partial<PoolProps>, given: Given = {}) =>
  resources({ pools: [pool(props)], ...given })['aws_launch_template.launch-template-general'];
const program = (given: Given) => {
  const { user_data } = resourcesIn(cluster(given).stack('nodes'))['aws_launch_template.launch-template-general'] ?? {};
  return user_data === undefined ? undefined : Buffer.from(user_data as string, 'base64').toString();
};

describe('a managed node group', () => {
  it('is as large as its pool, and stays as an autoscaler makes it', () => {
    const made = group({ min: 2, max: 7, desired: 4 });
    expect(made?.scaling_config).toEqual({ min_size: 2, max_size: 7, desired_size: 4 });
    expect(made?.lifecycle).toMatchObject({ ignore_changes: ['scaling_config[0].desired_size'] });
  });

  it('is there anew before it is gone, under a name that is free and still tells its pool', () => {
    const name = 'x'.repeat(63);
    const all = resources({ pools: [pool(), pool({ name })] });
    const prefixes = ['general', name].map(
      each => all[`aws_eks_node_group.node-group-${each}`]?.node_group_name_prefix,
    );
    // EKS takes 63 characters, of which the provider adds 26.
    expect(prefixes).toEqual(['general-', `${'x'.repeat(36)}-`]);
    for (const address of ['aws_eks_node_group.node-group-general', 'aws_launch_template.launch-template-general']) {
      expect(all[address]?.lifecycle).toMatchObject({ create_before_destroy: true });
    }
    expect(all['aws_eks_node_group.node-group-general']?.node_group_name).toBeUndefined();
  });

  it('has the version, zones, labels, taints and pace of its pool', () => {
    const made = group({
      kubernetes: '1.35',
      zones: ['eu-central-1b'],
      labels: { role: 'web' },
      spot: true,
      maxUnavailable: 2,
      taints: [
        { key: 'a', value: 'b', effect: 'NoSchedule' },
        { key: 'c', effect: 'PreferNoSchedule' },
      ],
    });
    expect(made).toMatchObject({
      version: '1.35',
      capacity_type: 'SPOT',
      subnet_ids: ['${aws_subnet.private-b.id}'],
      labels: { role: 'web' },
      update_config: { max_unavailable: 2 },
      taint: [
        { key: 'a', value: 'b', effect: 'NO_SCHEDULE' },
        { key: 'c', effect: 'PREFER_NO_SCHEDULE' },
      ],
    });
  });

  it('keeps pods away until the network is there, where the network asks for it', () => {
    const nodes = resourcesIn(cluster({ network: new Cilium() }).stack('nodes'));
    expect(nodes['aws_eks_node_group.node-group-general']?.taint).toEqual([
      { key: 'node.cilium.io/agent-not-ready', value: 'true', effect: 'NO_EXECUTE' },
    ]);
  });

  it.each<[string, Partial<PoolProps>, EksProps['os'], string]>([
    ['AL2023 on Intel', {}, undefined, 'AL2023_x86_64_STANDARD'],
    ['AL2023 on Graviton', { arch: 'arm64' }, undefined, 'AL2023_ARM_64_STANDARD'],
    ['AL2023 with GPUs', { gpu: 1 }, 'al2023', 'AL2023_x86_64_NVIDIA'],
    ['Bottlerocket on Intel', {}, 'bottlerocket', 'BOTTLEROCKET_x86_64'],
    ['Bottlerocket on Graviton', { arch: 'arm64' }, 'bottlerocket', 'BOTTLEROCKET_ARM_64'],
    ['Bottlerocket with GPUs', { gpu: 1 }, 'bottlerocket', 'BOTTLEROCKET_x86_64_NVIDIA'],
  ])('runs %s', (_, props, os, image) => {
    expect(group(props, { eks: { os } })?.ami_type).toBe(image);
  });
});

describe('a launch template', () => {
  it('asks for encrypted disks, IMDSv2 one hop away, and tags on what is started', () => {
    const made = template({ diskGiB: 200 }, { tags: { team: 'shop' } });
    expect(made?.block_device_mappings).toEqual([
      {
        device_name: '/dev/xvda',
        ebs: { volume_type: 'gp3', volume_size: 200, encrypted: 'true', delete_on_termination: 'true' },
      },
    ]);
    expect(made?.metadata_options).toEqual({
      http_endpoint: 'enabled',
      http_tokens: 'required',
      http_put_response_hop_limit: 1,
    });
    const tags = { team: 'shop', 'tenon:cluster': 'test', Name: 'test-general' };
    expect(made?.tag_specifications).toEqual(
      ['instance', 'volume', 'network-interface'].map(resource_type => ({ resource_type, tags })),
    );
  });

  it("gives Bottlerocket's data volume the pool's size, and encrypts its own too", () => {
    const common = { volume_type: 'gp3', encrypted: 'true', delete_on_termination: 'true' };
    expect(template({ diskGiB: 200 }, { eks: { os: 'bottlerocket' } })?.block_device_mappings).toEqual([
      { device_name: '/dev/xvda', ebs: common },
      { device_name: '/dev/xvdb', ebs: { ...common, volume_size: 200 } },
    ]);
  });

  it('holds the machine type, so that another one rolls the pool and does not replace it', () => {
    expect(template({ machine: 'm7i.large' })?.instance_type).toBe('m7i.large');
    expect(group({ machine: 'm7i.large' })?.instance_types).toBeUndefined();
  });
});

describe('user data', () => {
  it('is left out where EKS knows everything by itself', () => {
    expect(program({})).toBeUndefined();
    expect(program({ network: new AwsVpcCni() })).toBeUndefined();
  });

  it('says how many pods fit where EKS would guess wrong, by a flag that wins over what EKS adds', () => {
    const text = program({ network: new Cilium(), pools: [pool({ machine: 'm7i.large' })] });
    expect(text).toContain('"maxPods": 29');
    expect(text).toContain('"--max-pods=29"');
    expect(program({ network: new Cilium({ ipam: 'cluster-pool' }) })).toContain('"--max-pods=110"');
  });

  it('holds what plugins ask of every node, or of one pool', () => {
    const items = [
      { ...from, kind: 'kubelet', id: 'pids', stage: 'nodes', spec: { podPidsLimit: 4096 } },
      {
        ...from,
        kind: 'node-command',
        id: 'only-here',
        stage: 'nodes',
        on: { pool: 'general' },
        spec: { run: ['sysctl', '-w', 'vm.max_map_count=262144'] },
      },
      {
        ...from,
        kind: 'node-command',
        id: 'only-there',
        stage: 'nodes',
        on: { pool: 'other' },
        spec: { run: ['false'] },
      },
    ] as const;
    const text = program({ mesh: asking(...items), pools: [pool(), { ...pool(), name: 'other' }] });
    expect(text).toContain('"podPidsLimit": 4096');
    expect(text).toContain('\nsysctl -w vm.max_map_count=262144\n');
    expect(text).not.toContain('false');
    expect(text).not.toContain('maxPods');
  });

  it('holds what the user has to say to every node', () => {
    const text = program({ eks: { kubelet: { maxPods: 50 }, nodeCommands: [['modprobe', 'nbd']] } });
    expect(text).toContain('"--max-pods=50"');
    expect(text).toContain('\nmodprobe nbd\n');
  });

  it('is refused where EC2 would refuse it, with its size', () => {
    const problemsOf = (eks: Partial<EksProps>) =>
      planOf({ infrastructure: new Eks({ region: 'eu-central-1', ...eks }) }).problems.map(
        ({ code, path, because }) => `${code} ${path}: ${because}`,
      );
    expect(problemsOf({ nodeCommands: [['echo', 'x'.repeat(16_000)]] })).toEqual([]);
    expect(problemsOf({ nodeCommands: [['echo', 'x'.repeat(16_384)]] })).toEqual([
      expect.stringMatching(
        /^EKS-USERDATA test\/infrastructure\/nodeCommands: 'nodeCommands' makes user data of 16\d{3} bytes, and EC2 takes 16384$/,
      ),
    ]);
    expect(problemsOf({ kubelet: { clusterDNS: ['é'.repeat(9000)] } }).join()).toContain(
      "'kubelet' makes user data of 18",
    );
  });

  it('is refused where plugins make it too large together', () => {
    const file = (id: string) =>
      ({
        ...from,
        kind: 'node-file',
        id,
        stage: 'nodes',
        spec: { path: `/etc/${id}`, content: 'x'.repeat(9000) },
      }) as const;
    const made = cluster({ mesh: asking(file('one'), file('two')) });
    expect(made.problems.map(({ because }) => because).join()).toMatch(
      /what plugins ask of pool 'general' makes user data of 24\d{3} bytes, and EC2 takes 16384/,
    );
    expect(cluster({ mesh: asking(file('one')) }).problems).toEqual([]);
  });

  it('leaves what only Terraform knows to Terraform, and the shell its own variables', () => {
    const id = Token.asString(ref('aws_efs_file_system.mine.id'));
    const run = ['mount', id, '${HOME}'];
    const item = { ...from, kind: 'node-command', id: 'x', stage: 'nodes', spec: { run } } as const;
    const made = resources({ mesh: asking(item) })['aws_launch_template.launch-template-general'];
    const text = made?.user_data as string;
    expect(text).toMatch(/^\$\{base64encode\(join\("", \[.*\]\)\)\}$/);
    expect(text).toContain("mount '\", aws_efs_file_system.mine.id, \"' '$${HOME}'");
  });

  it('is refused on Bottlerocket where it has no setting for it', () => {
    const item = {
      ...from,
      kind: 'node-file',
      id: 'x',
      stage: 'nodes',
      spec: { path: '/etc/x', content: '' },
    } as const;
    const { problems } = planOf({
      infrastructure: new Eks({ region: 'eu-central-1', os: 'bottlerocket' }),
      mesh: asking(item),
    });
    expect(problems.map(({ because }) => because).join()).toContain('read-only');
  });
});
