import type { Draft } from './errors';
import { CONTRACT } from './spi';
import type { Needed, Refusal, VersionWindows } from './spi';

const list = (names: readonly string[]) => names.map(name => `'${name}'`).join(', ');
const meant = (name: string | undefined) => (name === undefined ? '' : `did you mean '${name}'? `);

/** The first link in words about a source, which are more than a line of text has room for. */
const linkIn = (source: string) => /https?:\/\/[^\s,;)]+/.exec(source)?.[0];

/** A setting that a service does not carry out, of a plugin that it runs itself. */
interface NotHonoured {
  readonly at: string;
  readonly name: string;
  readonly setting: string;
  readonly where: string;
  /** What is there instead. */
  readonly instead?: string | undefined;
  readonly closest?: string | undefined;
}

/** Every message that is not spoken by a plugin. */
export const messages = {
  contract: (at: string, name: string, given: unknown): Draft => ({
    code: 'CONTRACT',
    at,
    value: typeof given === 'number' ? given : null,
    because: `'${name}' was written for contract version ${String(given)}, and this is version ${CONTRACT}`,
    fix: `install a release of '${name}' for contract version ${CONTRACT}`,
  }),
  socket: (at: string, name: string, given: string, wanted: string): Draft => ({
    code: 'SOCKET',
    at,
    value: given,
    because: `'${name}' is a ${given} plugin, and this is the ${wanted} socket`,
    fix: `pass it as '${given}'`,
  }),
  methods: (at: string, name: string, missing: readonly string[]): Draft => ({
    code: 'CONTRACT',
    at,
    because: `'${name}' lacks ${list(missing)}, which the contract asks of its socket`,
    fix: 'pass an instance of a plugin class',
  }),
  threw: (at: string, name: string, doing: string, error: unknown): Draft => ({
    code: 'PLUGIN',
    at,
    because: `'${name}' failed while ${doing}: ${error instanceof Error ? error.message : String(error)}`,
    fix: `report this to the makers of '${name}'`,
  }),
  closedSocket: (at: string, name: string, socket: string, where: string): Draft => ({
    code: 'ADOPT',
    at,
    because: `${socket} '${name}' cannot be used on '${where}', which takes none but its own`,
    fix: `remove '${at}', or choose an infrastructure with an open ${socket} socket`,
  }),
  notHonoured: ({ at, name, setting, where, instead, closest }: NotHonoured): Draft => ({
    code: 'HONOUR',
    at: `${at}/${setting}`,
    because: `'${where}' runs '${name}' itself and cannot carry out its setting '${setting}'${instead ? ` (${instead})` : ''}`,
    fix: `${meant(closest)}remove '${setting}'`,
  }),
  conflict: (at: string, capability: string, suppliers: readonly string[], fix = 'keep one of them'): Draft => ({
    code: 'CONFLICT',
    at,
    because: `${list(suppliers)} each supply '${capability}', which a cluster has once`,
    fix,
  }),
  missing: ({ seat, need }: { seat?: { at: string; name: string }; need: Needed }): Draft => ({
    code: 'MISSING',
    at: seat?.at ?? 'infrastructure',
    value: need.capability,
    because: `${seat ? `'${seat.name}'` : 'the cluster'} needs '${need.capability}' (${need.because}), and nobody supplies it`,
    fix: need.fix,
  }),
  terraformValue: (at: string): Draft => ({
    code: 'UNRESOLVED',
    at,
    because: `'${at}' is a Terraform value, known only when Terraform runs, and the plan needs it now`,
    fix: 'give a literal value',
  }),
  minor: (at: string, given: string): Draft => ({
    code: 'VERSION',
    at,
    value: given,
    because: `'${given}' is no Kubernetes minor version`,
    fix: "give one such as '1.36'",
  }),
  notOffered: (given: string, where: string, windows: VersionWindows, offered: readonly string[]): Draft => ({
    code: 'VERSION',
    at: 'kubernetes',
    value: given,
    because: `'${where}' does not offer Kubernetes ${given} (as of ${windows.asOf})`,
    fix: `choose one of ${offered.join(', ')}, or pass newer 'versions' to the infrastructure`,
    see: linkIn(windows.source),
  }),
  extendedSupport: (given: string, where: string, windows: VersionWindows, until: string): Draft => ({
    code: 'VERSION-EXTENDED',
    at: 'kubernetes',
    value: given,
    because: `Kubernetes ${given} has left standard support on '${where}' and is in paid extended support until ${until} (as of ${windows.asOf})`,
    fix: 'plan the upgrade to a newer minor',
    see: linkIn(windows.source),
  }),
  minorJump: (from: string, to: string, back: boolean): Draft => ({
    code: 'VER-03',
    at: 'kubernetes',
    value: to,
    because: `the control plane cannot go from ${from} to ${to}: it moves forward one minor at a time, and never back`,
    fix: back ? `keep ${from}` : `deploy each minor between ${from} and ${to} first`,
    see: 'https://kubernetes.io/releases/version-skew-policy/',
  }),
  skew: (at: string, given: string, controlPlane: string, skew: number): Draft => ({
    code: 'VERSION-SKEW',
    at: `${at}/kubernetes`,
    value: given,
    because: `nodes at ${given} cannot join a control plane at ${controlPlane}: they may be up to ${skew} minors older and never newer`,
    fix: `choose a minor from 1.${Number(controlPlane.slice(2)) - skew} to ${controlPlane}`,
    see: 'https://kubernetes.io/releases/version-skew-policy/',
  }),
  duplicateCluster: (name: string): Draft => ({
    code: 'DUPLICATE',
    at: '',
    value: name,
    because: `another stack or construct is already called '${name}'`,
    fix: 'give each cluster of an app a name of its own',
  }),
  duplicatePlugin: (at: string, name: string): Draft => ({
    code: 'DUPLICATE',
    at,
    value: name,
    because: `'${name}' is there twice`,
    fix: 'remove one, or give each a name of its own',
  }),
  duplicatePool: (name: string): Draft => ({
    code: 'DUPLICATE',
    at: `pools/${name}`,
    value: name,
    because: `two pools are called '${name}'`,
    fix: 'give each pool a name of its own',
  }),
  poolSize: (at: string, what: string, given: number, other: string, bound: number): Draft => ({
    code: 'POOL-SIZE',
    at: `${at}/${what}`,
    value: given,
    because: `'${what}' is ${given} and '${other}' is ${bound}`,
    fix: `make '${what}' at ${other === 'min' ? 'least' : 'most'} '${other}'`,
  }),
  poolAsksNothing: (at: string): Draft => ({
    code: 'MACHINE',
    at,
    because: 'the pool does not say what its machines need',
    fix: "give 'cpu', 'memoryGiB' or 'gpu', or name a 'machine'",
  }),
  twinTaint: (at: string, taint: string): Draft => ({
    code: 'DUPLICATE',
    at,
    value: taint,
    because: `taint '${taint}' is there twice`,
    fix: 'remove one of them',
  }),
  poolZone: (at: string, zone: string, zones: readonly string[], closest?: string): Draft => ({
    code: 'ZONE',
    at: `${at}/zones`,
    value: zone,
    because:
      zones.length > 0
        ? `the cluster does not spread over zone '${zone}'`
        : 'it is not known which zones the cluster spreads over',
    fix:
      zones.length > 0
        ? `${meant(closest)}choose from ${list(zones)}`
        : "remove 'zones', or tell the infrastructure which zones its subnets are in",
  }),
  noScope: (given: unknown): Draft => ({
    code: 'PROPS',
    at: '',
    value: typeof given,
    because: `the first argument is ${given === undefined ? 'missing' : typeof given}`,
    fix: 'give the cdktf App, or another construct below it',
  }),
  noStage: (given: unknown, stages: readonly string[]): Draft => ({
    code: 'PROPS',
    at: '',
    value: String(given),
    because: `there is no stage '${String(given)}'`,
    fix: `ask for one of ${list(stages)}`,
  }),
  stateFailed: (error: unknown): Draft => ({
    code: 'STATE',
    at: 'state',
    because: `'state' failed: ${error instanceof Error ? error.message : String(error)}`,
    fix: 'correct the function',
  }),
  noBackend: (given: string): Draft => ({
    code: 'STATE',
    at: 'state',
    value: given,
    because: `'state' gave ${given}, and no backend`,
    fix: 'return the backend, as in stack => new S3Backend(stack, { … })',
  }),
  sharedState: (one: string, other: string): Draft => ({
    code: 'STATE',
    at: 'state',
    value: other,
    because: `stacks '${one}' and '${other}' would keep their state in one place, and each would destroy what the other made`,
    fix: 'make the place depend on the stack, as in key: `${stack.node.id}.tfstate`',
  }),
  unknownAcknowledgement: (code: string, closest: string): Draft => ({
    code: 'ACKNOWLEDGE-STALE',
    at: 'acknowledge',
    value: code,
    because: `'${code}' is acknowledged, and no rule here has that code`,
    fix: `did you mean '${closest}'?`,
  }),
  nameMissing: (given: unknown): Draft => ({
    code: 'NAME',
    at: '',
    value: given === undefined ? null : String(given),
    because: `a cluster cannot be called ${given === '' ? "''" : String(given)}`,
    fix: 'give it a name as the second argument',
  }),
  notFunction: (prop: string, given: unknown): Draft => ({
    code: 'PROPS',
    at: prop,
    value: String(given),
    because: `'${prop}' is ${typeof given}`,
    fix: 'give a function of the stack that makes its backend, such as stack => new S3Backend(stack, { … })',
  }),
  nameTooLong: (at: string, what: string, name: string, max: number, where: string): Draft => ({
    code: 'NAME',
    at,
    value: name,
    because: `the ${what} name '${name}' has ${name.length} characters, and '${where}' takes ${max}`,
    fix: 'shorten it',
  }),
  nameIllegal: (at: string, what: string, name: string, words: string, where: string): Draft => ({
    code: 'NAME',
    at,
    value: name,
    because: `'${where}' does not accept the ${what} name '${name}'`,
    fix: `use ${words}`,
  }),
  domain: (given: string): Draft => ({
    code: 'ADDRESSES',
    at: 'addresses/domain',
    value: given,
    because: `'${given}' is no DNS name`,
    fix: "give one such as 'cluster.local'",
  }),
  idlePods: (given: string): Draft => ({
    code: 'ADDRESSES-IDLE',
    at: 'addresses/pods',
    value: given,
    because: "pods have addresses of the nodes' network here, so nothing uses addresses.pods",
    fix: "remove 'addresses.pods'",
  }),
  movedInfrastructure: (from: string, to: string): Draft => ({
    code: 'INFRASTRUCTURE-MOVED',
    at: 'infrastructure',
    value: to,
    because: `the cluster runs on '${from}' and would run on '${to}': with the same state, Terraform destroys all of it to make the new one`,
    fix: 'build the new one beside it under a name of its own and move the workloads, or acknowledge INFRASTRUCTURE-MOVED with a reason',
  }),
  beforeOther: (name: string, other: string): Draft => ({
    code: 'BEFORE',
    at: 'before',
    value: other,
    because: `the plan is that of '${other}', and this is '${name}'`,
    fix: `give the plan that '${name}' was deployed with, or remove 'before'`,
  }),
  changedClass: (name: string, fields: readonly string[]): Draft => ({
    code: 'CLASS-CHANGED',
    at: 'storage',
    value: name,
    because: `class '${name}' changes ${list(fields)}, which Kubernetes never updates: it is deleted and made anew, and volumes keep what they have`,
    fix: 'give the new class a name of its own, or, where manifests are applied by hand, delete the old one first',
  }),
  unknownPool: (at: string, by: string, item: string, pool: string, pools: readonly string[]): Draft => ({
    code: 'ITEM',
    at,
    value: item,
    because: `'${by}' contributes ${item} for pool '${pool}', and there is no such pool`,
    fix: `name one of ${list(pools)}`,
  }),
  notAccepted: (at: string, by: string, item: string, pool: string, image: string): Draft => ({
    code: 'ITEM',
    at,
    value: item,
    because: `'${by}' contributes ${item}, and the machines of pool '${pool}' (${image}) do not take it`,
    fix: `give pool '${pool}' machines that do, or remove '${by}'`,
  }),
  cidr: (at: string, given: string, because: string): Draft => ({
    code: 'CIDR',
    at,
    value: given,
    because,
    fix: "give a range such as '10.0.0.0/16'",
  }),
  overlap: (code: string, one: string, oneRange: string, other: string, otherRange: string): Draft => ({
    code,
    at: `addresses/${one}`,
    value: oneRange,
    because: `addresses.${one} ${oneRange} overlaps addresses.${other} ${otherRange}`,
    fix: 'choose disjoint ranges',
  }),
  sharedRange: (code: string, name: string, range: string, other: string, otherRange: string): Draft => ({
    code,
    at: `addresses/${name}`,
    value: range,
    because: `${range} overlaps ${otherRange} of '${other}', and the cloud keeps the ranges of one account apart`,
    fix: `let a Fleet give each cluster ranges of its own, choose a disjoint one, or acknowledge ${code} with a reason if the clusters are in different accounts`,
  }),
  existingNetwork: (given: string, where: string): Draft => ({
    code: 'ADDRESSES',
    at: 'addresses/network',
    value: given,
    because: `'${where}' is given an existing network, whose range is its own`,
    fix: "remove 'addresses.network'",
  }),
  nodeCapacity: (nodes: number, room: number, network: string): Draft => ({
    code: 'CAPACITY',
    at: 'addresses/network',
    value: network,
    because: `the pools may grow to ${nodes} nodes, and the private subnets of ${network} have ${room} addresses`,
    fix: 'choose a larger range, or smaller pools',
  }),
  podCapacity: (pods: number, room: number, network: string): Draft => ({
    code: 'CAPACITY-PODS',
    at: 'addresses/network',
    value: network,
    because: `the pools may hold ${pods} pods, which take addresses of ${network}, whose private subnets have ${room}`,
    fix: 'choose a larger range, or smaller pools',
  }),
  itemShape: (at: string, by: string, item: string, wrong: string): Draft => ({
    code: 'ITEM',
    at,
    value: item,
    because: `'${by}' contributes ${item}, ${wrong}`,
    fix: `report this to the makers of '${by}'`,
  }),
  itemConflict: (at: string, item: string, one: string, other: string): Draft => ({
    code: 'ITEM',
    at,
    value: item,
    because: `'${one}' and '${other}' contribute different versions of ${item}`,
    fix: 'remove one of them, or make their settings agree',
  }),
  unclaimed: (at: string, by: string, item: string, refusals: readonly Refusal[]): Draft => ({
    code: refusals[0]?.code ?? 'UNCLAIMED',
    at,
    value: item,
    because: `nobody takes ${item} of '${by}'${refusals.length > 0 ? `: ${refusals.map(each => each.because).join('; ')}` : ''}`,
    fix: refusals[0]?.fix ?? "add a delivery to 'deliveries' that takes it",
  }),
  insideTooEarly: (delivery: string): Refusal => ({
    because: `'${delivery}' runs in the cluster's own pods, which cannot start before it`,
    fix: "put a delivery that acts from outside first in 'deliveries'",
  }),
  objectWrong: (at: string, item: string, because: string, fix: string): Draft => ({
    code: 'OBJECT',
    at,
    value: item,
    because,
    fix,
  }),
  cycle: (items: readonly string[]): Draft => ({
    code: 'ORDER',
    at: 'infrastructure',
    because: `${list(items)} wait for each other`,
    fix: "report this to the plugins' makers",
  }),
  staleAcknowledgement: (code: string): Draft => ({
    code: 'ACKNOWLEDGE-STALE',
    at: 'acknowledge',
    value: code,
    because: `'${code}' is acknowledged, and its rule finds nothing here any more`,
    fix: 'remove the acknowledgement',
  }),
  notAcknowledgeable: (code: string): Draft => ({
    code: 'ACKNOWLEDGE',
    at: 'acknowledge',
    value: code,
    because: `'${code}' is an error that no consent overrides`,
    fix: 'remove the acknowledgement, and mend what it names',
  }),
} as const;
