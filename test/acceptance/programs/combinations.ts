import { App } from 'cdktf';
import { Cluster } from 'tenon';
import { combinations, specOf } from '../../house/combinations';

// They are never deployed together.
const acknowledge = [{ code: 'ADDRESSES-SHARED', because: 'each stands for itself' }];

/** Every combination of infrastructure, network, storage and delivery that can be built. */
const app = new App();
combinations.forEach((combination, index) => {
  const name = `c${index}`;
  const refused = new Cluster(new App(), name, specOf(combination)).problems.length > 0;
  if (!refused) new Cluster(app, name, { ...specOf(combination), acknowledge });
});
app.synth();
