import type { Data } from '../../../lib/spi';
import { anyOrder, canonical, isFields, listOf, textsOf, type Fields } from '../../../lib/review/data';
import type { Grant, Resources, ResourceView } from '../../../lib/review/knowledge';
import { referent, withoutStacks } from '../../../lib/review/terraform/references';

/** Who may do what: policies of roles, whoever may act as them, and who is let into clusters. */
export function grantsIn(resources: Resources): readonly Grant[] {
  return [
    ...resources.of('aws_iam_role').flatMap(role => [...trust(role), ...inlineOf(role)]),
    ...resources
      .of('aws_iam_role_policy')
      .flatMap(({ arguments: { role, policy } }) => documentGrants(nameOf(role), policy)),
    ...resources.of('aws_iam_role_policy_attachment').flatMap(attachment),
    ...resources
      .of('aws_iam_policy')
      .flatMap(({ address, arguments: own }) => documentGrants(`whoever has ${address}`, own.policy)),
    ...resources.of('aws_eks_pod_identity_association').map(association),
    ...resources.of('aws_eks_access_policy_association').flatMap(access),
    ...resources.of('aws_eks_access_entry').flatMap(groups),
    ...resources.of('aws_eks_cluster').flatMap(creator),
    ...resources
      .of('aws_kms_key')
      .flatMap(({ address, arguments: own }) => documentGrants(`whoever uses ${address}`, own.policy)),
  ];
}

/** A role's address, or what else stands for a principal. */
function nameOf(value: Data | undefined): string {
  return referent(textsOf(value)[0] ?? 'nobody');
}

/** The last part of an ARN that AWS made: `AmazonEKSClusterAdminPolicy`. */
function policyName(arn: string): string {
  return /^arn:[\w-]+:(?:iam|eks)::aws:/.test(arn) ? (arn.split('/').at(-1) ?? arn) : referent(arn);
}

function attachment({ arguments: { role, policy_arn: policy } }: ResourceView): Grant[] {
  return textsOf(policy).map(arn => ({ who: nameOf(role), may: `policy ${policyName(arn)}` }));
}

function association({ arguments: own }: ResourceView): Grant {
  const account = `${String(own.namespace)}/${String(own.service_account)}`;
  return { who: `service account ${account}`, may: 'act as', on: nameOf(own.role_arn), routine: true };
}

function access({ arguments: own }: ResourceView): Grant[] {
  const [scope] = listOf(own.access_scope).filter(isFields);
  const who = nameOf(own.principal_arn);
  const may = `access policy ${textsOf(own.policy_arn).map(policyName).join()}`;
  const namespaces = textsOf(scope?.namespaces);
  return namespaces.length > 0 ? namespaces.map(each => ({ who, may, on: `namespace ${each}` })) : [{ who, may }];
}

function groups({ arguments: own }: ResourceView): Grant[] {
  const who = nameOf(own.principal_arn);
  return textsOf(own.kubernetes_groups).map(group => ({ who, may: `member of group ${group}` }));
}

function creator({ arguments: { access_config: config, name } }: ResourceView): Grant[] {
  const [access] = listOf(config).filter(isFields);
  if (String(access?.bootstrap_cluster_creator_admin_permissions) !== 'true') return [];
  return [{ who: 'whoever makes the cluster', may: 'access policy AmazonEKSClusterAdminPolicy', on: String(name) }];
}

/** A service that may act as a role does nothing by itself. */
function trust({ address, arguments: own }: ResourceView): Grant[] {
  return statementsOf(own.assume_role_policy).flatMap(statement =>
    principalsOf(statement.Principal).flatMap(who =>
      textsOf(statement.Action).map(may => ({
        who,
        may,
        on: address,
        ...effect(statement),
        ...(who.startsWith('service ') && { routine: true as const }),
      })),
    ),
  );
}

function inlineOf({ address, arguments: own }: ResourceView): Grant[] {
  const policies = listOf(own.inline_policy).filter(isFields);
  const managed = textsOf(own.managed_policy_arns).map(arn => ({ who: address, may: `policy ${policyName(arn)}` }));
  return [...policies.flatMap(({ policy }) => documentGrants(address, policy)), ...managed];
}

function documentGrants(who: string, policy: Data | undefined): Grant[] {
  const statements = statementsOf(policy);
  // A document that only Terraform puts together is what it is.
  if (statements.length === 0 && textsOf(policy).length > 0)
    return [{ who, may: withoutStacks(textsOf(policy)[0] ?? '') }];
  return statements.flatMap(statement => {
    const principals = statement.Principal === undefined ? [who] : principalsOf(statement.Principal);
    return principals.flatMap(principal => statementGrants(principal, statement));
  });
}

function statementGrants(who: string, statement: Fields): Grant[] {
  const exceptions = textsOf(statement.NotAction);
  const actions =
    exceptions.length > 0 ? [`anything but ${[...exceptions].sort().join(', ')}`] : textsOf(statement.Action);
  const resources = textsOf(statement.Resource).map(withoutStacks);
  const others = textsOf(statement.NotResource);
  const on = others.length > 0 ? [`anything but ${[...others].sort().join(', ')}`] : resources;
  return actions.flatMap(may =>
    (on.length > 0 ? on : ['*']).map(each => ({ who, may, on: each, ...effect(statement) })),
  );
}

function effect({ Effect, Condition }: Fields): Pick<Grant, 'when' | 'denied'> {
  return {
    ...(Condition !== undefined && { when: withoutStacks(canonical(Condition, anyOrder)) }),
    ...(Effect === 'Deny' && { denied: true as const }),
  };
}

function statementsOf(policy: Data | undefined): Fields[] {
  const [text] = textsOf(policy);
  try {
    const document = text === undefined ? policy : (JSON.parse(text) as Data);
    return isFields(document) ? listOf(document.Statement).filter(isFields) : [];
  } catch {
    return [];
  }
}

function principalsOf(principal: Data | undefined): string[] {
  if (principal === '*') return ['everybody'];
  if (!isFields(principal)) return [];
  return Object.entries(principal).flatMap(([kind, names]) =>
    textsOf(names).map(name => (name === '*' ? 'everybody' : kind === 'Service' ? `service ${name}` : nameOf(name))),
  );
}
