import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import { isExpression } from '../../../lib/plan/terraform-values';
import type { AwsStatement } from '../../../lib/spi';
import { literal } from './literal';
import type { Site } from './site';

/** Who may assume a role. */
export interface Trust {
  /** A service's principal, such as `eks.amazonaws.com`; most have one name in every partition. */
  readonly service: string;
  /** @default ['sts:AssumeRole'] */
  readonly actions?: readonly string[];
  /** Values that keys must equal. @default - none */
  readonly when?: { readonly [key: string]: string };
}

/** A role named after the cluster. IAM adds to the name what makes it unique in the account, whatever the region. */
export function role(site: Site, stack: Construct, id: string, trust: Trust): IamRole {
  const prefix = `${site.name}-${id.replace(/^role-/, '')}`;
  return new IamRole(stack, id, {
    // IAM takes 38 characters.
    namePrefix: `${prefix.slice(0, 37)}-`,
    assumeRolePolicy: document([
      {
        Effect: 'Allow',
        Principal: { Service: trust.service },
        Action: trust.actions ?? ['sts:AssumeRole'],
        ...(trust.when && { Condition: { StringEquals: trust.when } }),
      },
    ]),
  });
}

/** Gives a role a policy that AWS manages, by its name with its path. */
export function attach(site: Site, to: IamRole, policy: string): IamRolePolicyAttachment {
  return attachArn(to, policy.split('/').at(-1) ?? policy, `arn:${site.partition}:iam::aws:policy/${policy}`);
}

/** What a machine's role is: one that EC2 assumes. China's EKS refuses another principal. */
export function machineRole(site: Site, stack: Construct): IamRole {
  return role(site, stack, 'role-node', {
    service: site.partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com',
  });
}

/** Gives a machine's role what every node may do, and what the user lets nodes do besides. */
export function attachNodePolicies(site: Site, to: IamRole, policies: readonly string[]): IamRolePolicyAttachment[] {
  const further = [...new Set(site.props.nodePolicies ?? [])];
  return [
    ...policies.map(policy => attach(site, to, policy)),
    ...further.map((arn, place) => attachArn(to, idOfArn(arn, place), arn)),
  ];
}

/** `arn:aws:iam::111122223333:role/team/admin` as `111122223333-role-team-admin`; of an ARN that only Terraform knows, its place. */
export function idOfArn(arn: string, place: number): string {
  if (isExpression(arn)) return String(place);
  const [, , , , ...own] = arn.split(':');
  return own.join('-').replaceAll(/[^A-Za-z0-9-]/g, '-');
}

function attachArn(to: IamRole, name: string, policyArn: string): IamRolePolicyAttachment {
  const id = `attachment-${to.node.id.replace(/^role-/, '')}-${name}`;
  return new IamRolePolicyAttachment(to.node.scope as Construct, id, { role: to.name, policyArn });
}

/** A policy of statements whose placeholders are filled in. */
export function policyOf(site: Site, at: Construct, statements: readonly AwsStatement[]): string {
  return document(
    statements.map(({ sid, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: 'Allow',
      Action: actions,
      Resource: (resources ?? ['*']).map(each => fill(site, at, each)),
      ...(conditions && { Condition: conditionsOf(site, at, conditions) }),
    })),
  );
}

/** A policy document, in which `${…}` is IAM's own and not Terraform's. */
export function document(statements: readonly object[]): string {
  return literal(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
}

function conditionsOf(site: Site, at: Construct, conditions: NonNullable<AwsStatement['conditions']>): object {
  const byTest: { [test: string]: { [variable: string]: string[] } } = {};
  for (const { test, variable, values } of conditions) {
    const filled = values.map(each => fill(site, at, each));
    byTest[test] = { ...byTest[test], [fill(site, at, variable)]: filled };
  }
  return byTest;
}

function fill(site: Site, at: Construct, text: string): string {
  return text.replace(/\{(partition|region|account|cluster)\}/g, (_, name: string) => {
    if (name === 'partition') return site.partition;
    if (name === 'region') return site.props.region;
    return name === 'cluster' ? site.name : site.account(at);
  });
}
