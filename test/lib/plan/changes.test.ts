import { Eks } from 'tenon/aws';
import { Manifests, TerraformHelm } from 'tenon/delivery';
import { Doks } from 'tenon/digitalocean';
import { Cilium } from 'tenon/network';
import { CloudDisk } from 'tenon/storage';
import { planOf, type PlanOf } from 'tenon/testing';

const publicAccess = ['203.0.113.0/24'];
const eks = new Eks({ region: 'eu-central-1', publicAccess });
const doks = new Doks({ region: 'fra1', publicAccess });
const pool = { name: 'general', cpu: 2, memoryGiB: 4, min: 1 };
const disk = (name: string, reclaim: 'Delete' | 'Retain' = 'Delete') => new CloudDisk({ name, reclaim });

/** What is said only because the cluster was another one before. */
function changes(from: Partial<PlanOf>, to: Partial<PlanOf>) {
  const base = { infrastructure: eks, pools: [pool], deliveries: [new TerraformHelm()] };
  const before = planOf({ ...base, ...from });
  if (!before.plan) throw new Error(JSON.stringify(before.problems));
  const now = planOf({ ...base, ...to, before: before.plan });
  const quiet = new Set(planOf({ ...base, ...to }).warnings.map(({ code }) => code));
  return [...now.problems, ...now.warnings.filter(({ code }) => !quiet.has(code))];
}

const said = (...of: Parameters<typeof changes>) =>
  changes(...of).map(({ code, path, value }) => `${code} ${path} ${String(value)}`);

describe('a pool that is gone', () => {
  it('goes with its nodes, and one of another name is another', () => {
    const [gone, ...others] = changes({ pools: [{ ...pool, max: 3 }] }, { pools: [{ ...pool, name: 'main' }] });
    expect(others).toEqual([]);
    expect(gone).toMatchObject({
      code: 'POOL-GONE',
      path: 'test/pools/general',
      because: expect.stringMatching(/its nodes \(1 to 3\) go, with their pods, and .* is another pool \(main\)$/),
      fix: expect.stringContaining("keep 'general' beside the new"),
    });
    expect(said({ pools: [pool, { ...pool, name: 'batch' }] }, {})).toEqual(['POOL-GONE test/pools/batch batch']);
    expect(said({}, { pools: [{ ...pool, name: 'first' }, pool] })).toEqual([]);
    const acknowledge = [{ code: 'POOL-GONE', because: 'it is empty', at: 'pools/general' }];
    expect(said({}, { pools: [{ ...pool, name: 'main' }], acknowledge })).toEqual([]);
  });

  it('but not where the service only renames it', () => {
    const on = (...names: string[]) => ({ infrastructure: doks, pools: names.map(name => ({ ...pool, name })) });
    expect(said(on('general'), on('main'))).toEqual([]);
    expect(said(on('general', 'batch'), on('general', 'jobs'))).toEqual(['POOL-GONE test/pools/batch batch']);
    expect(said(on('general', 'batch'), on('batch'))).toEqual(['DO-10 test/pools/batch batch']);
    expect(said(on('general', 'batch'), on('batch', 'general'))).toEqual(['DO-10 test/pools/batch batch']);
  });
});

describe('a stack that is gone', () => {
  it('leaves what was the last of its stage, which is no reason for a second cluster', () => {
    const [gone, ...others] = changes({ storage: [disk('a')] }, {});
    expect(others).toEqual([]);
    expect(gone).toMatchObject({
      code: 'STACK-GONE',
      value: 'test-platform',
      because: expect.stringContaining('object/'),
      fix: expect.stringContaining("run 'cdktf destroy test-platform' with the program as it was"),
    });
    expect(said({ storage: [disk('a'), disk('b')] }, { storage: [disk('b')] })).toEqual([]);
  });

  it('leaves what another delivery takes over', () => {
    const network = new Cilium();
    const given = { network, storage: [disk('a')] };
    const found = changes(given, { ...given, deliveries: [new Manifests()] });
    expect(found.map(({ code, value }) => `${code} ${String(value)}`)).toEqual([
      'STACK-GONE test-network',
      'STACK-GONE test-platform',
    ]);
    for (const { fix } of found) expect(fix).toMatch(/^keep it for 'manifests' to take over: .*terraform state rm/);
    const manifests = { ...given, deliveries: [new Manifests()] };
    expect(said(manifests, { deliveries: [new Manifests()] })).not.toContain('STACK-GONE test test-network');
    expect(said(manifests, given)).toEqual([]);
  });

  it('is told beside what else changes', () => {
    const from = { network: new Cilium(), storage: [disk('a')], pools: [pool, { ...pool, name: 'batch' }] };
    expect(said(from, { network: new Cilium(), storage: [disk('a', 'Retain')] })).toEqual([
      'POOL-GONE test/pools/batch batch',
      'CLASS-CHANGED test/storage a',
    ]);
    expect(said(from, { storage: [disk('a', 'Retain')] })).toEqual([
      'STACKS-MOVED test nodes',
      'STACK-GONE test test-network',
      'STACK-GONE test test-nodes',
      'POOL-GONE test/pools/batch batch',
      'CLASS-CHANGED test/storage a',
    ]);
  });
});

it('takes consent to what only a change says without calling it a slip', () => {
  const codes = ['POOL-GONE', 'STACK-GONE', 'STACKS-MOVED', 'CLASS-CHANGED'];
  const acknowledge = codes.map(code => ({ code, because: 'we know' }));
  for (const infrastructure of [eks, doks]) {
    expect(planOf({ infrastructure, pools: [pool], acknowledge }).warnings.map(({ code }) => code)).toEqual([]);
  }
});

describe('a stage that moves', () => {
  it('goes before it comes where its old stack stays, and has its names taken where that is gone', () => {
    const words = (from: Partial<PlanOf>, to: Partial<PlanOf>) => changes(from, to)[0]?.because;
    const given = { network: new Cilium() };
    expect(words({}, given)).toMatch(
      /stack 'test' and is now in 'test-nodes': .* is destroyed before it is made anew$/,
    );
    expect(words(given, {})).toMatch(
      /stack 'test-nodes' and is now in 'test': .* while the first still has the names$/,
    );
  });
});
