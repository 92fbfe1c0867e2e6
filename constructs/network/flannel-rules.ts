import type { Data, Decisions, Finding, Plan, Rule } from '../../lib/spi';
import { contradictions, valueAt, type Values } from './chart-values';
import type { FlannelBackend, FlannelProps } from './flannel-props';
import { tenonValues } from './flannel-values';

const SOURCE = 'https://github.com/flannel-io/flannel/blob/v0.28.9';
const BACKENDS = `${SOURCE}/Documentation/backends.md`;
const CONFIGURATION = `${SOURCE}/Documentation/configuration.md`;

/** What Flannel cannot do, cannot do here, or should not do unasked. */
export function flannelRules(props: FlannelProps): readonly Rule[] {
  return [
    { code: 'CNI-05', severity: 'error', see: CONFIGURATION, check: () => ranges6(props.values ?? {}) },
    { code: 'CNI-06', severity: 'error', see: BACKENDS, check: decisions => withoutSegment(props, decisions) },
    {
      code: 'CNI-07',
      severity: 'error',
      see: `${SOURCE}/Documentation/kubernetes.md`,
      check: ({ addresses }) => otherRange(props.values ?? {}, addresses.pods),
    },
    { code: 'CNI-08', severity: 'error', see: BACKENDS, check: (_, before) => otherBackend(props, before) },
    { code: 'FLN-01', severity: 'error', see: BACKENDS, check: () => idleProps(props) },
    { code: 'FLN-02', severity: 'error', check: decisions => valueFindings(props, decisions) },
    { code: 'FLN-03', severity: 'consent', see: BACKENDS, check: decisions => directRouting(props, decisions) },
    { code: 'FLN-04', severity: 'warning', check: () => otherVersion(props) },
  ];
}

function ranges6(values: Values): Finding[] {
  const value = valueAt(values, 'podCidrv6');
  if (!value) return [];
  return [
    {
      at: 'network/values/podCidrv6',
      value,
      because: 'no node has a range of IPv6 addresses here, and agents stop where they find none',
      fix: 'remove it',
    },
  ];
}

function withoutSegment({ backend }: FlannelProps, decisions: Decisions): Finding[] {
  if (backend !== 'host-gw' || decisions.has('network/layer-2')) return [];
  return [
    {
      at: 'network/backend',
      value: backend,
      because:
        "'host-gw' makes each node a gateway to its pods, which takes nodes that share a segment; networks of clouds drop such packets",
      fix: "use backend: 'vxlan' or 'wireguard'",
    },
  ];
}

function otherRange(values: Values, pods: string): Finding[] {
  const value = valueAt(values, 'podCidr');
  if (value === undefined || value === pods) return [];
  return [
    {
      at: 'network/values/podCidr',
      value,
      because: `nodes have ranges of addresses.pods ${pods}, and agents refuse a range that is not in theirs`,
      fix: "remove it, and set 'addresses.pods'",
    },
  ];
}

/** Half the nodes would wrap packets in one way, and the others in another. */
function otherBackend({ backend = 'vxlan' }: FlannelProps, before?: Plan): Finding[] {
  const release = before?.items.find(item => item.kind === 'helm-release' && item.id === 'flannel');
  const was = release?.kind === 'helm-release' ? valueAt(release.spec.values, 'flannel.backend') : undefined;
  if (was === undefined || was === backend) return [];
  return [
    {
      at: 'network/backend',
      value: backend,
      because: `the cluster was made with '${String(was)}', and Flannel's backend cannot change while it runs`,
      fix: `keep backend: '${String(was)}', or build a second cluster and move the workloads`,
    },
  ];
}

/** The backends that each prop is for. */
const BACKENDS_OF: { readonly [P in keyof FlannelProps]?: readonly FlannelBackend[] } = {
  port: ['vxlan', 'wireguard'],
  vni: ['vxlan'],
  directRouting: ['vxlan'],
  mtu: ['vxlan', 'wireguard'],
  keepaliveSeconds: ['wireguard'],
};

function idleProps(props: FlannelProps): Finding[] {
  const { backend = 'vxlan' } = props;
  return Object.entries(BACKENDS_OF).flatMap(([prop, backends]) => {
    const value = props[prop as keyof FlannelProps] as Data | undefined;
    if (value === undefined || value === false || backends.includes(backend)) return [];
    const because = `'${prop}' is for backend ${backends.map(each => `'${each}'`).join(' or ')}, and this is '${backend}'`;
    return [{ at: `network/${prop}`, value, because, fix: `drop '${prop}'` }];
  });
}

/** Values that go past what firewalls and rules know, or that agents cannot run with. */
const REFUSED: { readonly [path: string]: Pick<Finding, 'because' | 'fix'> } = {
  'flannel.backendPort': { because: "firewalls follow 'port', and know nothing of this", fix: "use 'port'" },
  'flannel.directRouting': {
    because: "firewalls and rules follow 'directRouting', and know nothing of this",
    fix: "use 'directRouting'",
  },
  'flannel.psk': {
    because: 'it is a secret, and plans, values and ConfigMaps are read by many',
    fix: 'remove it: nodes have keys of their own, which encrypt without it',
  },
  'flannel.tunnelMode': {
    because: "in every mode but 'separate', the default, agents crash where pods have no IPv6 addresses",
    fix: 'remove it',
  },
};

function valueFindings(props: FlannelProps, decisions: Decisions): Finding[] {
  const values = props.values ?? {};
  const own = tenonValues(props, decisions);
  const contrary = contradictions(own, values).filter(({ path }) => path !== 'podCidr');
  const refused = Object.entries(REFUSED).filter(
    ([path]) => Boolean(valueAt(values, path)) && valueAt(own, path) === undefined,
  );
  return [
    ...contrary.map(({ path, own: set, over }) => ({
      at: `network/values/${path}`,
      value: over,
      because: `'${path}' is set to ${JSON.stringify(set)} already, from what is known of the cluster`,
      fix: "remove it from 'values', and use the prop that it belongs to, if there is one",
    })),
    ...refused.map(([path, said]) => ({ at: `network/values/${path}`, value: valueAt(values, path), ...said })),
  ];
}

function directRouting({ directRouting: asked, backend = 'vxlan' }: FlannelProps, decisions: Decisions): Finding[] {
  if (!asked || backend !== 'vxlan' || decisions.has('network/layer-2')) return [];
  return [
    {
      at: 'network/directRouting',
      because:
        'within a subnet packets then carry pod addresses on the wire, and networks that check where packets come from drop them',
      fix: "drop 'directRouting'",
    },
  ];
}

function otherVersion({ version = 'v0.28.9' }: FlannelProps): Finding[] {
  if (version.startsWith('v0.28.')) return [];
  return [
    {
      at: 'network/version',
      value: version,
      because: 'the values are those of the chart v0.28, and another may name them otherwise',
      fix: "use one of them, or compare the release's values with the chart",
    },
  ];
}
