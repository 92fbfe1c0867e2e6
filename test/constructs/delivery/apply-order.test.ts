import { applyOrder } from '../../../constructs/delivery/apply-order';
import { configMap, release } from './stage-set';

const order = (items: Parameters<typeof applyOrder>[0]) => applyOrder(items).map(({ id, after }) => [id, ...after]);

const ids = (items: Parameters<typeof applyOrder>[0]) => order(items).map(([id]) => id);

test('puts the objects of one plugin and stage into one step, and those of others into their own', () => {
  const steps = applyOrder([
    configMap('a', {}, { by: 'alpha' }),
    configMap('b', {}, { by: 'beta/fast' }),
    configMap('c', {}, { by: 'alpha' }),
    configMap('d', {}, { by: 'alpha', stage: 'network' }),
  ]);
  expect(steps.map(step => ('objects' in step ? [step.id, ...step.objects.map(({ id }) => id)] : []))).toEqual([
    ['alpha-network-objects', 'd'],
    ['alpha-platform-objects', 'a', 'c'],
    ['beta-fast-platform-objects', 'b'],
  ]);
});

test('gives an object that comes after another one of its plugin a later step', () => {
  const definition = configMap('definition');
  const instance = configMap('instance', {}, { after: ['object/definition'] });
  expect(order([definition, instance])).toEqual([
    ['things-platform-objects'],
    ['things-platform-objects-2', 'things-platform-objects'],
  ]);
});

test('orders by stage, then by what waits for what, whatever the names say', () => {
  const items = [
    release('z', {}, { stage: 'network' }),
    release('y'),
    configMap('b', {}, { after: ['helm-release/y', 'addon/disks'] }),
    release('a', {}, { after: ['object/b', 'helm-release/z'] }),
  ];
  expect(order(items)).toEqual([['z'], ['y'], ['things-platform-objects', 'y'], ['a', 'things-platform-objects', 'z']]);
});

test('does not split objects over what an earlier stage has done', () => {
  const network = release('z', {}, { stage: 'network' });
  expect(ids([network, configMap('a'), configMap('b', {}, { after: ['helm-release/z'] })])).toEqual([
    'z',
    'things-platform-objects',
  ]);
});

test("keeps a plugin's ids when another plugin's items change", () => {
  const own = configMap('own', {}, { by: 'own', after: ['helm-release/other'] });
  const alone = ids([release('other'), own]);
  const later = ids([release('more'), release('other', {}, { after: ['helm-release/more'] }), own]);
  expect(alone).toEqual(['other', 'own-platform-objects']);
  expect(later).toEqual(['more', 'other', 'own-platform-objects']);
});

test('shortens and cleans names so that they stay apart', () => {
  const long = 'a'.repeat(60);
  const steps = ids([
    release(`${long}1`),
    release(`${long}2`),
    configMap('dot', {}, { by: 'x/a.b' }),
    configMap('dash', {}, { by: 'x/a-b' }),
  ]);
  expect(new Set(steps).size).toBe(4);
  for (const id of steps) expect(id).toMatch(/^[a-z][a-z0-9-]{0,52}$/);
  expect(steps).toContain('x-a-b-platform-objects');
});

test('keeps objects apart from a release that has their name', () => {
  expect(ids([release('things-platform-objects'), configMap('a')])).toEqual([
    'things-platform-objects',
    'things-platform-objects-own',
  ]);
});
