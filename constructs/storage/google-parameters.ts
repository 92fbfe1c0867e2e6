import * as v from '../../lib/schema';
import { isTerraformValue } from '../../lib/plan/terraform-values';
import type { Decisions, Finding, Rule } from '../../lib/spi';

/** The label of nodes by which both of Google's drivers know zones. */
export const ZONE_LABEL = 'topology.gke.io/zone';

const KEY = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;

/** The full name of a Cloud KMS key, or a Terraform value. @internal */
export const kmsKey = v.pipe(
  v.string(),
  v.check(
    given => isTerraformValue(given) || KEY.test(given),
    "a key's full name, projects/…/locations/…/keyRings/…/cryptoKeys/…",
  ),
);

/** Labels of Google's resources. @internal @see https://cloud.google.com/compute/docs/labeling-resources#requirements */
export const labels = v.record(
  v.pipe(
    v.string(),
    v.regex(/^\p{Ll}[\p{Ll}0-9_-]{0,62}$/u, 'a lower-case letter, then letters, digits, hyphens and underscores'),
  ),
  v.pipe(v.string(), v.regex(/^[\p{Ll}0-9_-]{0,63}$/u, 'lower-case letters, digits, hyphens and underscores')),
);

/** Tags of Google's Resource Manager: `<organization or project>/<key>/<value>`. @internal */
export const resourceTags = v.array(
  v.pipe(v.string(), v.regex(/^[^/,]+\/[^/,]+\/[^/,]+$/, 'a tag such as 123456789012/environment/production')),
);

/** Where snapshots and backups may be kept. @internal */
export const location = v.pipe(
  v.string(),
  v.regex(/^[a-z]+(-[a-z]+\d{1,2})?$/, "a region such as 'europe-west3', or a continent such as 'eu'"),
);

/** Zones by name. @internal */
export const zones = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[a-z]+-[a-z]+\d+-[a-z]$/, "a zone such as 'europe-west3-a'"))),
  v.minLength(1),
);

/** What every resource made by a driver can be marked with. */
export interface Marks {
  readonly labels?: { readonly [key: string]: string };
  readonly resourceTags?: readonly string[];
}

/** Marks as both drivers take them. */
export function markParameters({ labels: given = {}, resourceTags: tags = [] }: Marks): { [name: string]: string } {
  const pairs = Object.keys(given)
    .sort()
    .map(key => `${key}=${given[key]}`);
  return {
    ...(pairs.length > 0 && { labels: pairs.join(',') }),
    ...(tags.length > 0 && { 'resource-tags': tags.join(',') }),
  };
}

/** Zones of a class where the cluster has no nodes. */
export function strangeZones(
  { name, zones: asked = [] }: { readonly name: string; readonly zones?: readonly string[] },
  decisions: Pick<Decisions, 'zones'>,
): readonly Finding[] {
  const strange = decisions.zones.length > 0 ? asked.filter(zone => !decisions.zones.includes(zone)) : [];
  return strange.map(zone => ({
    at: `storage/${name}/zones`,
    value: asked,
    because: `no node runs in ${zone}, so no pod could mount a volume that is made there`,
    fix: `choose from ${decisions.zones.join(', ')}`,
  }));
}

/** A service that encrypts with customers' keys as its own agent. */
export interface Encrypting {
  readonly service: string;
  /** The domain of the agent's address. */
  readonly agent: string;
}

/** Warns that a key must know the service that is to encrypt with it. */
export function keyRule(
  { name, kmsKey: key }: { readonly name: string; readonly kmsKey?: string },
  { service, agent }: Encrypting,
): Rule {
  return {
    code: 'ST-39',
    severity: 'warning',
    see: 'https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek',
    check: () =>
      key === undefined
        ? []
        : [
            {
              at: `storage/${name}/kmsKey`,
              because: `${service} makes the volumes of '${name}' only if its service agent may use the key, which Tenon cannot see`,
              fix: `grant roles/cloudkms.cryptoKeyEncrypterDecrypter on the key to service-<project number>@${agent}, then acknowledge ST-39`,
            },
          ],
  };
}
