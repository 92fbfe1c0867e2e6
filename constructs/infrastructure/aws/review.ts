import { isFields, listOf, textsOf, type Fields } from '../../../lib/review/data';
import type { ArgumentFacts, PoolResource, ProviderReview, ResourceView } from '../../../lib/review/knowledge';
import type { Plan, Pool } from '../../../lib/spi';
import replaces from './replaces.json';
import { grantsIn } from './review-grants';
import { openingsIn } from './review-reach';

/** What a review of a change knows of AWS. Which argument makes another resource is in `replaces.json`, as releases 5.100.0 does it. */
export const awsReview: ProviderReview = {
  provider: 'aws',
  cloud: 'aws',
  resources: replaces as { readonly [type: string]: ArgumentFacts },
  cluster: 'aws_eks_cluster',
  volatile: { aws_launch_template: { latest_version: ['default_version', 'description', 'update_default_version'] } },
  documents: { aws_iam_role: ['assume_role_policy'], aws_iam_role_policy: ['policy'], aws_kms_key: ['policy'] },
  places: { region: 'what is in the old region is destroyed, or by releases of the provider before 6 left behind' },
  everywhere: ['aws_iam_'],
  loss: ({ type }) => LOSSES[type],
  pool,
  reach: openingsIn,
  grants: grantsIn,
};

const LOSSES: { readonly [type: string]: string } = {
  aws_cloudwatch_log_group: 'the logs in it',
  aws_efs_file_system: 'the files on it',
  aws_efs_mount_target: 'mounts of its file system in its zone, for a while',
  aws_eip: 'an address that others may let in by its number',
  aws_eks_addon: 'what it runs, until it is there again',
  aws_eks_cluster: 'the cluster and all that runs in it',
  aws_eks_node_group: 'its nodes and what runs on them',
  aws_kms_key: 'whatever only it can decrypt, once its waiting period is over',
  aws_nat_gateway: 'connections to the internet through it',
  aws_security_group: 'the rules of what is in it',
  aws_subnet: 'what has an address in it',
  aws_vpc: 'the network and all that is in it',
};

/** Where the Terraform resource of a pool is, or the object that EKS Auto Mode makes machines from. */
function pool(plan: Plan, { name }: Pool): PoolResource {
  const object = `node-pool-${name}`;
  return plan.items.some(item => item.kind === 'object' && item.id === object) ? autoModePool(object) : nodeGroup(name);
}

function nodeGroup(name: string): PoolResource {
  return {
    made: { resource: `aws_eks_node_group.node-group-${name}`, stage: 'nodes' },
    rolls: ['launch_template.version', 'version', 'release_version'],
    words: {
      'launch_template.version': 'version of the launch template',
      version: 'Kubernetes',
      ami_type: 'operating system',
      capacity_type: 'spot or on demand',
      subnet_ids: 'subnets',
      node_role_arn: 'role of the nodes',
      instance_type: 'machine',
      block_device_mappings: 'disk',
      'block_device_mappings.ebs.volume_size': 'disk GiB',
      user_data: 'what nodes run when they start',
      'tag_specifications.tags': 'tag',
      vpc_security_group_ids: 'security groups',
    },
    pace: group => {
      const [update] = listOf(group.update_config).filter(isFields);
      const percentage = update?.max_unavailable_percentage;
      if (percentage !== undefined && percentage !== null)
        return `at most ${String(percentage)} % of them are away at a time`;
      return awayAtATime(Number(update?.max_unavailable ?? 1));
    },
  };
}

function awayAtATime(count: number): string {
  return `at most ${count} ${count === 1 ? 'node is' : 'nodes are'} away at a time`;
}

/** @see https://karpenter.sh/docs/concepts/disruption/#drift */
function autoModePool(object: string): PoolResource {
  return {
    made: { object },
    rolls: ['spec.template'],
    words: {
      'spec.template.spec.requirements.values': 'what machines must be',
      'spec.template.spec.taints': 'taints',
      'spec.template.spec.startupTaints': 'startup taints',
      'spec.template.metadata.labels': 'labels',
    },
    pace: made => {
      const nodes = budgetOf(made);
      return nodes === undefined ? 'as many at a time as EKS Auto Mode likes' : awayAtATime(nodes);
    },
  };
}

function budgetOf({ spec }: Fields): number | undefined {
  const disruption = isFields(spec) ? spec.disruption : undefined;
  const [budget] = listOf(isFields(disruption) ? disruption.budgets : undefined).filter(isFields);
  const [nodes] = textsOf(budget?.nodes);
  return nodes !== undefined && /^\d+$/.test(nodes) ? Number(nodes) : undefined;
}

/** A resource's first block of a name. */
export function blockOf(resource: ResourceView, name: string): Fields | undefined {
  return listOf(resource.arguments[name]).find(isFields);
}
