import { isMarker } from './marker';
import { scopeOf } from './object-scope';
import type { Item, ItemOf } from './spi';

/** What is wrong with an object, known without a server. */
export interface ObjectFinding<I extends Item = Item> {
  readonly item: I;
  readonly because: string;
  readonly fix: string;
}

/** What to change, and why. */
interface Wrong {
  readonly because: string;
  readonly fix: string;
}

/** How Kubernetes lets something be named. */
interface NameForm {
  readonly pattern: RegExp;
  readonly max: number;
  readonly words: string;
}

const LABEL: NameForm = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  max: 63,
  words: "up to 63 lower-case letters, digits and '-', a letter or digit first and last",
};
const SUBDOMAIN: NameForm = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  max: 253,
  words: "up to 253 lower-case letters, digits, '-' and '.', a letter or digit first and last in each part",
};
const PATH_SEGMENT: NameForm = { pattern: /^(?!\.{1,2}$)[^/%]+$/, max: 253, words: "a name without '/' and '%'" };
const QUALIFIED = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** The most that all annotations of an object may hold, in bytes. */
const ANNOTATIONS_MAX = 256 * 1024;

/**
 * Checks the Kubernetes objects among some items as data: names, namespaces, labels, annotations, and that none is there twice.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function objectFindings<I extends Item>(items: readonly I[]): ObjectFinding<I>[] {
  const first = new Map<string, I>();
  return items.flatMap(item => {
    if (item.kind !== 'object') return [];
    const wrong = checkObject(item.id, item.spec);
    const key = identityOf(item.spec);
    const twin = first.get(key);
    if (twin) wrong.push(twice(item.spec, twin));
    else first.set(key, item);
    return wrong.map(each => ({ item, ...each }));
  });
}

type Spec = ItemOf<'object'>['spec'];

function checkObject(id: string, spec: Spec): Wrong[] {
  const { apiVersion, kind, metadata } = spec;
  const group = groupOf(apiVersion);
  if (group === undefined)
    return [
      {
        because: `object '${id}' has the apiVersion ${quote(apiVersion)}`,
        fix: "give 'v1', or a group and a version: 'apps/v1'",
      },
    ];
  if (typeof kind !== 'string' || !/^[A-Z][A-Za-z0-9]*$/.test(kind))
    return [{ because: `object '${id}' has the kind ${quote(kind)}`, fix: "give a kind, such as 'ConfigMap'" }];
  if (metadata === null || typeof metadata !== 'object')
    return [{ because: `object '${id}' has no metadata`, fix: "give 'metadata' with a 'name'" }];
  return [
    ...checkName(kind, 'named', metadata.name, nameForm(group, kind)),
    ...checkNamespace(group, spec),
    ...checkLabels(spec),
    ...checkAnnotations(spec),
  ];
}

/** The group of an apiVersion, `''` for the core group; `undefined` if it is no apiVersion. */
function groupOf(apiVersion: unknown): string | undefined {
  if (typeof apiVersion !== 'string') return undefined;
  const parts = apiVersion.split('/');
  const [version, group = ''] = parts.toReversed();
  const known = parts.length <= 2 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(version ?? '');
  return known && (parts.length === 1 || SUBDOMAIN.pattern.test(group)) ? group : undefined;
}

function nameForm(group: string, kind: string): NameForm {
  if (group === 'rbac.authorization.k8s.io' || kind === 'IPAddress') return PATH_SEGMENT;
  return group === '' && (kind === 'Namespace' || kind === 'Service') ? LABEL : SUBDOMAIN;
}

function checkName(kind: string, verb: string, name: unknown, { pattern, max, words }: NameForm): Wrong[] {
  if (isMarker(name) || (typeof name === 'string' && name.length <= max && pattern.test(name))) return [];
  return [{ because: `a ${kind} cannot be ${verb} ${quote(name)}`, fix: `use ${words}` }];
}

function checkNamespace(group: string, { kind, metadata }: Spec): Wrong[] {
  const { name, namespace } = metadata;
  const scope = scopeOf(group, kind);
  if (namespace === undefined)
    return scope === 'namespace'
      ? [{ because: `${kind} '${name}' is in no namespace`, fix: "give 'metadata.namespace'" }]
      : [];
  if (scope === 'cluster')
    return [
      {
        because: `${kind} '${name}' is in namespace '${namespace}', and a ${kind} belongs to the whole cluster`,
        fix: "remove 'metadata.namespace'",
      },
    ];
  return checkName(`${kind} '${name}'`, 'in namespace', namespace, LABEL);
}

function checkLabels({ kind, metadata }: Spec): Wrong[] {
  const { name, labels = {} } = metadata;
  if (isMarker(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => checkLabel('label', key, value, `of ${kind} '${name}'`));
}

/** What is wrong with a label, or with a taint, which is written alike. */
export function checkLabel(what: string, key: string, value: unknown, of: string): Wrong[] {
  if (isMarker(value) || (typeof value === 'string' && LABEL_VALUE.test(value))) return checkKey(what, key, of);
  return [
    {
      because: `${what} '${key}' ${of} is ${quote(value)}`,
      fix: "use up to 63 letters, digits, '-', '_' and '.', a letter or digit first and last, or ''",
    },
  ];
}

/** Whether text is a DNS name as Kubernetes takes it. */
export const isDnsName = (text: string) => text.length <= SUBDOMAIN.max && SUBDOMAIN.pattern.test(text);

function checkAnnotations({ kind, metadata }: Spec): Wrong[] {
  const { name, annotations = {} } = metadata;
  if (isMarker(annotations)) return [];
  const of = `of ${kind} '${name}'`;
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + bytes(key) + bytes(value), 0);
  return [
    ...Object.entries(annotations).flatMap(([key, value]) =>
      isMarker(value) || typeof value === 'string'
        ? checkKey('annotation', key, of)
        : [{ because: `annotation '${key}' ${of} is ${quote(value)}, and not text`, fix: 'put it in quotes' }],
    ),
    ...(size > ANNOTATIONS_MAX
      ? [{ because: `the annotations ${of} hold ${size} bytes`, fix: `use at most ${ANNOTATIONS_MAX}` }]
      : []),
  ];
}

function checkKey(what: string, key: string, of: string): Wrong[] {
  const parts = key.split('/');
  const [prefix, name] = parts.length === 1 ? [undefined, parts[0]] : parts;
  const prefixed = prefix === undefined || isDnsName(prefix);
  if (parts.length <= 2 && prefixed && QUALIFIED.test(name ?? '')) return [];
  return [
    {
      because: `${what} ${of} has the key '${key}'`,
      fix: "use up to 63 letters, digits, '-', '_' and '.', after a DNS name and '/' where it belongs to a product",
    },
  ];
}

/** Of two versions of one group, the second is the same object. */
function identityOf({ apiVersion, kind, metadata }: Spec): string {
  return JSON.stringify([groupOf(apiVersion), kind, metadata?.namespace ?? '', metadata?.name]);
}

function twice({ kind, metadata }: Spec, other: Item): Wrong {
  const where = metadata?.namespace === undefined ? '' : ` in namespace '${metadata.namespace}'`;
  return {
    because: `${kind} '${metadata?.name}'${where} is also contributed by '${other.by}' (object/${other.id})`,
    fix: 'rename one of them, or remove it',
  };
}

const bytes = (value: unknown) => (typeof value === 'string' ? Buffer.byteLength(value) : 0);

const quote = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(JSON.stringify(value)));
