import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type * as Flow from '@cdktf/provider-aws/lib/flow-log';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { document, role } from './iam';
import type { FlowLogs } from './props';
import type { Site } from './site';

/** Records a VPC's connections. @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
export function recordFlows(site: Site, vpcId: string, { retentionDays = 90, traffic = 'ALL' }: FlowLogs): void {
  const { main, name } = site;
  const group = new CloudwatchLogGroup(main, 'flow-log-group', {
    name: `/aws/vpc/${name}/flow-logs`,
    retentionInDays: retentionDays,
  });
  const writer = role(site, main, 'role-flow-logs', { service: 'vpc-flow-logs.amazonaws.com' });
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'];
  const policy = new IamRolePolicy(main, 'policy-flow-logs', {
    name: 'write',
    role: writer.name,
    policy: document([{ Effect: 'Allow', Action: actions, Resource: [group.arn, `${group.arn}:*`] }]),
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded by who records them
  const { FlowLog } = require('@cdktf/provider-aws/lib/flow-log') as typeof Flow;
  new FlowLog(main, 'flow-log', {
    vpcId,
    trafficType: traffic,
    logDestinationType: 'cloud-watch-logs',
    logDestination: group.arn,
    iamRoleArn: writer.arn,
    tags: { Name: name },
    dependsOn: [policy],
  });
}
