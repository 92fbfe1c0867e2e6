/** Plans every combination of plugins once, and prints how many there are, how many can be built, and the milliseconds that it took. */
import { planOf } from 'tenon/testing';
import { combinations, specOf } from '../test/house/combinations';

const start = performance.now();
const planned = combinations.filter(combination => planOf(specOf(combination)).plan !== undefined);
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ combinations: combinations.length, planned: planned.length, milliseconds }));
