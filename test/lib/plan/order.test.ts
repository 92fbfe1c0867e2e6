import * as fc from 'fast-check';
import { refOf } from '../../../lib/plan/items';
import { lostOrder, order } from '../../../lib/plan/order';
import { STAGES } from '../../../lib/plan/stacks';
import type { PlannedItem } from '../../../lib/spi';
import { item } from './paper';

const planned = (id: string, changes: object = {}) =>
  ({ ...item('object', id, changes), consumer: 'x' }) as PlannedItem;

/** Random items of one stage; each may come after some before it. */
const graphs = fc
  .array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 20 })
  .map(edges =>
    edges.map((to, index) =>
      planned(`n${index}`, { stage: STAGES[1], after: to.filter(each => each < index).map(each => `object/n${each}`) }),
    ),
  );

describe('the order of items', () => {
  it('puts each after those it waits for, whatever order they came in', () => {
    fc.assert(
      fc.property(graphs, fc.integer(), (items, seed) => {
        const shuffled = [...items].sort((one, other) => (one.id + seed > other.id + seed ? 1 : -1)).reverse();
        const sorted = order(shuffled).items.map(refOf);
        expect(sorted).toEqual(order(items).items.map(refOf));
        for (const each of items)
          for (const ref of each.after ?? []) expect(sorted.indexOf(ref)).toBeLessThan(sorted.indexOf(refOf(each)));
      }),
    );
  });

  it('refuses items that wait for each other', () => {
    const circle = [planned('a', { after: ['object/b'] }), planned('b', { after: ['object/a'] })];
    expect(order(circle).problems).toMatchObject([{ code: 'ORDER' }]);
  });

  it('refuses an item that waits for what another consumer brings in its stage', () => {
    const first = { ...planned('a'), consumer: 'another' } as PlannedItem;
    const later = planned('b', { after: ['object/a'] });
    expect(lostOrder([first, later], [{ item: later, at: 'storage/x' }])).toMatchObject([
      { code: 'ITEM', value: 'object/b', at: 'storage/x' },
    ]);
    expect(lostOrder([{ ...first, stage: 'nodes' }, later], [])).toEqual([]);
    expect(lostOrder([{ ...first, consumer: 'x' }, later], [])).toEqual([]);
  });

  it('refuses an item that waits for a later stage', () => {
    const early = planned('a', { stage: 'network', after: ['object/b'] });
    expect(order([early, planned('b', { stage: 'platform' })]).problems).toMatchObject([{ code: 'ORDER' }]);
  });
});
