import { CONTRACT, type Decisions, type Infrastructure, type Item, type Provided } from 'tenon/spi';
import * as aws from '../../../constructs/infrastructure/aws/storage';
import * as digitalocean from '../../../constructs/infrastructure/digitalocean/storage';
import * as google from '../../../constructs/infrastructure/google/storage';

/** What differs between infrastructures as far as storage is concerned. */
interface Storage extends Partial<Pick<Infrastructure, 'adopt' | 'facts' | 'rules' | 'zones'>> {
  readonly name: string;
  readonly offers: readonly Provided[];
  readonly contribute?: (decisions: Decisions) => readonly Item[];
}

/** A service with an open storage socket that takes every item of the cloud's own. */
function service({ name, offers, contribute = () => [], ...given }: Storage): Infrastructure {
  return {
    contract: CONTRACT,
    socket: 'infrastructure',
    name,
    settings: {},
    sockets: { storage: 'open', delivery: 'open' },
    zones: ['a', 'b'],
    addresses: { network: '10.0.0.0/16', pods: '10.1.0.0/16', services: '10.2.0.0/16' },
    versions: {
      asOf: '2026-11-22',
      source: 'this test',
      windows: [{ minor: '1.36' }, { minor: '1.35' }, { minor: '1.32' }],
    },
    names: {
      cluster: { pattern: '[a-z]+', maxLength: 20, words: 'letters' },
      pool: { pattern: '[a-z]+', maxLength: 20, words: 'letters' },
    },
    facts: [],
    provides: () => [
      { capability: 'network/pods' },
      { capability: 'network/services' },
      { capability: 'dns/cluster' },
      { capability: 'runtime/containers' },
      ...offers,
    ],
    contribute,
    adopt: () => undefined,
    consumes: item => ['addon', 'identity', 'file-system', 'port'].includes(item.kind) || undefined,
    select: ({ machine = 'e2-standard-2' }) => ({
      type: machine,
      arch: 'amd64',
      cpu: Number(machine.split('-')[2]),
      memoryGiB: 8,
      gpu: 0,
      kvm: false,
      maxPods: 110,
      image: 'linux',
      accepts: [],
    }),
    provision: () => {
      throw new Error('these tests only plan');
    },
    ...given,
  };
}

const AWS: Provided = { capability: 'cloud', value: 'aws' };
const DIGITALOCEAN: Provided = { capability: 'cloud', value: 'digitalocean' };
const GOOGLE: Provided = { capability: 'cloud', value: 'google' };

/** As EKS treats storage. */
export const eks = service({
  name: 'eks',
  offers: [AWS, ...aws.driverOffers(false)],
  adopt: aws.adoptStorage,
  contribute: decisions => aws.driverItems(decisions),
  rules: aws.storageRules,
});

/** As EKS does in Auto Mode. */
export const eksAuto = service({
  name: 'eks',
  offers: [AWS, ...aws.driverOffers(true)],
  adopt: aws.adoptStorage,
  contribute: decisions => aws.driverItems(decisions),
  rules: aws.storageRules,
});

/** Machines of AWS that no service looks after, and that know nothing of storage. */
export const awsMachines = service({ name: 'aws-machines', offers: [AWS] });

/** As DigitalOcean's Kubernetes treats storage, in its one zone. */
export const doks = service({
  name: 'doks',
  offers: [
    DIGITALOCEAN,
    { capability: 'driver/dobs.csi.digitalocean.com', exclusive: true },
    { capability: 'crd/snapshot.storage.k8s.io', exclusive: true },
    { capability: 'storage-class/do-block-storage', exclusive: true },
  ],
  adopt: digitalocean.adoptStorage,
  rules: digitalocean.storageRules,
  zones: ['fra1'],
});

/** As GKE treats storage. */
export const gke = service({
  name: 'gke',
  offers: [GOOGLE, ...google.driverOffers()],
  adopt: google.adoptStorage,
  contribute: decisions => google.storageItems(decisions),
  rules: google.storageRules,
  facts: ['network/name'],
  zones: ['europe-west3-a', 'europe-west3-b', 'europe-west3-c'],
});
