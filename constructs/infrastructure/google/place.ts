import { isExpression } from '../../../lib/plan/terraform-values';
import { settingsOf } from '../../../lib/shape';
import type { ChosenPlugin, Item } from '../../../lib/spi';
import { zonesIn } from './catalogue';
import type { GkeNodes, GkeProps } from './props';

/** Who moves packets between pods. */
export type Datapath = NonNullable<GkeProps['datapath']>;

/** The zones of a cluster: those named, or the first of the region's. */
export function zonesOf({ region, zones = 3 }: GkeProps): readonly string[] {
  if (typeof zones !== 'number') return zones;
  // Of a region that is not known, the usual letters; a rule asks for consent.
  const known = zonesIn(region) ?? ['a', 'b', 'c', 'd'].map(letter => `${region}-${letter}`);
  return known.slice(0, zones);
}

/** Where the control plane is: the region, or its one zone. */
export function locationOf(props: GkeProps): string {
  return props.controlPlane === 'zonal' ? (zonesOf(props)[0] ?? props.region) : props.region;
}

/** The project that shares a VPC, if its self link or path says so; `undefined` of one's own, and where only Terraform knows. */
export function hostOf(network: string, own: string): string | undefined {
  const [, project] = isExpression(network) ? [] : (/projects\/([^/]+)\//.exec(network) ?? []);
  return project === own ? undefined : project;
}

/** What Calico is called, as a plugin and as the add-on that stands for it. */
export const CALICO = 'calico';

/** The datapath of a cluster with these items. */
export function datapathOf({ datapath }: Pick<GkeProps, 'datapath'>, items: readonly Item[]): Datapath {
  const calico = items.some(item => item.kind === 'addon' && item.spec.name === CALICO);
  return datapath ?? (calico ? 'legacy' : 'dataplane-v2');
}

/** The datapath of a cluster with these plugins. */
export function datapathIn({ datapath }: Pick<GkeProps, 'datapath'>, plugins: readonly ChosenPlugin[]): Datapath {
  return datapath ?? (plugins.some(({ name }) => name === CALICO) ? 'legacy' : 'dataplane-v2');
}

/** What the user says of one pool's nodes. */
export function nodesOf({ nodes, pools }: Pick<GkeProps, 'nodes' | 'pools'>, pool: string): GkeNodes {
  return { ...nodes, ...settingsOf(pools?.[pool] ?? {}) };
}
