import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { Cluster } from 'tenon';
import { Eks } from 'tenon/aws';
import { AwsVpcCni } from 'tenon/network';
import { AwsEbs } from 'tenon/storage';

const app = new App();
const region = 'eu-west-1';

// A network that a team already has, in a stack of its own.
const landing = new TerraformStack(app, 'landing-zone');
new LocalBackend(landing, { path: '../../../terraform.landing-zone.tfstate' });
new AwsProvider(landing, 'aws', { region });
const vpc = new Vpc(landing, 'vpc', { cidrBlock: '10.20.0.0/16', enableDnsHostnames: true });
const subnets = ['a', 'b', 'c'].map(
  (zone, index) =>
    new Subnet(landing, `private-${zone}`, {
      vpcId: vpc.id,
      availabilityZone: `${region}${zone}`,
      cidrBlock: `10.20.${index * 64}.0/18`,
    }),
);

new Cluster(app, 'internal', {
  kubernetes: '1.36',
  infrastructure: new Eks({
    region,
    network: { vpcId: vpc.id, cidr: '10.20.0.0/16', privateSubnetIds: subnets.map(subnet => subnet.id) },
  }),
  network: new AwsVpcCni({ prefixDelegation: true, networkPolicy: true }),
  storage: [new AwsEbs({ name: 'gp3', type: 'gp3', default: true })],
  pools: [{ name: 'general', machine: 'm7g.large', min: 2, max: 6 }],
  acknowledge: [{ code: 'EKS-PRIVATE', because: 'Terraform runs in a VPN that reaches the private endpoint' }],
});

app.synth();
