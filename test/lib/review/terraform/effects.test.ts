import { configurationOf } from '../../../../lib/review/terraform/configuration';
import { effectsOf } from '../../../../lib/review/terraform/effects';
import { cloud, effects, lines, outputOf } from './stacks';

const net = (range: string, rest = {}) => ({ cloud_net: { a: { range, ...rest } } });

test('an argument changes a resource in place, or makes another of it', () => {
  expect(lines(effects(net('10.0.0.0/8', { owners: ['x'] }), net('10.0.0.0/8', { owners: ['y'] })))).toEqual([
    'update cloud_net.a owners',
  ]);
  expect(lines(effects(net('10.0.0.0/8'), net('10.0.0.0/9', { note: 'x' })))).toEqual(['replace cloud_net.a range']);
});

test('the order of a set, remarks, waiting and what is kept are no change', () => {
  const base = net('10.0.0.0/8', {
    '//': 1,
    owners: ['x', 'y'],
    depends_on: ['a'],
    zone: 'a',
    timeouts: { delete: '1m' },
  });
  expect(effects(base, net('10.0.0.0/8', { '//': 2, owners: ['y', 'x'] }))).toEqual([]);
  expect(lines(effects(net('10.0.0.0/8', { list: ['x', 'y'] }), net('10.0.0.0/8', { list: ['y', 'x'] })))).toHaveLength(
    1,
  );
});

test('a resource that is replaced takes along what cannot do without it, through stacks and functions', () => {
  const machine = {
    cloud_machine: { m: { net: '${substr(cloud_net.a.id, 0, 3)}' } },
    cloud_group: { g: { size: '${cloud_net.a.id}' } },
  };
  expect(lines(effects({ ...net('10.0.0.0/8'), ...machine }, { ...net('10.1.0.0/16'), ...machine }))).toEqual([
    'update cloud_group.g size',
    'replace cloud_machine.m net',
    'replace cloud_net.a range',
  ]);
  const two = (range: string) =>
    configurationOf(
      outputOf({
        main: {
          terraform: { backend: { local: { path: 'm' } } },
          resource: net(range),
          output: { id: { value: '${cloud_net.a.id}' } },
        },
        nodes: {
          data: { terraform_remote_state: { m: { backend: 'local', config: { path: 'm' } } } },
          resource: { cloud_machine: { m: { net: '${data.terraform_remote_state.m.outputs.id}' } } },
        },
      }),
    );
  expect(lines(effectsOf(two('10.0.0.0/8'), two('10.1.0.0/16'), [cloud]))).toEqual([
    'replace cloud_net.a range',
    'replace cloud_machine.m net',
  ]);
});

test('an attribute that is written down is the same in the resource that replaces another', () => {
  const machine = { cloud_machine: { m: { net: '${cloud_net.a.name}' } } };
  const changed = effects(
    { ...net('10.0.0.0/8', { name: 'x' }), ...machine },
    { ...net('10.1.0.0/16', { name: 'x' }), ...machine },
  );
  expect(lines(changed)).toEqual(['replace cloud_net.a range']);
});

test('a new version of one resource changes another, unless the change makes none', () => {
  const of = (template: object) => ({
    cloud_template: { t: { ...template } },
    cloud_group: { g: { version: '${cloud_template.t.latest}' } },
  });
  expect(lines(effects(of({ size: 1 }), of({ size: 2 })))).toEqual([
    'update cloud_group.g version',
    'update cloud_template.t size',
  ]);
  expect(lines(effects(of({ note: 'x' }), of({ note: 'y' })))).toEqual(['update cloud_template.t note']);
});

test('a data source that asks something else may give something else', () => {
  const resource = { cloud_group: { g: { version: '${data.cloud_version.v.newest}' } } };
  const of = (minor: string) =>
    configurationOf(outputOf({ main: { data: { cloud_version: { v: { minor } } }, resource } }));
  const [change] = effectsOf(of('1'), of('2'), [cloud]);
  expect(change).toMatchObject({
    action: 'update',
    arguments: [{ path: 'version', cause: 'main:data.cloud_version.v' }],
  });
  expect(effectsOf(of('1'), of('1'), [cloud])).toEqual([]);
});

test('what is ignored is no change', () => {
  const of = (size: number) => ({
    cloud_group: { g: { scale: { size }, lifecycle: { ignore_changes: ['scale[0].size'] } } },
  });
  expect(effects(of(1), of(2))).toEqual([]);
  const all = (size: number) => ({ cloud_group: { g: { size, lifecycle: { ignore_changes: 'all' } } } });
  expect(effects(all(1), all(2))).toEqual([]);
});

test('one resource may be replaced whenever another changes', () => {
  const of = (input: string) => ({
    terraform_data: { d: { input } },
    cloud_group: { g: { lifecycle: { replace_triggered_by: ['terraform_data.d'] } } },
  });
  expect(lines(effects(of('x'), of('y')))).toEqual([
    'replace cloud_group.g replace_triggered_by',
    'update terraform_data.d input',
  ]);
});

test('in another place everything is another thing, but what is everywhere', () => {
  const resource = { ...net('10.0.0.0/8'), cloud_role: { r: { name: 'x' } } };
  const of = (region: string) => configurationOf(outputOf({ main: { provider: { cloud: [{ region }] }, resource } }));
  const changes = effectsOf(of('here'), of('there'), [cloud]);
  expect(lines(changes)).toEqual(['replace cloud_net.a region']);
  expect(changes[0]?.arguments[0]?.cause).toBe('provider cloud');
});

test('a second provider of the same name has a place of its own', () => {
  const of = (region: string) =>
    configurationOf(
      outputOf({
        main: {
          provider: { cloud: [{ region: 'here' }, { alias: 'b', region }] },
          resource: { cloud_net: { a: { range: 'x' }, b: { range: 'x', provider: 'cloud.b' } } },
        },
      }),
    );
  expect(lines(effectsOf(of('here'), of('there'), [cloud]))).toEqual(['replace cloud_net.b region']);
});

test.each([
  ['a block that goes', { disk: { size: 1 } }, {}, true],
  ['a block that comes', {}, { disk: { size: 1 } }, false],
  ['what is turned off', { turbo: true }, { turbo: false }, true],
  ['what is turned on', { turbo: false }, { turbo: true }, false],
  ['a range that is narrowed', { span: '10.0.0.0/8' }, { span: '10.0.0.0/9' }, true],
  ['a range that is widened', { span: '10.0.0.0/9' }, { span: '10.0.0.0/8' }, false],
])('%s forces another resource: %#', (_, base, head, replaced) => {
  const [change] = effects({ cloud_machine: { m: base } }, { cloud_machine: { m: head } });
  expect(change?.action).toBe(replaced ? 'replace' : 'update');
});

test('a policy in other words is no change', () => {
  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
  const one = policy([{ Action: ['b', 'a'], Effect: 'Allow' }]);
  const other = policy({ Effect: 'Allow', Action: ['a', 'b'] });
  const of = (text: string) => ({ cloud_role: { r: { policy: text } } });
  expect(effects(of(one), of(other))).toEqual([]);
  expect(effects(of(one), of(policy([{ Action: 'a', Effect: 'Allow' }])))).toHaveLength(1);
});

test('says what is lost, what refuses, and what comes first', () => {
  const machine = (size: number, rest = {}) => ({ cloud_machine: { m: { size, ...rest } } });
  expect(effects(machine(1, { protected: true }), machine(2))[0]).toMatchObject({
    action: 'replace',
    loss: 'what is on it',
    guard: 'protected',
    newFirst: false,
  });
  const careful = { lifecycle: { create_before_destroy: true, prevent_destroy: true } };
  expect(effects(machine(1), machine(2, careful))[0]).toMatchObject({ newFirst: true, guard: 'prevent_destroy' });
  expect(effects(machine(1), {})[0]).toMatchObject({ action: 'destroy', loss: 'what is on it' });
});

test('what is used by something that comes first comes first too', () => {
  const group = { cloud_group: { g: { depends_on: ['cloud_net.a'], lifecycle: { create_before_destroy: true } } } };
  const [change] = effects({ ...net('10.0.0.0/8'), ...group }, { ...net('10.1.0.0/16'), ...group });
  expect(change).toMatchObject({ address: 'cloud_net.a', newFirst: true });
});

test('a resource that moved is the same', () => {
  const moved = { moved: [{ from: 'cloud_net.a', to: 'cloud_net.b' }] };
  const base = configurationOf(outputOf({ main: { resource: net('10.0.0.0/8') } }));
  const head = configurationOf(
    outputOf({ main: { ...moved, resource: { cloud_net: { b: { range: '10.0.0.0/8' } } } } }),
  );
  expect(effectsOf(base, head, [cloud])).toEqual([]);
});

test('admits what it does not know', () => {
  expect(effects({ other_thing: { x: { a: 1 } } }, { other_thing: { x: { a: 2 } } })[0]).toMatchObject({ guess: true });
});

test('shows no secret', () => {
  const of = (db_password: string, ref: string) => ({ cloud_group: { g: { db_password, auth: { token: ref } } } });
  const text = JSON.stringify(effects(of('hunter2', '${cloud_net.a.id}'), of('hunter3', 'abc')));
  expect(text).not.toMatch(/hunter|abc/);
  expect(text).toContain('(not shown)');
  expect(text).toContain('${cloud_net.a.id}');
});
