import type { Item, Rule } from '../../../lib/spi';
import { contributions } from './contributions';
import type { EksProps } from './props';
import { userDataOf, type NodeItem } from './user-data';

/** What EC2 takes as user data, in bytes, before it is encoded. */
const MOST = 16_384;

/** Why EC2 would refuse some user data; `undefined` if it would not. */
export function tooLarge(program: string | undefined): string | undefined {
  const size = Buffer.byteLength(program ?? '', 'utf8');
  return size > MOST ? `user data of ${size} bytes, and EC2 takes ${MOST}` : undefined;
}

/** What the user says to every node goes into its user data. */
export function userDataRule(by: string, props: EksProps): Rule {
  return {
    code: 'EKS-USERDATA',
    severity: 'error',
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html',
    check: decisions => {
      const said = props.autoMode ? [] : contributions(by, decisions, props).filter(isNodeItem);
      const [reason] = decisions.pools.flatMap(pool => tooLarge(userDataOf(pool, said)) ?? []);
      if (!reason) return [];
      const [prop, fix] = props.nodeCommands
        ? ['nodeCommands', 'let a command fetch what is long']
        : ['kubelet', 'leave fields out'];
      return [{ at: `infrastructure/${prop}`, because: `'${prop}' makes ${reason}`, fix }];
    },
  };
}

function isNodeItem(item: Item): item is Item & NodeItem {
  return item.kind === 'kubelet' || item.kind === 'node-command';
}
