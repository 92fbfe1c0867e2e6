import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { Cluster } from 'tenon';
import { Eks } from 'tenon/aws';
import { CloudDisk } from 'tenon/storage';
import { crdPlaces, crdsFor, ELSEWHERE, kindOf, type ApiServer } from './api-server';
import { kitEnvironment } from './aws-mock';
import { expectedObjects, installed, installers, installInto, serverFor, withoutCloud } from './install-releases';
import { describeWith, kit, skip, tool } from './needs';
import { programs } from './programs';
import { hasReleases } from './release-values';
import { scratch } from './run-folder';
import { read, synthesized, type Stack } from './synthesized';
import { Terraform } from './terraform';

const needs = { terraform: tool('terraform'), setup: kit('setup'), ...installers };

/** What all combinations install is what these programs do, many times. */
const examined = programs.filter(program => !program.endsWith('/combinations.ts'));

describeWith('releases with the real Helm provider and a real API server', needs, found => {
  const folder = scratch('helm');
  const outside = { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1,localhost' };
  const env = { ...kitEnvironment(found.setup), ...outside, TF_IN_AUTOMATION: '1' };
  const terraform = (stack: Stack) => new Terraform(found.terraform, stack.folder, env);
  const all = examined.flatMap(program =>
    stacksOf(program, folder).map(stack => ({ program, stack, objects: expectedObjects(found.helm, stack) })),
  );
  const places = crdPlaces(found.crds);
  const crds = crdsFor(
    all.flatMap(({ objects }) => objects),
    places,
  );
  const stacks = all.filter(({ program, stack, objects }) => {
    const missing = objects.map(kindOf).find(kind => ELSEWHERE.includes(kind) && !crds.has(kind));
    const need = { name: `the CRD of ${missing}`, looked: ['TENON_CRDS', ...places] };
    if (missing) skip(`${program}: ${stack.name} with the real Helm provider`, [need]);
    return !missing;
  });
  let api: ApiServer;

  beforeAll(() => {
    const brought = all.map(({ stack }) => stack);
    api = serverFor(brought, join(folder, 'api'), env);
  });

  afterAll(() => api?.stop());

  async function apply(stack: Stack): Promise<void> {
    withoutCloud(stack);
    installInto(stack, api);
    await terraform(stack).init();
    await terraform(stack).apply();
    expect(await terraform(stack).differs()).toBe(false);
  }

  test.each(stacks)(
    '$program: $stack.name brings what its charts say, a second plan is empty, and it goes',
    async ({ stack, objects }) => {
      await apply(stack);
      expect(objects.length).toBeGreaterThan(0);
      for (const object of objects) expect(installed(api, object)).toMatchObject(object);
      expect(await terraform(stack).destroy()).toEqual([]);
      api.endNamespaces();
      for (const object of objects) expect(installed(api, object)).toBeUndefined();
    },
  );

  test('a class that Kubernetes cannot update is made anew, and one that did not change stays', async () => {
    const out = join(folder, 'changed/cdktf.out');
    const before = withClasses(out, 'ssd');
    await apply(before);
    const classes = (stack: Stack) => expectedObjects(found.helm, stack).map(object => installed(api, object));
    const [changes, stays] = classes(before);
    const after = withClasses(out, 'premium');
    await apply(after);
    const [changed, stayed] = classes(after);
    expect(changed?.parameters).not.toEqual(changes?.parameters);
    expect(stayed?.metadata).toMatchObject({ uid: (stays?.metadata as { uid?: string }).uid });
    expect(await terraform(after).destroy()).toEqual([]);
  });
});

/** Terraform writes beside what it reads: the whole folder is copied. */
function stacksOf(program: string, folder: string): readonly Stack[] {
  const copy = join(folder, program.replace(/\W/g, '-'), 'cdktf.out');
  cpSync(synthesized(program).folder, copy, { recursive: true });
  return read(copy).stacks.filter(hasReleases);
}

/** The stack that brings two classes, one of a tier. */
function withClasses(outdir: string, tier: 'ssd' | 'premium'): Stack {
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  new Cluster(app, 'classes', {
    kubernetes: '1.35',
    infrastructure: new Eks({ region: 'eu-central-1', publicAccess: ['203.0.113.0/24'] }),
    storage: [new CloudDisk({ name: 'a', tier }), new CloudDisk({ name: 'b', tier: 'ssd' })],
    pools: [{ name: 'general', cpu: 2, memoryGiB: 8, min: 1 }],
  });
  app.synth();
  return read(outdir).stacks.find(hasReleases) as Stack;
}
