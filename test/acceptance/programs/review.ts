import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Cluster } from 'tenon';
import { Eks } from 'tenon/aws';
import { Manifests } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { CloudDisk, CloudFiles } from 'tenon/storage';

/** Clusters with one resource at least of every type that their clouds have here, each in one stack. */
const app = new App();
const publicAccess = ['203.0.113.0/24'];

// Who may use the API exists before the cluster; the mock's account has this number.
const people = new TerraformStack(app, 'people');
new LocalBackend(people, { path: '../../../terraform.people.tfstate' });
new AwsProvider(people, 'aws', { region: 'eu-central-1' });
const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } };
const assumeRolePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
new IamRole(people, 'operators', { name: 'operators', assumeRolePolicy });

const general = { name: 'general', min: 1, max: 3, labels: { team: 'shop' }, diskGiB: 60 };

new Cluster(app, 'aws', {
  kubernetes: '1.35',
  infrastructure: new Eks({
    region: 'eu-central-1',
    zones: 2,
    nat: 'single',
    flowLogs: {},
    publicAccess,
    privateAccess: ['192.168.0.0/24'],
    access: [{ principalArn: 'arn:aws:iam::123456789012:role/operators', policy: 'view', namespaces: ['web'] }],
    addons: { coredns: { version: 'v1.12.1-eksbuild.2', configuration: { replicaCount: 2 } } },
  }),
  storage: [new CloudDisk({ name: 'fast', default: true }), new CloudFiles({ name: 'shared' })],
  deliveries: [new Manifests()],
  pools: [{ ...general, machine: 'm7i.large' }],
  tags: { team: 'shop' },
});

new Cluster(app, 'digitalocean', {
  kubernetes: '1.36',
  infrastructure: new Doks({ region: 'fra1', publicAccess }),
  pools: [
    { name: 'general', machine: 's-2vcpu-4gb', min: 1, max: 3, labels: { team: 'shop' } },
    { name: 'batch', machine: 'c-4', min: 1, max: 3 },
  ],
  tags: { team: 'shop' },
});

app.synth();
