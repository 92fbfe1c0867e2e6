import { Testing } from 'cdktf';
import { AwsVpcCni, Cilium } from 'tenon/network';
import { before, cluster, resources, type Given } from './synthesized';

describe('the control plane', () => {
  it('is private, encrypted and logged unless told otherwise', () => {
    const all = resources();
    const made = all['aws_eks_cluster.cluster'];
    expect(made?.vpc_config).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
    expect(made?.encryption_config).toEqual({
      provider: { key_arn: '${aws_kms_key.key.arn}' },
      resources: ['secrets'],
    });
    expect(made?.enabled_cluster_log_types).toEqual(['api', 'audit', 'authenticator']);
    expect(made?.access_config).toEqual({
      authentication_mode: 'API',
      bootstrap_cluster_creator_admin_permissions: true,
    });
    expect(made?.upgrade_policy).toEqual({ support_type: 'STANDARD' });
    expect(made?.lifecycle).toBeUndefined();
    expect(all['aws_kms_key.key']).toMatchObject({
      enable_key_rotation: true,
      lifecycle: { create_before_destroy: true },
    });
    expect(all['aws_cloudwatch_log_group.log-group']).toMatchObject({
      name: '/aws/eks/test/cluster',
      retention_in_days: 90,
    });
  });

  it('is what the user makes of it', () => {
    const all = resources({
      eks: {
        publicAccess: ['203.0.113.0/24'],
        secretsKeyArn: '${aws_kms_key.mine.arn}',
        logs: { types: ['audit'], retentionDays: 365 },
        support: 'extended',
        deletionProtection: true,
        creatorAccess: false,
        access: [{ principalArn: 'arn:aws:iam::123456789012:role/ops', policy: 'cluster-admin' }],
      },
    });
    const made = all['aws_eks_cluster.cluster'];
    expect(made?.vpc_config).toMatchObject({ endpoint_public_access: true, public_access_cidrs: ['203.0.113.0/24'] });
    expect(made?.encryption_config).toMatchObject({ provider: { key_arn: '${aws_kms_key.mine.arn}' } });
    expect(Object.keys(all).filter(each => each.startsWith('aws_kms_'))).toEqual([]);
    expect(made?.enabled_cluster_log_types).toEqual(['audit']);
    expect(all['aws_cloudwatch_log_group.log-group']?.retention_in_days).toBe(365);
    expect(made?.upgrade_policy).toEqual({ support_type: 'EXTENDED' });
    expect(made?.lifecycle).toEqual({ prevent_destroy: true });
    expect(made?.access_config).toMatchObject({ bootstrap_cluster_creator_admin_permissions: false });
  });

  it('gives a principal one entry and as many policies as it has', () => {
    const dev = { principalArn: 'arn:aws:iam::123456789012:role/team/dev' };
    const all = resources({
      eks: {
        access: [
          { ...dev, policy: 'edit', namespaces: ['shop'] },
          { ...dev, policy: 'view' },
          { principalArn: '${aws_iam_role.ops.arn}', policy: 'cluster-admin' },
        ],
      },
    });
    expect(Object.keys(all).filter(each => each.includes('access'))).toEqual([
      'aws_eks_access_entry.access-entry-1',
      'aws_eks_access_entry.access-entry-123456789012-role-team-dev',
      'aws_eks_access_policy_association.access-policy-1-cluster-admin',
      'aws_eks_access_policy_association.access-policy-123456789012-role-team-dev-edit',
      'aws_eks_access_policy_association.access-policy-123456789012-role-team-dev-view',
    ]);
    expect(all['aws_eks_access_policy_association.access-policy-123456789012-role-team-dev-edit']).toMatchObject({
      policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
      access_scope: { type: 'namespace', namespaces: ['shop'] },
    });
  });

  it("may make pods' interfaces where pods have security groups of their own, and nowhere else", () => {
    const policy = 'aws_iam_role_policy_attachment.attachment-cluster-AmazonEKSVPCResourceController';
    const all = resources({
      network: new AwsVpcCni({ securityGroupsForPods: 'strict' }),
      pools: [{ name: 'general', machine: 'm7i.large', min: 1 }],
    });
    expect([...before(all, 'aws_eks_cluster.cluster')]).toContain(policy);
    expect(Object.keys(resources())).not.toContain(policy);
  });

  it('speaks of its own partition', () => {
    const text = JSON.stringify(resources({ eks: { region: 'cn-north-1' } }));
    expect(text).toContain('arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy');
    expect(text).not.toMatch(/arn:aws:/);
    expect(JSON.stringify(resources({ eks: { region: 'us-gov-west-1' } }))).not.toMatch(/arn:aws:/);
  });
});

describe('an add-on', () => {
  const given = {
    kubernetes: '1.35',
    eks: { addons: { coredns: { version: 'v1.12.4-eksbuild.1' }, 'metrics-server': {} } },
  } as const;
  const { data } = JSON.parse(Testing.synth(cluster(given).stack('control-plane'))) as {
    data: { aws_eks_addon_version: { [name: string]: object } };
  };
  const all = resources(given);

  it("follows the cluster's minor by EKS's default for it", () => {
    expect(all['aws_eks_addon.addon-metrics-server']?.addon_version).toBe(
      '${data.aws_eks_addon_version.version-metrics-server.version}',
    );
    expect(data.aws_eks_addon_version['version-metrics-server']).toMatchObject({
      addon_name: 'metrics-server',
      kubernetes_version: '1.35',
    });
  });

  it('tags the network interfaces that it makes, unless it is told otherwise', () => {
    const configuration = (given: Given) => {
      const made = resources({ tags: { team: 'shop' }, ...given })['aws_eks_addon.addon-vpc-cni'];
      return JSON.parse(made?.configuration_values as string) as { env: { [name: string]: string } };
    };
    const tags = JSON.stringify({ team: 'shop', 'tenon:cluster': 'test' });
    expect(configuration({})).toEqual({ env: { ADDITIONAL_ENI_TAGS: tags } });
    expect(configuration({ network: new AwsVpcCni({ prefixDelegation: true }) }).env).toEqual({
      ADDITIONAL_ENI_TAGS: tags,
      ENABLE_PREFIX_DELEGATION: 'true',
    });
    const turned = { tags: { zone: 'a', team: 'shop' } };
    expect(configuration(turned)).toEqual(configuration({ tags: { team: 'shop', zone: 'a' } }));
    const env = { ADDITIONAL_ENI_TAGS: '{}' };
    expect(configuration({ eks: { addons: { 'vpc-cni': { configuration: { env } } } } }).env).toEqual(env);
  });

  it('stays at the version that the user gives', () => {
    expect(all['aws_eks_addon.addon-coredns']?.addon_version).toBe('v1.12.4-eksbuild.1');
    expect(Object.keys(data.aws_eks_addon_version)).not.toContain('version-coredns');
  });
});

describe('every stack', () => {
  const built = cluster({ network: new Cilium(), tags: { team: 'shop' } });

  it('takes the releases of the AWS provider that know what it says', () => {
    for (const stage of ['control-plane', 'nodes'] as const) {
      const { terraform, provider } = JSON.parse(Testing.synth(built.stack(stage)));
      expect(terraform.required_providers.aws.version).toBe('>= 5.100.0, < 7.0.0');
      expect(provider.aws).toEqual([
        { region: 'eu-central-1', default_tags: [{ tags: { team: 'shop', 'tenon:cluster': 'test' } }] },
      ]);
    }
  });

  it('sets no region on a resource, which older providers refuse', () => {
    for (const stage of ['control-plane', 'nodes'] as const) {
      const { resource } = JSON.parse(Testing.synth(built.stack(stage))) as {
        resource: { [type: string]: { [name: string]: object } };
      };
      const blocks = Object.values(resource).flatMap(named => Object.values(named));
      expect(blocks.filter(block => 'region' in block)).toEqual([]);
    }
  });

  it('gives a command that makes a kubeconfig, and no credential', () => {
    expect(built.outputs.kubeconfig).toBe('aws eks update-kubeconfig --name test --region eu-central-1');
  });
});
