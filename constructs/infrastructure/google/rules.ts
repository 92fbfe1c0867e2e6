import { support } from '../../../lib/plan/version';
import type { Finding, Minor, Rule, VersionWindows } from '../../../lib/spi';
import { changeRules } from './change-rules';
import { fileRules } from './file-rules';
import { bootDiskFindings } from './disk-rules';
import { networkRules } from './network-rules';
import { endpointRules, placeRules } from './place-rules';
import { nodesOf } from './place';
import { armFindings, homeFindings, poolFindings, strangerFindings } from './pool-findings';
import type { GkeProps } from './props';
import { storageRules } from './storage';
import { tagFindings } from './tags';

const DOCS = 'https://cloud.google.com/kubernetes-engine/docs';

/** What `Gke` checks of a whole cluster. GKE-01, -02, -05, -11 and -14 are refusals of plugins and items. */
export function gkeRules(by: string, props: GkeProps, versions: VersionWindows): readonly Rule[] {
  return [
    ...placeRules(props),
    ...endpointRules(props),
    ...networkRules(by, props),
    ...versionRules(props, versions),
    {
      code: 'GKE-POOL',
      severity: 'error',
      see: `${DOCS}/concepts/node-pools`,
      check: decisions => [
        ...strangerFindings(
          props,
          decisions.pools.map(({ name }) => name),
        ),
        ...decisions.pools.flatMap(pool => poolFindings(pool, decisions, props)),
      ],
    },
    {
      code: 'GKE-DISK',
      severity: 'consent',
      see: 'https://cloud.google.com/compute/docs/disks/hyperdisks#machine-type-support',
      check: ({ pools }) => pools.flatMap(pool => bootDiskFindings(pool, nodesOf(props, pool.name))),
    },
    {
      code: 'GKE-KEYS',
      severity: 'warning',
      see: `${DOCS}/how-to/encrypting-secrets`,
      check: () => keyFindings(props),
    },
    {
      code: 'GKE-HOME',
      severity: 'consent',
      see: `${DOCS}/how-to/isolate-workloads-dedicated-nodes`,
      check: ({ pools }) => homeFindings(pools),
    },
    {
      code: 'GKE-ARM',
      severity: 'warning',
      see: `${DOCS}/how-to/prepare-arm-workloads-for-deployment`,
      check: ({ pools }) => armFindings(pools),
    },
    {
      code: 'GKE-LABELS',
      severity: 'error',
      see: 'https://cloud.google.com/compute/docs/labeling-resources#requirements',
      check: ({ cluster }) => tagFindings(cluster.tags),
    },
    ...changeRules(by, props),
    ...storageRules,
    ...fileRules(props),
  ];
}

/** What goes with which release channel. */
function versionRules(props: GkeProps, versions: VersionWindows): Rule[] {
  const { releaseChannel: channel = 'regular', version } = props;
  return [
    {
      code: 'GKE-19',
      severity: 'warning',
      see: `${DOCS}/concepts/release-channels#no_channel`,
      check: () => {
        if (channel !== 'none') return [];
        const because = 'Google has deprecated clusters without a release channel, and upgrades them all the same';
        const fix = "remove 'releaseChannel', and say in 'maintenance' when upgrades wait";
        return [{ at: 'infrastructure/releaseChannel', value: channel, because, fix }];
      },
    },
    {
      code: 'GKE-EXTENDED',
      severity: 'error',
      see: `${DOCS}/release-schedule`,
      check: ({ cluster }) => (channel === 'extended' ? [] : supportFindings(versions, cluster.kubernetes, channel)),
    },
    {
      code: 'GKE-VERSION',
      severity: 'error',
      see: 'https://cloud.google.com/kubernetes-engine/versioning',
      check: ({ cluster: { kubernetes } }) => {
        if (version === undefined || version.startsWith(`${kubernetes}.`)) return [];
        const because = `'${version}' is no version of Kubernetes ${kubernetes}`;
        const fix = "change 'version' together with 'kubernetes', or remove it";
        return [{ at: 'infrastructure/version', value: version, because, fix }];
      },
    },
  ];
}

/** Agents of Google's that encrypt with keys of the user's, by the prop that names the key. */
const AGENTS = {
  secretsKey: 'service-<project number>@container-engine-robot.iam.gserviceaccount.com',
  diskKey: 'service-<project number>@compute-system.iam.gserviceaccount.com',
} as const;

/** Nothing is changed of a key that is not the cluster's own. */
function keyFindings(props: GkeProps): Finding[] {
  return (['secretsKey', 'diskKey'] as const)
    .filter(name => props[name] !== undefined)
    .map(name => ({
      at: `infrastructure/${name}`,
      because: `${AGENTS[name]} encrypts with this key, and the cluster cannot be made before it may`,
      fix: 'grant it roles/cloudkms.cryptoKeyEncrypterDecrypter on the key, then acknowledge GKE-KEYS',
    }));
}

function supportFindings(versions: VersionWindows, minor: Minor, channel: string): Finding[] {
  if (support(versions, minor) !== 'extended') return [];
  const because = `the standard support of Kubernetes ${minor} has ended, and GKE keeps it in the Extended channel alone, which it charges for`;
  const fix = "choose a newer 'kubernetes', or set releaseChannel: 'extended'";
  return [{ at: 'infrastructure/releaseChannel', value: channel, because, fix }];
}
