import { createHash } from 'node:crypto';
import { Token } from 'cdktf';
import { isMarker, markerName } from '../../lib/marker';
import { isExpression } from '../../lib/plan/terraform-values';
import type { Data, Fact, Input } from '../../lib/spi';

/** A value that only Terraform knows. */
export class Late {
  /** The same on every run: `fact/endpoint/host`. */
  readonly name: string;

  /** @param marker what it, or the value that it is a part of, stands in the place of */
  constructor(
    readonly marker: Fact | Input,
    path: string,
    readonly value: unknown,
  ) {
    this.name = markerName(marker) + path;
  }

  /** The name as Terraform takes it; where that loses something, a digest keeps it apart from others. */
  get id(): string {
    const plain = this.name.replaceAll('/', '_').replace(/[^A-Za-z0-9_-]/g, '_');
    if (/^[A-Za-z0-9/-]*$/.test(this.name)) return plain;
    return `${plain}_${createHash('sha256').update(this.name).digest('hex').slice(0, 6)}`;
  }
}

/** Data whose markers are settled: by what is known already, or by what Terraform will know. */
export type Settled =
  null | boolean | number | string | Late | readonly Settled[] | { readonly [key: string]: Settled };

/** An object of settled data. */
export type SettledObject = { readonly [key: string]: Settled };

/** Puts values in the place of markers. Of a value with parts, only those are late that Terraform alone knows. */
export function settle(data: Data, resolve: (marker: Fact | Input) => unknown): Settled {
  if (data === null || typeof data !== 'object') return data;
  if (isMarker(data)) return settleValue(data, '', resolve(data));
  if (Array.isArray(data)) return data.map((each: Data) => settle(each, resolve));
  return mapValues(data, each => settle(each as Data, resolve));
}

function settleValue(marker: Fact | Input, path: string, value: unknown): Settled {
  if (value === undefined) throw new Error(`nothing gives ${markerName(marker)}${path}`);
  if (Token.isUnresolved(value) || isExpression(value)) return new Late(marker, path, value);
  if (value === null || typeof value !== 'object') return value as Settled;
  if (Array.isArray(value)) return value.map((each, index) => settleValue(marker, `${path}/${index}`, each));
  return mapValues(value, (each, key) => settleValue(marker, `${path}/${key}`, each));
}

/** The late values in data, each name once. */
export function lateIn(data: Settled): Late[] {
  const found = new Map<string, Late>();
  const visit = (part: Settled): void => {
    if (part instanceof Late) found.set(part.name, part);
    else if (part !== null && typeof part === 'object') Object.values(part).forEach(visit);
  };
  visit(data);
  return [...found.values()];
}

/**
 * Divides Helm values into those known now and those with something late in them. Helm merges objects key by key and replaces lists:
 * so a list moves whole.
 */
export function divide(values: SettledObject): { known: SettledObject; late: SettledObject } {
  const parts = Object.entries(values).map(([key, value]) => {
    if (lateIn(value).length === 0) return { key, known: value };
    if (value instanceof Late || Array.isArray(value)) return { key, late: value };
    const inner = divide(value as SettledObject);
    return { key, known: Object.keys(inner.known).length > 0 ? inner.known : undefined, late: inner.late };
  });
  const pick = (which: 'known' | 'late') =>
    Object.fromEntries(parts.flatMap(part => (part[which] === undefined ? [] : [[part.key, part[which]]])));
  return { known: pick('known'), late: pick('late') };
}

/** Data as text, written by `stringify`, in which `write` has the word wherever a value is late; `escape` treats the rest. */
export function textOf(
  data: Settled,
  stringify: (plain: Data) => string,
  write: (late: Late) => string,
  escape: (text: string) => string = text => text,
): string {
  const late: Late[] = [];
  const known = JSON.stringify(replaceLate(data, () => null));
  let word = 'LATE';
  while (known.includes(word)) word += 'R';
  const plain = replaceLate(data, each => `${word}${late.push(each) - 1}X`);
  const text = escape(stringify(plain));
  return text.replace(new RegExp(`${word}(\\d+)X`, 'g'), (_, index) => write(late[Number(index)] as Late));
}

/** Data with each late value replaced. */
export function replaceLate(data: Settled, replace: (late: Late) => Data): Data {
  if (data instanceof Late) return replace(data);
  if (data === null || typeof data !== 'object') return data;
  if (Array.isArray(data)) return data.map((each: Settled) => replaceLate(each, replace));
  return mapValues(data as SettledObject, each => replaceLate(each, replace));
}

function mapValues<T extends object, R>(object: T, map: (value: T[keyof T], key: string) => R): { [key: string]: R } {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value as T[keyof T], key)]));
}
