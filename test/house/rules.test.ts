import { App } from 'cdktf';
import ts from 'typescript';
import { Cluster, Fleet, type AddressProps } from 'tenon';
import { Eks } from 'tenon/aws';
import { Manifests, TerraformHelm } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { Gke } from 'tenon/google';
import { AwsVpcCni, Calico, Cilium, Flannel } from 'tenon/network';
import { Containerd } from 'tenon/runtime';
import type { Plugin } from 'tenon/spi';
import {
  AwsEbs,
  AwsEfs,
  CloudDisk,
  CloudFiles,
  DigitalOceanBlockStorage,
  GoogleFilestore,
  GooglePersistentDisk,
} from 'tenon/storage';
import { planOf, type PlanOf } from 'tenon/testing';
import type { ClusterError, Problem } from '../../lib/errors';
import { emptyFolder } from '../folder';
import { pluginFiles } from './plugin-files';
import { filesBelow, parse, read, visit } from './source';

const publicAccess = ['203.0.113.0/24'];
const eks = new Eks({ region: 'eu-central-1', publicAccess, support: 'extended' });
const doks = new Doks({ region: 'fra1', publicAccess });
const gke = new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess });

/** Every plugin that the package offers, in every mode that has rules of its own. */
const plugins: readonly Plugin[] = [
  eks,
  new Eks({ region: 'eu-central-1', publicAccess, autoMode: true }),
  doks,
  gke,
  new Cilium(),
  new AwsVpcCni(),
  new Calico(),
  new Flannel(),
  new Containerd(),
  new AwsEbs({ name: 'ebs' }),
  new AwsEfs({ name: 'efs' }),
  new CloudDisk({ name: 'disk' }),
  new CloudFiles({ name: 'files' }),
  new DigitalOceanBlockStorage({ name: 'volumes' }),
  new GooglePersistentDisk({ name: 'disks' }),
  new GoogleFilestore({ name: 'shares' }),
  new TerraformHelm(),
  new Manifests(),
];

const rules = plugins.flatMap(plugin => plugin.rules ?? []);
const ruleCodes = new Set(rules.map(({ code }) => code));

/** Clusters that stand, each warned of something that no rule of a plugin says. */
const warned: readonly PlanOf[] = [
  { infrastructure: eks, kubernetes: '1.33' },
  { infrastructure: eks, addresses: { network: '10.0.0.0/22' }, pools: [{ name: 'wide', cpu: 16, min: 1, max: 50 }] },
  { infrastructure: eks, addresses: { pods: '10.50.0.0/16' } },
  changedClass(),
  lessThanBefore(),
  { infrastructure: eks, acknowledge: [{ code: 'EKS-PUBLIC', because: 'it once was' }] },
];

function changedClass(): PlanOf {
  const storage = (reclaim: 'Delete' | 'Retain') => [new CloudDisk({ name: 'a', default: true, reclaim })];
  const { plan: before } = planOf({ infrastructure: eks, storage: storage('Delete') });
  return { infrastructure: eks, storage: storage('Retain'), before };
}

/** A pool and a stack are gone. */
function lessThanBefore(): PlanOf {
  const deliveries = [new TerraformHelm()];
  const pools = [{ name: 'other', cpu: 2, min: 1 }];
  const storage = [new CloudDisk({ name: 'a' })];
  return { infrastructure: eks, deliveries, before: planOf({ infrastructure: eks, deliveries, pools, storage }).plan };
}

/** How grave a code is, and where it comes from. */
interface Said {
  readonly code: string;
  readonly severity: string;
  readonly see?: string;
}

/** A code in the source, and what carries it. */
interface Written {
  readonly code: string;
  readonly by: 'rule' | 'refusal' | 'problem';
  readonly see?: string;
}

const written = filesBelow('lib', 'constructs').flatMap(codesIn);

/** Whatever Tenon can say. */
function everySaid(): Said[] {
  const warnings = warned.flatMap(each => planOf(each).warnings).filter(({ code }) => !ruleCodes.has(code));
  const graver = [...warnings.map(each => ({ ...each, severity: 'warning' })), ...together()];
  const known = new Set([...ruleCodes, ...graver.map(({ code }) => code)]);
  const others = written.filter(({ code, by }) => by === 'refusal' || (by === 'problem' && !known.has(code)));
  return [...rules, ...graver, ...others.map(({ code, see }) => ({ code, severity: 'error', ...(see && { see }) }))];
}

/** What is said only of two clusters that are alike or peers, or of one that changes. */
function together(): Said[] {
  const app = new App({ outdir: emptyFolder() });
  const pools = [{ name: 'general', cpu: 2, memoryGiB: 4, min: 1 }];
  for (const name of ['one', 'two']) new Cluster(app, name, { kubernetes: '1.36', infrastructure: doks, pools });
  const changed = planOf({ infrastructure: eks, network: new Cilium(), before: planOf({ infrastructure: eks }).plan });
  const moved = planOf({ infrastructure: eks, before: planOf({ infrastructure: doks }).plan });
  const problems = [
    ...problemsOf(app),
    ...changed.problems,
    ...moved.problems,
    ...peer({ network: '10.9.0.0/16' }).problems,
  ];
  const warnings = peer({ services: '172.30.0.0/16' }).warnings.filter(({ path }) => path.includes('services'));
  return [
    ...problems.map(({ code, fix }) => ({ code, severity: fix.includes('acknowledge') ? 'consent' : 'error' })),
    ...warnings.map(({ code }) => ({ code, severity: 'warning' })),
  ];
}

/** The second of two peers that have a range in common. */
function peer(addresses: AddressProps): Cluster {
  const regions = { here: { number: 0, clusters: { one: 0, two: 1 } } };
  const fleet = new Fleet({ supernet: '10.0.0.0/8', regions, peerings: [['one', 'two']] });
  const app = new App({ outdir: emptyFolder() });
  const pools = [{ name: 'general', cpu: 2, memoryGiB: 4, min: 1 }];
  const [, two] = ['one', 'two'].map(
    name => new Cluster(app, name, { kubernetes: '1.36', infrastructure: eks, pools, fleet, addresses }),
  );
  return two as Cluster;
}

function problemsOf(app: App): readonly Problem[] {
  try {
    app.synth();
  } catch (error) {
    return (error as ClusterError).problems;
  }
  return [];
}

/** The codes that a file writes down: as the property `code`, by a constant `CODE`, or anywhere if they end in a number. */
function codesIn(file: string): Written[] {
  const found: Written[] = [];
  visit(parse(file), node => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') {
      for (const code of stringsIn(node.initializer)) found.push({ code, ...carrier(node.parent) });
    }
    const named = ts.isVariableDeclaration(node) && node.name.getText() === 'CODE' ? node.initializer : undefined;
    const numbered = ts.isArrayLiteralExpression(node) ? node.elements.filter(isNumbered) : [];
    for (const code of [named, ...numbered]) if (code) found.push({ code: stringsIn(code).join(), by: 'problem' });
  });
  return found;
}

/** Without what is only compared with. */
function stringsIn(node: ts.Expression): string[] {
  if (ts.isStringLiteral(node)) return [node.text];
  return ts.isBinaryExpression(node) ? stringsIn(node.right) : [];
}

function isNumbered(node: ts.Expression): boolean {
  return ts.isStringLiteral(node) && /^[A-Z-]+-\d{2}$/.test(node.text);
}

function carrier(node: ts.ObjectLiteralExpression): Pick<Written, 'by' | 'see'> {
  const see = node.properties.find(each => each.name?.getText() === 'see');
  const source = see && ts.isPropertyAssignment(see) && ts.isStringLiteral(see.initializer) ? see.initializer.text : '';
  const has = (name: string) => node.properties.some(each => each.name?.getText() === name);
  return { by: has('severity') ? 'rule' : has('at') ? 'problem' : 'refusal', ...(source && { see: source }) };
}

interface Row {
  readonly code: string;
  readonly severity: string;
  readonly says: string;
  readonly fix: string;
  readonly source: string;
}

const rows = [...read('RULES.md').matchAll(/^\| `([^`|]+)` \|(.*)\|$/gm)].map(([, code = '', rest = '']): Row => {
  const [severity = '', says = '', fix = '', source = ''] = rest.split('|').map(cell => cell.trim());
  return { code, severity, says, fix, source };
});

const said = everySaid();
const distinct = (values: readonly string[]) => [...new Set(values)].sort();

test('every plugin, and every rule that is written down, is looked at', () => {
  expect(distinct(plugins.map(({ constructor }) => constructor.name))).toEqual(
    distinct(pluginFiles().map(({ name }) => name)),
  );
  expect(distinct(written.filter(({ by }) => by === 'rule').map(({ code }) => code))).toEqual(distinct([...ruleCodes]));
});

test('RULES.md has one row for every code that can be said, and none for any other', () => {
  expect(rows.map(({ code }) => code).sort()).toEqual(distinct(said.map(({ code }) => code)));
});

test.each(rows.map(row => [row.code, row] as const))(
  'the row of %s says how grave it is, and its source',
  (code, row) => {
    const of = said.filter(each => each.code === code);
    expect(row.severity).toBe(distinct(of.map(({ severity }) => severity)).join(' or '));
    expect(row.says && row.fix).toMatch(/^\S.{5}/);
    const sources = of.flatMap(({ see }) => see?.split(', ') ?? []);
    if (sources.length > 0) expect(sources).toContain(/\]\((.+)\)$/.exec(row.source)?.[1]);
  },
);
