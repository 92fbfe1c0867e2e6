import { review, type Output } from '../../../lib/review';
import type { Fields } from '../../../lib/review/data';
import { cloud } from './terraform/stacks';

const side = (...stacks: readonly { name: string; terraform?: Fields; after?: string[] }[]): Output => ({
  clusters: [],
  stacks: stacks.map(stack => ({ terraform: {}, after: [], ...stack })),
  files: [],
});
const told = (base: Output, head: Output) => review(base, head, [cloud]);
const resource = { cloud_machine: { m: { size: 1 } } };

test('stacks come in the order of deployment, and those that go from last to first', () => {
  const base = side({ name: 'a' }, { name: 'b', after: ['a'] }, { name: 'c', after: ['b'] });
  const head = side({ name: 'z' }, { name: 'y', after: ['z'] });
  const { stacks } = told(base, head);
  expect(stacks.map(({ name, fate }) => `${fate} ${name}`)).toEqual([
    'added z',
    'added y',
    'removed c',
    'removed b',
    'removed a',
  ]);
});

test('a stack that goes leaves behind what it holds', () => {
  const { attention } = told(side({ name: 'a', terraform: { resource } }), side());
  expect(attention.map(({ because }) => because)).toEqual([
    'stack a is not in the program any more: its resource stays until it is destroyed with the program as it was',
    'cloud_machine.m is destroyed: with it goes what is on it',
  ]);
});

test('a state that is elsewhere asks for a look; another turn and other versions do not', () => {
  const of = (path: string, version: string) => ({
    terraform: { backend: { local: { path } }, required_providers: { cloud: { version } } },
  });
  const changed = (base: Fields, head: Fields, after: string[] = []) =>
    told(
      side({ name: 'z' }, { name: 'a', terraform: base }),
      side({ name: 'z' }, { name: 'a', terraform: head, after }),
    );
  expect(changed(of('x', '1'), of('y', '1')).attention[0]?.because).toContain("'terraform init -migrate-state'");
  const versions = changed(of('x', '1'), of('x', '2'), ['z']);
  expect(versions.verdict).toBe('changed');
  expect(versions.stacks[0]?.changes).toMatchObject([
    { topic: 'version', subject: 'provider cloud', from: '1', to: '2' },
    { topic: 'stack', subject: 'turn of a', from: [], to: ['z'] },
  ]);
});

test('guards and outputs that come and go are told', () => {
  const of = (guarded: boolean, output: string) => ({
    resource: { cloud_machine: { m: { size: 1, protected: guarded } } },
    output: { id: { value: output } },
  });
  const { attention, stacks } = told(
    side({ name: 'a', terraform: of(true, 'x') }),
    side({ name: 'a', terraform: of(false, 'y') }),
  );
  expect(attention.map(({ because }) => because)).toEqual(['deletion protection of cloud_machine.m is turned off']);
  expect(stacks[0]?.changes).toMatchObject([{ subject: 'output id', from: 'x', to: 'y' }, { topic: 'protection' }]);
});

test('remarks and metadata are no change', () => {
  const of = (note: string) => ({ '//': { metadata: note }, resource: { cloud_net: { a: { '//': note } } } });
  expect(told(side({ name: 'a', terraform: of('x') }), side({ name: 'a', terraform: of('y') })).verdict).toBe('same');
});

test('files in another style are no change', () => {
  const of = (...documents: Fields[]) => ({ ...side(), files: [{ path: 'x.yaml', documents }] });
  expect(told(of({ a: 1, b: 2 }), of({ b: 2, a: 1 })).verdict).toBe('same');
  expect(told(of({ a: 1 }), of({ a: 2 })).files).toEqual([{ path: 'x.yaml', fate: 'changed' }]);
  expect(told(of({ a: 1 }), side()).files).toEqual([{ path: 'x.yaml', fate: 'removed' }]);
});
