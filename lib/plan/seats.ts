import { closestTo, messages, type Draft } from '../errors';
import { CONTRACT } from '../spi';
import type {
  Bootstrap,
  Capability,
  Delivery,
  Infrastructure,
  Item,
  Minor,
  Needed,
  Platform,
  Plugin,
  Provided,
  Socket,
} from '../spi';
import { ask } from './ask';
import type { ClusterSpec } from './props';

/** A plugin in its socket, as the infrastructure takes it. */
export interface Seat {
  readonly plugin: Plugin;
  /** `name` or `name/label`: what items call `by`. */
  readonly name: string;
  /** Path below the cluster. */
  readonly at: string;
  readonly as: 'install' | 'native';
  readonly provides: readonly Provided[];
  readonly needs: readonly Needed[];
  /** The infrastructure's own items in its place; for `native` only. */
  readonly items: readonly Item[];
}

/** What was passed in, before anybody has looked at it. */
export interface Candidate {
  readonly plugin: Plugin;
  readonly at: string;
  readonly socket: Socket;
}

export function nameOf(plugin: Plugin): string {
  return plugin.label ? `${plugin.name}/${plugin.label}` : plugin.name;
}

/** Every plugin of a cluster, the infrastructure first. What is none is left out: the shape of props has been told of. */
export function candidates(spec: Partial<ClusterSpec> | undefined, deliveries: readonly Delivery[]): Candidate[] {
  return [
    ...inSocket('infrastructure', spec?.infrastructure),
    ...inSocket('bootstrap', spec?.bootstrap),
    ...inSocket('network', spec?.network),
    ...inSocket('runtime', spec?.runtime),
    ...inSocket('storage', spec?.storage),
    ...inSocket('mesh', spec?.mesh),
    ...inSocket('delivery', deliveries),
  ];
}

function inSocket(socket: Socket, given: unknown): Candidate[] {
  const plugins: readonly unknown[] = Array.isArray(given) ? given : [given];
  return plugins.flatMap((plugin, index) => {
    if (!isPlugin(plugin)) return [];
    const prop = socket === 'delivery' ? 'deliveries' : socket;
    const label = plugin.label || (plugins.length > 1 ? String(index) : undefined);
    return [{ plugin, socket, at: label === undefined ? prop : `${prop}/${label}` }];
  });
}

function isPlugin(given: unknown): given is Plugin {
  const { socket, name } = (given ?? {}) as Partial<Plugin>;
  return typeof given === 'object' && typeof socket === 'string' && typeof name === 'string';
}

/** What makes a candidate unusable whatever the cluster: another contract, another socket, wrong props. */
export function unusable({ plugin, socket, at }: Candidate): Draft[] {
  if (plugin.contract !== CONTRACT) return [messages.contract(at, nameOf(plugin), plugin.contract)];
  if (plugin.socket !== socket) return [messages.socket(at, nameOf(plugin), plugin.socket, socket)];
  const missing = requiredMethods(socket).filter(method => typeof (plugin as never)[method] !== 'function');
  if (missing.length > 0) return [messages.methods(at, nameOf(plugin), missing)];
  if (plugin.settings === null || typeof plugin.settings !== 'object')
    return [messages.methods(at, nameOf(plugin), ['settings'])];
  return (plugin.findings ?? []).map(finding => ({ code: 'PROPS', ...finding, at: finding.at ?? at }));
}

function requiredMethods(socket: Socket): string[] {
  const own: { [S in Socket]?: (keyof Infrastructure | keyof Bootstrap | keyof Delivery)[] } = {
    infrastructure: ['consumes', 'adopt', 'select', 'provision'],
    bootstrap: ['consumes', 'program'],
    delivery: ['consumes', 'deliver'],
  };
  return ['provides', 'contribute', ...(own[socket] ?? [])];
}

/** What the infrastructure itself offers, always or if needed. */
export function platformOf(infrastructure: Infrastructure, kubernetes: Minor): Platform {
  const nothing: Platform = { kubernetes, has: () => false, value: () => undefined, always: () => false };
  const offers = new Map(infrastructure.provides(nothing).map(each => [each.capability, each]));
  return {
    kubernetes,
    has: capability => offers.has(capability),
    value: capability => offers.get(capability)?.value,
    always: capability => offers.has(capability) && offers.get(capability)?.supply !== 'if-needed',
  };
}

/** What a plugin would supply if it were taken. */
export function promisedBy({ plugin, at }: Candidate, platform: Platform): Capability[] {
  const asked = ask({ name: nameOf(plugin), at }, 'saying what it provides', () => plugin.provides(platform));
  return 'answer' in asked ? asked.answer.map(each => each.capability) : [];
}

/** Asks the infrastructure how it takes a plugin. */
export function seat(candidate: Candidate, infrastructure: Infrastructure, platform: Platform): Seat | Draft[] {
  const who = { name: nameOf(candidate.plugin), at: candidate.at };
  const asked = ask(who, 'being taken into its socket', () => adopt(candidate, infrastructure, platform));
  return 'answer' in asked ? asked.answer : [asked.problem];
}

function adopt(candidate: Candidate, infrastructure: Infrastructure, platform: Platform): Seat | Draft[] {
  const { plugin, at } = candidate;
  const name = nameOf(plugin);
  const installed: Seat = { plugin, name, at, as: 'install', provides: [], needs: [], items: [] };
  const install = () => ({
    ...installed,
    provides: plugin.provides(platform),
    needs: plugin.needs?.(platform) ?? [],
  });
  if (plugin === infrastructure) return install();
  const adoption = infrastructure.adopt(plugin, platform);
  if (!adoption) {
    if (infrastructure.sockets[candidate.socket] === 'open') return install();
    return [messages.closedSocket(at, name, candidate.socket, infrastructure.name)];
  }
  if (adoption.as === 'install') return install();
  if (adoption.as === 'refuse') {
    return [{ code: adoption.code ?? 'ADOPT', at, because: adoption.because, fix: adoption.fix }];
  }
  const lost = Object.keys(plugin.settings).filter(setting => !adoption.honours.includes(setting));
  if (lost.length > 0) {
    const where = infrastructure.name;
    return lost.map(setting => {
      const instead = adoption.instead?.[setting];
      const closest = closestTo(setting, adoption.honours);
      const value = plugin.settings[setting] ?? null;
      return { ...messages.notHonoured({ at, name, setting, where, instead, closest }), value };
    });
  }
  return { ...installed, ...adoption, needs: adoption.needs ?? [] };
}
