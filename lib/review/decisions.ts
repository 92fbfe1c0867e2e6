import type { Acknowledgement, ChosenPlugin, ClusterFacts, Plan } from '../spi';
import { anyOrder, compareBy, differences } from './data';
import { compareVersions } from './items';
import type { Change } from './model';
import { withoutSecrets } from './secrets';

/** What is decided of a cluster as a whole, one side against the other. */
export function decisionChanges(base: Plan, head: Plan): Change[] {
  return [
    ...kubernetesChange(base.cluster, head.cluster),
    ...pluginChanges(base, head),
    ...addressChanges(base, head),
    ...protectionChanges(base, head),
    ...acknowledgementChanges(base, head),
    ...warningChanges(base, head),
    ...tagChanges(base.cluster, head.cluster),
  ];
}

function kubernetesChange({ kubernetes: from }: ClusterFacts, { kubernetes: to }: ClusterFacts): Change[] {
  if (from === to) return [];
  const lowered = compareVersions(from, to) > 0;
  const minor = (version: string) => Number(version.split('.')[1]);
  const attention = lowered
    ? `Kubernetes goes back from ${from} to ${to}, which no service does`
    : minor(to) - minor(from) > 1
      ? `Kubernetes skips a minor on its way from ${from} to ${to}`
      : undefined;
  const happens = lowered ? 'lowered' : 'raised';
  return [
    { topic: 'kubernetes', happens, subject: 'Kubernetes', from, to, ...(attention !== undefined && { attention }) },
  ];
}

const titleOf = ({ socket, name, label }: ChosenPlugin) =>
  `${socket} ${name}${label === undefined ? '' : ` '${label}'`}`;

function pluginChanges(base: Plan, head: Plan): Change[] {
  const { gone, added, kept } = compareBy(base.plugins, head.plugins, titleOf);
  return [
    ...gone.map((plugin): Change => {
      const next = added.find(({ socket }) => socket === plugin.socket);
      const decisive = plugin.socket === 'infrastructure' || plugin.socket === 'network';
      const attention = decisive
        ? `${titleOf(plugin)} goes${next ? `, and ${titleOf(next)} takes its place` : ''}`
        : undefined;
      return { topic: 'plugin', happens: 'removed', subject: titleOf(plugin), ...(attention && { attention }) };
    }),
    ...added.map((plugin): Change => ({ topic: 'plugin', happens: 'added', subject: titleOf(plugin) })),
    ...kept.flatMap(({ name, was, is }) => [...adoption(name, was, is), ...settings(name, was, is)]),
  ];
}

function adoption(subject: string, { as: from }: ChosenPlugin, { as: to }: ChosenPlugin): Change[] {
  return from === to ? [] : [{ topic: 'plugin', happens: 'changed', subject, from, to, says: 'how it gets there' }];
}

/** Where the order of a list matters, what comes of it is told where it is. */
function settings(subject: string, was: ChosenPlugin, is: ChosenPlugin): Change[] {
  const details = differences(was.settings, is.settings, anyOrder).map(withoutSecrets);
  return details.length === 0 ? [] : [{ topic: 'plugin', happens: 'changed', subject, details }];
}

function addressChanges(base: Plan, head: Plan): Change[] {
  const { subnets: old, ...was } = base.addresses;
  const { subnets: now, ...is } = head.addresses;
  const ranges = differences({ ...was }, { ...is });
  const subnets = compareBy(old, now, ({ name }) => name);
  const common = { topic: 'address' } as const;
  return [
    ...ranges.map(({ path, ...each }): Change => ({ ...common, happens: 'changed', subject: path, ...each })),
    ...subnets.gone.map(({ name, cidr }): Change => ({
      ...common,
      happens: 'removed',
      subject: `subnet ${name}`,
      from: cidr,
    })),
    ...subnets.added.map(({ name, cidr }): Change => ({
      ...common,
      happens: 'added',
      subject: `subnet ${name}`,
      to: cidr,
    })),
    ...subnets.kept.flatMap(({ name, was: from, is: to }): Change[] => {
      if (from.cidr === to.cidr && from.zone === to.zone) return [];
      const place = ({ cidr, zone }: typeof from) => (zone === '' ? cidr : `${cidr} in ${zone}`);
      return [{ ...common, happens: 'changed', subject: `subnet ${name}`, from: place(from), to: place(to) }];
    }),
  ];
}

/** What keeps others out, by the capability that says who does it. */
const PROTECTIONS: { readonly [capability: string]: string } = {
  'network/encryption': 'encryption of traffic between nodes',
  'network/policy': 'network policies',
  'network/policy-l7': 'network policies on HTTP and DNS names',
  'identity/workload': 'identities of workloads',
  'network/pod-security-groups': 'firewalls of pods',
};

function protectionChanges(base: Plan, head: Plan): Change[] {
  return Object.entries(PROTECTIONS).flatMap(([capability, subject]): Change[] => {
    const [was, is] = [base, head].map(({ capabilities }) => (capabilities[capability] ?? []).length > 0);
    if (was === is) return [];
    if (is) return [{ topic: 'protection', happens: 'added', subject }];
    return [{ topic: 'protection', happens: 'removed', subject, attention: `nobody provides ${subject} any more` }];
  });
}

function acknowledgementChanges(base: Plan, head: Plan): Change[] {
  const title = ({ code, at }: Acknowledgement) => (at === undefined ? code : `${code} at ${at}`);
  const { gone, added, kept } = compareBy(base.acknowledged, head.acknowledged, title);
  const topic = 'acknowledgement';
  return [
    ...gone.map((each): Change => ({ topic, happens: 'removed', subject: title(each), from: each.because })),
    ...added.map((each): Change => ({
      topic,
      happens: 'added',
      subject: title(each),
      to: each.because,
      attention: `${title(each)} is acknowledged: ${each.because}`,
    })),
    ...kept.flatMap(({ name, was, is }): Change[] => {
      if (was.because === is.because) return [];
      const attention = `${name} is acknowledged for another reason: ${is.because}`;
      return [{ topic, happens: 'changed', subject: name, from: was.because, to: is.because, attention }];
    }),
  ];
}

function warningChanges(base: Plan, head: Plan): Change[] {
  const { gone, added } = compareBy(
    base.warnings,
    head.warnings,
    ({ code, at, because }) => `${code} ${at} ${because}`,
  );
  const topic = 'warning';
  const say = ({ code, at }: Plan['warnings'][number]) => (at === '' ? code : `${code} at ${at}`);
  return [
    ...gone.map((each): Change => ({ topic, happens: 'removed', subject: say(each), from: each.because })),
    ...added.map((each): Change => ({
      topic,
      happens: 'added',
      subject: say(each),
      to: each.because,
      says: each.fix,
      attention: `${each.because} [${each.code}]`,
    })),
  ];
}

function tagChanges({ tags: was }: ClusterFacts, { tags: is }: ClusterFacts): Change[] {
  return differences({ ...was }, { ...is }).map(({ path, from, to }): Change => {
    const happens = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
    return {
      topic: 'tag',
      happens,
      subject: path,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    };
  });
}
