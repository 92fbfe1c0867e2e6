import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describeWith, registry } from './needs';
import { programs } from './programs';
import { copyOfRepository, run } from './repository';
import { filesBelow, synthesize, synthesized } from './synthesized';

/** The maintained fork of cdktf, at the release that this package was last held to. It keeps the API of cdktf 0.21. */
const FORK = 'cdktn@0.24.0';

/** Tests that say nothing of the fork, and why. */
const ABOUT_CDKTF = {
  'loads at most 1.2 times the modules': 'the fork itself is of fewer modules, with which it is compared',
};

/** What an engine writes of itself: its version, where the stack is the user's own or the file is the engine's. */
const OWN = [/^manifest\.json version$/, /cdk\.tf\.json \/\/ metadata version$/];

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

describeWith(`${FORK} in the place of cdktf`, { npm: registry(FORK) }, () => {
  const fork = copyOfRepository('none');

  beforeAll(() => {
    alias(join(fork, 'package.json'));
    run(fork, 'npm', ['install', '--no-audit', '--no-fund']);
  });

  test('is what every provider gets', () => {
    const tree = JSON.parse(run(fork, 'npm', ['ls', 'cdktf', '--all', '--json'])) as Tree;
    const versions = versionsOf(tree);
    expect(versions.length).toBeGreaterThan(3);
    expect(new Set(versions)).toEqual(new Set([FORK.split('@')[1]]));
  });

  test('has the types that this package is written for', () => {
    run(fork, 'npm', ['run', 'typecheck']);
  });

  test('passes the unit tests', () => {
    const others = `^(?!.*(${Object.keys(ABOUT_CDKTF).join('|')}))`;
    run(fork, 'npx', ['jest', '--json', '--outputFile=results.json', '--testNamePattern', others]);
    const results = JSON.parse(readFileSync(join(fork, 'results.json'), 'utf8')) as Results;
    expect(results.numFailedTests).toBe(0);
    expect(results.numPassedTests).toBeGreaterThan(2000);
  });

  test.each(programs)('%s writes what it writes with cdktf', program => {
    const out = join(fork, 'out', program.replace(/\W/g, '-'), 'cdktf.out');
    synthesize(program, out, fork);
    const [one, other] = [contents(synthesized(program).folder), contents(out)];
    expect(Object.keys(one)).toEqual(expect.arrayContaining(['manifest.json']));
    expect(differences(one, other).filter(place => !OWN.some(own => own.test(place)))).toEqual([]);
  });
});

test('a difference is found wherever it is', () => {
  const [one, other] = ['one', 'other'].map(version => ({
    'manifest.json': { version, stacks: { a: { dependencies: [version] } } },
    'stacks/a/cdk.tf.json': { '//': { metadata: { version, stackName: 'a' } }, resource: version === 'one' ? {} : [] },
    'manifests/a/01.yaml': version,
    [`manifests/a/${version}.yaml`]: '',
  }));
  expect(differences(one, other)).toEqual([
    'manifest.json stacks a dependencies 0',
    'manifest.json version',
    'manifests/a/01.yaml',
    'manifests/a/one.yaml',
    'manifests/a/other.yaml',
    'stacks/a/cdk.tf.json // metadata version',
    'stacks/a/cdk.tf.json resource',
  ]);
});

/** As a user would: one alias that everybody's `cdktf` comes to. */
function alias(path: string): void {
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { [section: string]: { [name: string]: string } };
  const spec = `npm:${FORK}`;
  const changed = {
    ...manifest,
    devDependencies: { ...manifest.devDependencies, cdktf: spec },
    peerDependencies: { ...manifest.peerDependencies, cdktf: spec },
    overrides: { ...manifest.overrides, cdktf: '$cdktf' },
  };
  writeFileSync(path, `${JSON.stringify(changed, null, 2)}\n`);
}

interface Tree {
  readonly version?: string;
  readonly dependencies?: { readonly [name: string]: Tree };
}

/** The version of cdktf wherever it is depended on. */
function versionsOf({ dependencies = {} }: Tree): string[] {
  return Object.entries(dependencies).flatMap(([name, tree]) => [
    ...(name === 'cdktf' ? [tree.version ?? ''] : []),
    ...versionsOf(tree),
  ]);
}

/** Every file of a folder by its path: what it says if it is JSON, else its text. */
function contents(folder: string): { readonly [path: string]: unknown } {
  const files = filesBelow(folder, /./).map(file => [relative(folder, file), readFileSync(file, 'utf8')] as const);
  return Object.fromEntries(
    files.map(([path, text]) => [path, path.endsWith('.json') ? (JSON.parse(text) as unknown) : text]),
  );
}

/** The places where two trees of data differ, keys by spaces, sorted. */
function differences(one: unknown, other: unknown, at: readonly string[] = []): string[] {
  if (isTree(one) && isTree(other) && Array.isArray(one) === Array.isArray(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
    return keys.flatMap(key => differences(one[key], other[key], [...at, key]));
  }
  return Object.is(one, other) ? [] : [at.join(' ')];
}

function isTree(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
