import { LaunchTemplate, type LaunchTemplateBlockDeviceMappings } from '@cdktf/provider-aws/lib/launch-template';
import { Fn } from 'cdktf';
import { isTerraformValue } from '../../../lib/plan/terraform-values';
import type { Pool, Where } from '../../../lib/spi';
import { isBottlerocket } from './bottlerocket';
import type { Firewall } from './security';
import type { Site } from './site';
import { userDataOf, type NodeItem } from './user-data';
import { tooLarge } from './user-data-size';

/**
 * What a pool's machines are started from. The machine type stands here and not in the node group, so that another type, disk or
 * program rolls the pool by its update settings and does not replace it.
 */
export function launchTemplate(site: Site, firewall: Firewall, pool: Pool): LaunchTemplate {
  const stack = site.stack('nodes');
  const program = programOf(site, pool);
  const tags = { ...site.tags, Name: `${site.name}-${pool.name}` };
  return new LaunchTemplate(stack, `launch-template-${pool.name}`, {
    // The provider takes 99 characters.
    namePrefix: `${`${site.name}-${pool.name}`.slice(0, 98)}-`,
    instanceType: pool.answer.type,
    updateDefaultVersion: true,
    vpcSecurityGroupIds: firewall.groupsOf(pool).map(group => site.idIn(stack, group)),
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      // One hop ends on the node: pods cannot ask for the node's credentials.
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: disksOf(pool),
    ...(program !== undefined && { userData: encode(program) }),
    tagSpecifications: ['instance', 'volume', 'network-interface'].map(resourceType => ({ resourceType, tags })),
    lifecycle: { createBeforeDestroy: true },
  });
}

/** Bottlerocket has a small disk for itself and a second one for images and pods. */
function disksOf(pool: Pool): LaunchTemplateBlockDeviceMappings[] {
  const common = { volumeType: 'gp3', encrypted: 'true', deleteOnTermination: 'true' };
  const sized = { ...common, volumeSize: pool.diskGiB ?? 50 };
  const root = { deviceName: '/dev/xvda', ebs: isBottlerocket(pool) ? common : sized };
  return isBottlerocket(pool) ? [root, { deviceName: '/dev/xvdb', ebs: sized }] : [root];
}

function programOf(site: Site, pool: Pool): string | undefined {
  const program = userDataOf(pool, nodeItems(site, pool));
  // Plugins may say more together than any of them alone.
  const reason = tooLarge(program);
  if (reason) throw new Error(`what plugins ask of pool '${pool.name}' makes ${reason}`);
  return program;
}

function nodeItems(site: Site, pool: Pool): NodeItem[] {
  const kinds = ['kubelet', 'node-file', 'node-package', 'node-command'] as const;
  return kinds
    .flatMap(kind => site.items(kind) as (NodeItem & { on?: Where })[])
    .filter(({ on }) => !on || !('pool' in on) || on.pool === pool.name);
}

/** Encoded here, or by Terraform where only it knows all of the text. */
function encode(program: string): string {
  if (!isTerraformValue(program)) return Buffer.from(program, 'utf8').toString('base64');
  const pieces = program.split(/(\$\{TfToken\[[^\]]*\]\})/).filter(Boolean);
  return Fn.base64encode(Fn.join('', pieces.map(literal)));
}

/** A Terraform value as it is; other text in quotes, where cdktf leaves one of Terraform's marks as it is. */
function literal(piece: string): string {
  return isTerraformValue(piece) ? piece : Fn.rawString(piece.replaceAll('%{', '%%{'));
}
