import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Cluster } from 'tenon';
import { Eks } from 'tenon/aws';
import { Cilium } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import { AwsEbs, AwsEfs, CloudDisk, CloudFiles } from 'tenon/storage';

/** One EKS cluster with as many options as go together. */
const app = new App();
const region = 'eu-central-1';

// Who may use the API exists before the cluster, as anywhere.
const people = new TerraformStack(app, 'people');
new LocalBackend(people, { path: '../../../terraform.people.tfstate' });
new AwsProvider(people, 'aws', { region });
const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } };
const assumeRolePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const [operators, readers] = ['operators', 'readers'].map(
  name => new IamRole(people, name, { name, assumeRolePolicy }),
);

new Cluster(app, 'everything', {
  kubernetes: '1.35',
  infrastructure: new Eks({
    region,
    zones: 2,
    nat: 'single',
    flowLogs: { retentionDays: 30, traffic: 'REJECT' },
    publicAccess: ['203.0.113.0/24'],
    privateAccess: ['192.168.0.0/24'],
    access: [
      { principalArn: operators!.arn, policy: 'cluster-admin' },
      { principalArn: readers!.arn, policy: 'view', namespaces: ['default'] },
    ],
    creatorAccess: false,
    logs: { types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], retentionDays: 365 },
    support: 'extended',
    addons: { 'metrics-server': {} },
  }),
  network: new Cilium({
    prefixDelegation: true,
    encryption: 'wireguard',
    hubble: { relay: true, ui: true, metrics: ['dns', 'drop', 'tcp'] },
    socketLoadBalancing: 'host',
    clusterId: 7,
    operatorReplicas: 2,
  }),
  runtime: new Containerd(),
  storage: [
    new CloudDisk({ name: 'fast', tier: 'premium', default: true, snapshots: true, filesystem: 'xfs' }),
    new CloudFiles({ name: 'shared' }),
    new AwsEbs({ name: 'gp3', type: 'gp3', iops: 6000, throughputMiB: 500, tags: { team: 'data' } }),
    new AwsEfs({ name: 'home', directoryPerms: '750', gidRange: [1000, 2000], basePath: '/home' }),
  ],
  pools: [
    { name: 'general', cpu: 4, memoryGiB: 16, min: 2, max: 6, desired: 3, labels: { 'acme.example/tier': 'web' } },
    { name: 'batch', cpu: 4, arch: 'arm64', min: 0, max: 9, spot: true, diskGiB: 100, maxUnavailable: 2 },
    {
      name: 'gpu',
      gpu: 1,
      min: 0,
      max: 2,
      taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }],
    },
  ],
  tags: { team: 'platform' },
});

app.synth();
