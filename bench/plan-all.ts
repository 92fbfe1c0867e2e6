/** Plans every combination of plugins once, and prints how many there are, how many can be built, and the milliseconds that it took. */
import { planOf } from 'tenon/testing';
import { combinations, deliveries, infrastructures, networks, specOf, storages } from '../test/house/combinations';

// Each choice is loaded when it is first made.
for (const choices of [infrastructures, networks, storages, deliveries])
  for (const make of Object.values<() => unknown>(choices)) make();

const start = performance.now();
const planned = combinations.filter(combination => planOf(specOf(combination)).plan !== undefined);
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ combinations: combinations.length, planned: planned.length, milliseconds }));
