import type { KubernetesObject } from './api-server';
import { isObject } from './schema-types';
import { releasesOf } from './releases';
import type { Synthesized } from './synthesized';

/**
 * What a chart makes of parts of its values, by its name: of each part one object that is called `default`, whose spec is the part
 * without `enabled`. The chart has no schema, but these kinds have.
 */
const OBJECTS: { readonly [chart: string]: { readonly [part: string]: readonly [apiVersion: string, kind: string] } } =
  {
    'tigera-operator': {
      installation: ['operator.tigera.io/v1', 'Installation'],
      apiServer: ['operator.tigera.io/v1', 'APIServer'],
      goldmane: ['operator.tigera.io/v1', 'Goldmane'],
      whisker: ['operator.tigera.io/v1', 'Whisker'],
      defaultFelixConfiguration: ['crd.projectcalico.org/v1', 'FelixConfiguration'],
    },
  };

/** The objects that a program has charts make of their values. */
export function operatorObjects(synthesized: Synthesized): KubernetesObject[] {
  return releasesOf(synthesized).flatMap(({ chart, values }) =>
    Object.entries(OBJECTS[chart] ?? {}).flatMap(([part, [apiVersion, kind]]) => {
      const given = values[part];
      if (!isObject(given) || given.enabled !== true) return [];
      const { enabled: _, ...spec } = given;
      return [{ apiVersion, kind, metadata: { name: 'default' }, spec }];
    }),
  );
}
