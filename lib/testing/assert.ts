import { deepStrictEqual, doesNotThrow, ok, strictEqual } from 'node:assert';
import { parseCidr } from '../plan/cidr';
import { minorNumber } from '../plan/version';
import { CONTRACT, type Delivery, type Infrastructure, type Plugin, type Socket } from '../spi';

const SOCKETS: readonly Socket[] = [
  'infrastructure',
  'bootstrap',
  'network',
  'runtime',
  'sandbox',
  'storage',
  'mesh',
  'delivery',
];

/**
 * What every plugin holds to: the contract's version, a known socket, a name like its file's, plain-data settings, unique rule codes.
 *
 * @throws AssertionError at the first breach
 */
export function assertPlugin(plugin: Plugin): void {
  strictEqual(plugin.contract, CONTRACT, `'${plugin.name}' is for another contract version`);
  ok(SOCKETS.includes(plugin.socket), `'${plugin.socket}' is no socket`);
  ok(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(plugin.name), `name '${plugin.name}' is not kebab-case`);
  deepStrictEqual(plugin.findings ?? [], [], `'${plugin.name}' finds fault with its own props`);
  deepStrictEqual(
    JSON.parse(JSON.stringify(plugin.settings)),
    plugin.settings,
    `the settings of '${plugin.name}' are not plain data`,
  );
  strictEqual(typeof plugin.provides, 'function');
  strictEqual(typeof plugin.contribute, 'function');
  const codes = (plugin.rules ?? []).map(rule => rule.code);
  deepStrictEqual([...new Set(codes)], codes, `'${plugin.name}' uses a rule code twice`);
  for (const code of codes) ok(/^[A-Z0-9]+(-[A-Z0-9]+)+$/.test(code), `rule code '${code}' is not like 'NET-01'`);
}

/**
 * What every infrastructure holds to, besides what every plugin does: zones, disjoint default ranges, versions with a date, name rules.
 *
 * @throws AssertionError at the first breach
 */
export function assertInfrastructure(infrastructure: Infrastructure): void {
  assertPlugin(infrastructure);
  ok(infrastructure.zones.length > 0, 'it has no zones');
  const { network, pods, services } = infrastructure.addresses;
  for (const cidr of [network, pods, services])
    ok(typeof parseCidr(cidr) !== 'string', `default range ${cidr} is no range`);
  const { asOf, windows } = infrastructure.versions;
  ok(/^\d{4}-\d{2}-\d{2}$/.test(asOf), `'${asOf}' is no date`);
  for (const { minor } of windows) ok(minorNumber(minor) !== undefined, `'${minor}' is no minor`);
  for (const rule of [infrastructure.names.cluster, infrastructure.names.pool]) {
    ok(rule.maxLength > 0, 'a name rule allows no name');
    doesNotThrow(() => new RegExp(rule.pattern), `'${rule.pattern}' is no pattern`);
  }
  for (const method of ['adopt', 'select', 'provision', 'consumes'] as const)
    strictEqual(typeof infrastructure[method], 'function');
}

/**
 * What every delivery holds to, besides what every plugin does.
 *
 * @throws AssertionError at the first breach
 */
export function assertDelivery(delivery: Delivery): void {
  assertPlugin(delivery);
  ok(['operator', 'node', 'inside', 'management'].includes(delivery.reach), `'${delivery.reach}' is no reach`);
  for (const method of ['consumes', 'deliver'] as const) strictEqual(typeof delivery[method], 'function');
}
