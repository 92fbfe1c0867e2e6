import { isExpression } from '../../../lib/plan/terraform-values';
import type { ChosenPlugin, Finding, Rule } from '../../../lib/spi';
import { hostOf } from './place';
import type { GkeProps } from './props';

/** Whether instances of Filestore join the VPC of the cluster by a peering of their own. */
function peers({ name, settings }: ChosenPlugin): boolean {
  if (name === 'cloud-files') return true;
  return (
    name === 'google-filestore' && settings.network === undefined && settings.connectMode !== 'PRIVATE_SERVICE_ACCESS'
  );
}

/** What GKE checks of classes of files: how their volumes are reached from a VPC that another project shares. */
export function fileRules({ project, network }: GkeProps): readonly Rule[] {
  const host = network && !isExpression(project) ? hostOf(network.network, project) : undefined;
  return [
    {
      code: 'ST-36',
      severity: 'error',
      see: 'https://cloud.google.com/filestore/docs/csi-driver',
      check: ({ plugins }) => (host === undefined ? [] : plugins.filter(peers).map(files => unreachable(files, host))),
    },
  ];
}

function unreachable({ name, label }: ChosenPlugin, host: string): Finding {
  const settings = "connectMode: 'PRIVATE_SERVICE_ACCESS' and the VPC's full name as 'network'";
  return {
    at: `storage/${label}`,
    because: `project '${host}' shares the VPC, and Filestore joins a VPC of another project by its private connection alone`,
    fix: name === 'cloud-files' ? `use GoogleFilestore with ${settings}` : `set ${settings}`,
  };
}
