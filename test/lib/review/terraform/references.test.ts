import { referencesIn, referent, resolver, withoutStacks } from '../../../../lib/review/terraform/references';
import { outputOf } from './stacks';

const main = {
  terraform: { backend: { local: { path: 'main.tfstate' } } },
  resource: {
    cloud_net: { a: { name: 'shop', other: '${cloud_net.b.id}' }, 'b-1': { name: '${cloud_net.a.name}' }, b: {} },
  },
  data: { cloud_zone: { here: { name: 'x' } } },
  locals: { host: '${replace(cloud_net.a.url, "https://", "")}', plain: 'text' },
  output: { id: { value: '${cloud_net.a.id}' }, name: { value: '${cloud_net.a.name}' } },
};
const nodes = {
  data: { terraform_remote_state: { main: { backend: 'local', config: { path: 'main.tfstate' } } } },
};
const stacks = outputOf({
  main,
  nodes,
  lost: { data: { terraform_remote_state: { main: { backend: 's3', config: {} } } } },
});
const resolve = resolver(new Map(stacks.stacks.map(stack => [stack.name, stack])));

test.each([
  ['main', '${cloud_net.a.name}', 'shop'],
  ['main', '${cloud_net.b-1.name}', 'shop'],
  ['main', 'x-${cloud_net.a.name}-y', 'x-shop-y'],
  ['main', '${cloud_net.a.id}', '${main:cloud_net.a.id}'],
  ['main', '${cloud_net.a.other}', '${main:cloud_net.b.id}'],
  ['main', '${cloud_net.a.ids[0].id}', '${main:cloud_net.a.ids[0].id}'],
  ['main', '${substr(cloud_net.a.id, 0, 5)}', '${substr(main:cloud_net.a.id, 0, 5)}'],
  ['main', '${data.cloud_zone.here.id}', '${main:data.cloud_zone.here.id}'],
  ['main', '${local.plain}', 'text'],
  ['main', '${local.host}', '${replace(main:cloud_net.a.url, "https://", "")}'],
  ['main', '${path.module}/x for app.example', '${path.module}/x for app.example'],
  ['nodes', '${data.terraform_remote_state.main.outputs.id}', '${main:cloud_net.a.id}'],
  ['nodes', '${data.terraform_remote_state.main.outputs["name"]}', 'shop'],
  ['nodes', '${cloud_net.a.id}', '${cloud_net.a.id}'],
  ['lost', '${data.terraform_remote_state.main.outputs.id}', '${lost:data.terraform_remote_state.main.outputs.id}'],
])('in stack %s, %s is %s', (stack, text, expected) => expect(resolve(stack, text)).toBe(expected));

test('goes into lists and objects, and leaves circles as they are', () => {
  expect(resolve('main', { a: ['${cloud_net.a.name}', 1], b: null })).toEqual({ a: ['shop', 1], b: null });
  const circle = {
    resource: { cloud_net: { a: { name: '${cloud_net.b.name}' }, b: { name: '${cloud_net.a.name}' } } },
  };
  const lost = resolver(new Map(outputOf({ main: circle }).stacks.map(stack => [stack.name, stack])));
  expect(lost('main', '${cloud_net.a.name}')).toContain('cloud_net');
});

test('references tell their resource and attribute', () => {
  expect(referencesIn('${join("-", [main:cloud_net.a.id, other:data.cloud_zone.b-c.names[0]])}')).toEqual([
    { key: 'main:cloud_net.a', attribute: 'id' },
    { key: 'other:data.cloud_zone.b-c', attribute: 'names' },
  ]);
  expect(referencesIn('main:cloud_net.a.id')).toEqual([]);
});

test('readers see what they wrote', () => {
  expect(withoutStacks('${main:cloud_net.a.id}')).toBe('${cloud_net.a.id}');
  expect(referent('${main:cloud_net.a.id}')).toBe('cloud_net.a');
  expect(referent('sg-1')).toBe('sg-1');
});
