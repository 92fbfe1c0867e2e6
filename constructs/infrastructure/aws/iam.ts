import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import type { AwsStatement } from '../../../lib/spi';
import { literal } from './literal';
import type { Site } from './site';

/** Who may assume a role. */
export interface Trust {
  /** A service's principal, the same in every partition: `eks.amazonaws.com`. */
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
  const stack = to.node.scope as Construct;
  const name = policy.split('/').at(-1) ?? policy;
  return new IamRolePolicyAttachment(stack, `attachment-${to.node.id.replace(/^role-/, '')}-${name}`, {
    role: to.name,
    policyArn: `arn:${site.partition}:iam::aws:policy/${policy}`,
  });
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
