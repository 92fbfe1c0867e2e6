import type * as Project from '@cdktf/provider-google/lib/data-google-project';
import type * as CryptoKey from '@cdktf/provider-google/lib/kms-crypto-key';
import type * as CryptoKeyMember from '@cdktf/provider-google/lib/kms-crypto-key-iam-member';
import type * as KeyRing from '@cdktf/provider-google/lib/kms-key-ring';
import type { ITerraformDependable } from 'cdktf';
import type { Services } from './services';
import type { Site } from './site';
import { TerraformData } from './terraform-data';

/** What encrypts Secrets, and what must be there before it is used. */
export interface SecretsKey {
  readonly id: string;
  readonly grants: readonly ITerraformDependable[];
}

/** 90 days, in seconds. */
const ROTATION = '7776000s';

/**
 * The user's key, or one of the cluster's own. Whose key it is lets GKE's service agent use it, and Compute Engine's the one that
 * encrypts disks.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets
 */
export function secretsKeyOf(site: Site, services: Services): SecretsKey {
  return site.props.secretsKey === undefined ? ownKey(site, services) : { id: site.props.secretsKey, grants: [] };
}

function ownKey(site: Site, services: Services): SecretsKey {
  /* eslint-disable @typescript-eslint/no-require-imports -- loaded by who has no key */
  const { KmsCryptoKey } = require('@cdktf/provider-google/lib/kms-crypto-key') as typeof CryptoKey;
  const { KmsCryptoKeyIamMember } =
    require('@cdktf/provider-google/lib/kms-crypto-key-iam-member') as typeof CryptoKeyMember;
  const { KmsKeyRing } = require('@cdktf/provider-google/lib/kms-key-ring') as typeof KeyRing;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const { main, props } = site;
  // Google never deletes a key ring, nor gives its name again.
  const unique = new TerraformData(main, 'key-ring');
  const ring = new KmsKeyRing(main, 'key-ring', {
    name: `${site.name}-${unique.suffix(8)}`,
    location: props.region,
    dependsOn: services('cloudkms'),
  });
  // Nothing loses its key before it has another.
  const lifecycle = { createBeforeDestroy: true };
  const key = new KmsCryptoKey(main, 'key', { name: 'secrets', keyRing: ring.id, rotationPeriod: ROTATION, lifecycle });
  const grant = new KmsCryptoKeyIamMember(main, 'key-grant', {
    cryptoKeyId: key.id,
    role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
    member: `serviceAccount:service-${projectNumber(site, services)}@container-engine-robot.iam.gserviceaccount.com`,
    // The service agent comes with the API; in a new project it may take Google some minutes, and a second apply goes on.
    dependsOn: services('container'),
    lifecycle,
  });
  return { id: key.id, grants: [grant] };
}

/** Read when the API to ask is on, which is not before the first apply. */
function projectNumber(site: Site, services: Services): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded by who has no key
  const { DataGoogleProject } = require('@cdktf/provider-google/lib/data-google-project') as typeof Project;
  return new DataGoogleProject(site.main, 'project', {
    projectId: site.props.project,
    dependsOn: services('cloudresourcemanager'),
  }).number;
}
