import { ProjectService } from '@cdktf/provider-google/lib/project-service';
import type { ITerraformDependable } from 'cdktf';
import type { Site } from './site';

/** Google's APIs by the first word of their names. */
export type Service = 'cloudkms' | 'cloudresourcemanager' | 'compute' | 'container' | 'file' | 'iam' | 'iamcredentials';

/** What waits until some APIs can be used. */
export type Services = (...names: readonly Service[]) => ITerraformDependable[];

/**
 * Turns on the APIs that the cluster needs. They stay on when it goes: others may have come to use them.
 *
 * @see https://cloud.google.com/service-usage/docs/enable-disable
 */
export function enableServices(site: Site): Services {
  if (site.props.enableServices === false) return () => [];
  const enabled = new Map(neededServices(site).map(name => [name, enable(site, name)]));
  return (...names) => names.flatMap(name => enabled.get(name) ?? []);
}

function neededServices(site: Site): Service[] {
  return [
    'cloudresourcemanager',
    'compute',
    'container',
    'iam',
    ...(site.props.secretsKey === undefined ? (['cloudkms'] as const) : []),
    ...(site.addon('filestore-csi') ? (['file'] as const) : []),
    // Gives the tokens of service accounts to pods.
    ...(site.items('identity').length > 0 ? (['iamcredentials'] as const) : []),
  ];
}

function enable(site: Site, name: Service): ProjectService {
  return new ProjectService(site.main, `service-${name}`, {
    service: `${name}.googleapis.com`,
    disableOnDestroy: false,
  });
}
