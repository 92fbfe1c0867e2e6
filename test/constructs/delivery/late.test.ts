import { Fn, Token } from 'cdktf';
import type { Data, FactName } from 'tenon/spi';
import { divide, Late, lateIn, settle, textOf, type SettledObject } from '../../../constructs/delivery/late';
import { toYaml } from '../../../constructs/delivery/yaml';

const HOST = '${data.terraform_remote_state.cluster.outputs.host}';

const settleAll = (data: Data, facts: { [name: string]: unknown }) =>
  settle(data, marker => facts['$fact' in marker ? marker.$fact : marker.$input]) as SettledObject;

test('puts what is known in the place of markers, and keeps late only what Terraform alone knows', () => {
  const data = {
    name: { $fact: 'cluster/name' },
    annotations: { $fact: 'identity/annotations/x' },
    net: { $input: 'vpc' },
  };
  const settled = settleAll(data, {
    'cluster/name': 'prod',
    'identity/annotations/x': { fixed: 'yes', 'cloud.example/role': HOST },
    vpc: 12,
  });
  expect(settled).toEqual({
    name: 'prod',
    annotations: { fixed: 'yes', 'cloud.example/role': expect.any(Late) },
    net: 12,
  });
  expect(lateIn(settled).map(({ name, value }) => [name, value])).toEqual([
    ['fact/identity/annotations/x/cloud.example/role', HOST],
  ]);
});

test.each([
  ['text', Token.asString(Fn.upper('x'))],
  ['a number', Token.asNumber({ resolve: () => 1 })],
  ['a list', Token.asList({ resolve: () => ['x'] })],
  ['anything', Token.asAny({ resolve: () => ({}) })],
])('knows that a token of %s is late', (_, token) => {
  expect(settleAll({ a: { $fact: 'x/y' } }, { 'x/y': token }).a).toBeInstanceOf(Late);
});

test('leaves data that only looks like a marker', () => {
  const data = { a: { $fact: 'x/y', more: 1 }, b: { $fact: 1 }, c: '${HOME}' };
  expect(settleAll(data, {})).toEqual(data);
});

test('refuses a marker that nothing stands for', () => {
  expect(() => settleAll({ a: { $fact: 'x/y' } }, {})).toThrow('nothing gives fact/x/y');
});

test('names a late value as Terraform takes it, and keeps names apart', () => {
  const late = (name: FactName) => new Late({ $fact: name }, '', HOST).id;
  expect(late('endpoint/host')).toBe('fact_endpoint_host');
  expect(late('file-system/id/shared')).toBe('fact_file-system_id_shared');
  expect(late('a.b/c')).toMatch(/^fact_a_b_c_[0-9a-f]{6}$/);
  expect(late('a.b/c')).not.toBe(late('a_b/c'));
});

test('divides values by key, and moves a list whole', () => {
  const { known, late } = divide(
    settleAll(
      {
        host: { $fact: 'endpoint/host' },
        plain: { deep: [1, { two: null }], empty: {} },
        mixed: { host: { $fact: 'endpoint/host' }, port: 443 },
        list: [
          { name: 'A', value: 'literal' },
          { name: 'B', value: { $fact: 'endpoint/host' } },
        ],
        onlyLate: { host: { $fact: 'endpoint/host' } },
      },
      { 'endpoint/host': HOST },
    ),
  );
  const host = expect.any(Late);
  expect(known).toEqual({ plain: { deep: [1, { two: null }], empty: {} }, mixed: { port: 443 } });
  expect(late).toEqual({
    host,
    mixed: { host },
    list: [
      { name: 'A', value: 'literal' },
      { name: 'B', value: host },
    ],
    onlyLate: { host },
  });
});

test('writes late values into text, and mistakes no other text for them', () => {
  const settled = settleAll({ a: { $fact: 'x/y' }, b: 'LATE0X {LATER1X}' }, { 'x/y': HOST });
  const write = ({ name }: Late) => `{${name}}`;
  const escape = (text: string) => text.replaceAll('{', '(').replaceAll('}', ')');
  expect(textOf(settled, toYaml, write, escape)).toBe('a: {fact/x/y}\nb: LATE0X (LATER1X)\n');
});
