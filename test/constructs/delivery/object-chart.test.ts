import type { ItemOf } from 'tenon/spi';
import { Late, type Settled } from '../../../constructs/delivery/late';
import { objectChart } from '../../../constructs/delivery/object-chart';
import { configMap } from './stage-set';

const HOST = new Late({ $fact: 'endpoint/host' }, '', '${module.host}');

function chartOf(data: { readonly [key: string]: Settled }, because?: string) {
  const item = configMap('one', {}, because ? { because } : {}) as ItemOf<'object'>;
  return objectChart('things', 'Objects of things', [{ item, spec: { ...item.spec, data } as never }]);
}

const template = (data: { readonly [key: string]: Settled }) =>
  chartOf(data).files['templates/01-configmap-one.yaml']?.replace(/^#.*\n[^]*data:\n/, '');

test('is a chart with one template an object', () => {
  const { files, values } = chartOf({ b: '1', a: 'x' });
  expect(files).toEqual({
    'Chart.yaml': 'apiVersion: v2\nname: things\ndescription: Objects of things\nversion: 1.0.0\ntype: application\n',
    'templates/01-configmap-one.yaml': `# things: the test needs one
apiVersion: v1
kind: ConfigMap
metadata:
  name: one
  namespace: tools
data:
  a: x
  b: "1"
`,
  });
  expect(values).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{16}$/) });
});

test('lets Helm write braces instead of running what is in them', () => {
  expect(template({ rule: 'up{{ $labels.pod }} {{{x}}}' })).toBe(
    '  rule: up{{ "{{" }} $labels.pod }} {{ "{{" }}{x}}}\n',
  );
  expect(chartOf({}, 'because of {{ braces }}').files['templates/01-configmap-one.yaml']).toContain(
    '# things: because of {{ "{{" }} braces }}\n',
  );
});

test('asks the values for what is late, as JSON', () => {
  expect(template({ host: HOST, list: ['x', HOST] })).toBe(
    '  host: {{ toJson (index .Values.late "fact/endpoint/host") }}\n' +
      '  list:\n    - x\n    - {{ toJson (index .Values.late "fact/endpoint/host") }}\n',
  );
  expect(chartOf({ host: HOST }).values.late).toEqual({ 'fact/endpoint/host': HOST });
});

test('quotes what YAML 1.1 reads as something else', () => {
  expect(template({ a: 'no', b: '0777', c: '1_000', d: '12:30:45', e: '', f: 'null', g: '1.10', h: '~' })).toBe(
    '  a: "no"\n  b: "0777"\n  c: "1_000"\n  d: "12:30:45"\n  e: ""\n  f: "null"\n  g: "1.10"\n  h: "~"\n',
  );
});

test('has another digest if an object changes, and the same if only its reason or the order of its fields does', () => {
  const digest = (data: { readonly [key: string]: Settled }, because?: string) => chartOf(data, because).values.digest;
  const usual = digest({ a: '1', b: '2' });
  expect(digest({ b: '2', a: '1' }, 'another reason')).toBe(usual);
  expect(digest({ a: '1', b: '3' })).not.toBe(usual);
  expect(digest({ a: '1', b: HOST })).not.toBe(usual);
});
