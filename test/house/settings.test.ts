import { Eks } from 'tenon/aws';
import { Doks } from 'tenon/digitalocean';
import { Gke } from 'tenon/google';
import { Cilium, type CiliumProps } from 'tenon/network';
import type { Infrastructure } from 'tenon/spi';
import { CloudDisk, CloudFiles, type CloudDiskProps, type CloudFilesProps } from 'tenon/storage';
import { planOf, type PlanOf } from 'tenon/testing';

const publicAccess = ['203.0.113.0/24'];
const google = { project: 'acme-platform', region: 'europe-west3', publicAccess };

const clouds: readonly [string, Infrastructure][] = [
  ['Eks', new Eks({ region: 'eu-central-1', publicAccess })],
  ['Eks (Auto Mode)', new Eks({ region: 'eu-central-1', publicAccess, autoMode: true })],
  ['Gke', new Gke(google)],
  ['Gke (legacy datapath)', new Gke({ ...google, datapath: 'legacy' })],
  ['Doks', new Doks({ region: 'fra1', publicAccess })],
];

/** Values of every setting: the compiler asks for one that is new. */
type Values<P> = { readonly [S in keyof Required<P>]: readonly NonNullable<P[S]>[] };
const either = [true, false] as const;

const cilium: Values<CiliumProps> = {
  ipam: ['eni', 'cluster-pool', 'kubernetes', 'chained'],
  version: ['1.19.0'],
  replaceKubeProxy: either,
  encryption: ['wireguard', 'ipsec'],
  hubble: [...either, { relay: true }, { relay: true, ui: true }, { metrics: ['dns'] }],
  gatewayApi: either,
  socketLoadBalancing: ['pods', 'host'],
  exclusive: either,
  prefixDelegation: either,
  routingMode: ['tunnel', 'native'],
  tunnelProtocol: ['vxlan', 'geneve'],
  nodeCidrMaskSize: [24, 25],
  operatorReplicas: [1],
  clusterId: [7],
  clusterName: ['shop'],
  values: [{ debug: { enabled: true } }],
};

const files: Values<CloudFilesProps> = {
  name: ['data'],
  default: either,
  reclaim: ['Delete', 'Retain'],
  mountOptions: [['noatime']],
  snapshots: either,
};

const disk: Values<CloudDiskProps> = {
  ...files,
  expandable: either,
  binding: ['Immediate', 'WaitForFirstConsumer'],
  filesystem: ['ext4', 'xfs'],
  tier: ['standard', 'ssd', 'premium'],
  iops: [5000],
  throughputMiB: [300],
  encryptionKey: ['projects/p/locations/l/keyRings/r/cryptoKeys/k'],
};

/** A cluster with a plugin that has one setting; a class has a name, too. */
type With = (setting: object) => Omit<PlanOf, 'infrastructure'>;

const plugins: readonly [string, With, object][] = [
  ['cilium', setting => ({ network: new Cilium(setting) }), cilium],
  ['cloud-disk', setting => ({ storage: [new CloudDisk({ name: 'x', ...setting })] }), disk],
  ['cloud-files', setting => ({ storage: [new CloudFiles({ name: 'x', ...setting })] }), files],
];

describe.each(clouds)('on %s', (_, infrastructure) => {
  test.each(plugins)(
    'no setting of %s is lost: it is in the plan, or refused by its name',
    (name, withSetting, values) => {
      // What is wrong with the plugin itself here is said whatever its settings.
      const plain = planOf({ infrastructure, ...withSetting({}) }).problems.map(({ code }) => code);
      const tried = Object.entries(values).flatMap(([setting, some]) =>
        (some as unknown[]).map(value => {
          const { plan, problems } = planOf({ infrastructure, ...withSetting({ [setting]: value }) });
          const chosen = plan?.plugins.find(plugin => plugin.name === name);
          if (chosen) expect(chosen.settings).toMatchObject({ [setting]: value });
          const named = problems.some(
            ({ path, because, fix, code }) => `${path} ${because} ${fix}`.includes(setting) || plain.includes(code),
          );
          return { setting, value, kept: chosen !== undefined, named };
        }),
      );
      expect(tried.filter(({ kept, named }) => kept === named)).toEqual([]);
    },
  );
});
