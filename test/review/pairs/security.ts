import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { LocalBackend, TerraformStack } from 'cdktf';
import { Cilium } from 'tenon/network';
import { eks, shop, type Pair, type Program } from './pair';

const operators = 'arn:aws:iam::111122223333:role/operators';

/** A stack of the user's own: who may do what, and who reaches a bastion. */
function landingZone(actions: readonly string[], cidrIpv4: string): Program {
  return app => {
    const stack = new TerraformStack(app, 'landing-zone');
    new LocalBackend(stack, { path: '../../../terraform.landing-zone.tfstate' });
    new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
    new IamRolePolicy(stack, 'deploy', { role: 'deployer', policy: JSON.stringify(policy) });
    const ports = { ipProtocol: 'tcp', fromPort: 22, toPort: 22 };
    new VpcSecurityGroupIngressRule(stack, 'ssh', { securityGroupId: 'sg-0a1b2c3d', cidrIpv4, ...ports });
  };
}

/** Who gets in, and who may do what. */
export const security: readonly Pair[] = [
  {
    name: 'endpoint-opened-to-everybody',
    base: shop(),
    head: shop({
      infrastructure: eks({ publicAccess: ['0.0.0.0/0'] }),
      acknowledge: [{ code: 'EKS-PUBLIC', because: 'the partners of @acme/shop have no fixed addresses' }],
    }),
  },
  {
    name: 'endpoint-closed',
    base: shop({ infrastructure: eks({ publicAccess: ['203.0.113.0/24', '198.51.100.0/24'] }) }),
    head: shop({ infrastructure: eks({ publicAccess: ['203.0.113.0/25'] }) }),
  },
  {
    name: 'access-widened',
    base: shop({ infrastructure: eks({ access: [{ principalArn: operators, policy: 'view', namespaces: ['web'] }] }) }),
    head: shop({
      infrastructure: eks({
        access: [{ principalArn: operators, policy: 'cluster-admin' }],
        nodePolicies: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'],
      }),
    }),
  },
  {
    name: 'policy-and-firewall-of-another-stack',
    base: landingZone(['s3:GetObject', 's3:ListBucket'], '203.0.113.0/24'),
    head: landingZone(['s3:*', 'iam:PassRole'], '0.0.0.0/0'),
  },
  {
    name: 'encryption-dropped',
    base: shop({ network: new Cilium({ encryption: 'wireguard' }) }),
    head: shop({ network: new Cilium() }),
  },
  {
    name: 'secrets-key-changed',
    base: shop(),
    head: shop({
      infrastructure: eks({
        secretsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
      }),
    }),
  },
  {
    name: 'deletion-protection-dropped',
    base: shop({ infrastructure: eks({ deletionProtection: true }) }),
    head: shop({ infrastructure: eks() }),
  },
];
