import type { ContainerClusterConfig } from '@cdktf/provider-google/lib/container-cluster';
import { DATAPLANE_V2 } from './cluster-addons';
import type { GkeProps } from './props';
import type { Site } from './site';

const COMPONENTS = {
  system: 'SYSTEM_COMPONENTS',
  workloads: 'WORKLOADS',
  'api-server': 'APISERVER',
  'controller-manager': 'CONTROLLER_MANAGER',
  scheduler: 'SCHEDULER',
} as const;

/** Whose logs are kept. */
export function logging({ logs = ['system', 'workloads', 'api-server'] }: GkeProps): Partial<ContainerClusterConfig> {
  const names = Object.keys(COMPONENTS) as (keyof typeof COMPONENTS)[];
  // In one order, for Terraform takes another for a change.
  return {
    loggingConfig: { enableComponents: names.filter(name => logs.includes(name)).map(name => COMPONENTS[name]) },
  };
}

/** What is measured: Google's own components, workloads if they are asked for, and Dataplane V2 if it is to tell. */
export function monitoring(site: Site): Partial<ContainerClusterConfig> {
  const datapath = site.addon(DATAPLANE_V2);
  return {
    monitoringConfig: {
      enableComponents: ['SYSTEM_COMPONENTS'],
      managedPrometheus: { enabled: site.props.managedPrometheus ?? true },
      ...(datapath && {
        advancedDatapathObservabilityConfig: {
          enableMetrics: false,
          enableRelay: datapath.spec.configuration?.relay === true,
        },
      }),
    },
  };
}
