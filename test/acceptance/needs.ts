import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** Something that a test cannot run without, and where it was looked for. */
export interface Need {
  readonly name: string;
  /** Its path. @default - it is not there */
  readonly found?: string;
  readonly looked: readonly string[];
}

/** The repository. */
export const root = resolve(__dirname, '../..');

/** Real tools, schemas and CRDs for tests; `TENON_KIT` names another place. */
export const kitFolder = process.env.TENON_KIT ?? resolve(root, '../shared/kit');

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');

/** Where tools are built into; `TENON_TOOLS` names another place. */
export const toolsFolder = process.env.TENON_TOOLS ?? join(cache, 'tenon-tools');

/** A program on the search path, or in `TENON_TOOLS`. */
export function tool(name: string): Need {
  const folders = [toolsFolder, ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
  const found = folders.map(folder => join(folder, name)).find(isExecutable);
  return { name, found, looked: [toolsFolder, 'PATH'] };
}

/** A command line of the npm registry's, in `TENON_CLI` or this package's own dependencies. */
export function cli(name: string): Need {
  const folders = [...(process.env.TENON_CLI ? [process.env.TENON_CLI] : []), root].map(it =>
    join(it, 'node_modules/.bin'),
  );
  return {
    name,
    found: folders.map(folder => join(folder, name)).find(isExecutable),
    looked: ['TENON_CLI', ...folders],
  };
}

/** A file or folder of the kit. */
export function kit(path: string): Need {
  const at = join(kitFolder, path);
  return { name: `the kit's ${path}`, found: existsSync(at) ? at : undefined, looked: [at] };
}

/** Folders of Terraform providers that the kit can make its mirror from; `KIT_PLUGINS` names one besides the machine's own. */
export const pluginFolders = [...(process.env.KIT_PLUGINS ? [process.env.KIT_PLUGINS] : []), '/opt/tf-plugins'];

/** A Terraform provider in one of those folders, such as `hashicorp/aws`. */
export function provider(source: string): Need {
  const places = pluginFolders.map(folder => join(folder, 'registry.terraform.io', source));
  const found = places.find(place => existsSync(place) && readdirSync(place).length > 0);
  return { name: `provider ${source}`, found, looked: places };
}

/** A module that the machine's Python can import. */
export function pythonModule(name: string): Need {
  const python = spawnSync('python3', ['-c', `import ${name}; print(${name}.__file__)`], { encoding: 'utf8' });
  return {
    name: `python module ${name}`,
    found: python.stdout?.trim() || undefined,
    looked: ["python3's search path"],
  };
}

/** An npm registry that answers, and has a package. */
export function registry(wanted = 'constructs'): Need {
  const view = spawnSync('npm', ['view', wanted, 'version', '--fetch-retries=0', '--fetch-timeout=20000'], {
    encoding: 'utf8',
  });
  return {
    name: `an npm registry with ${wanted}`,
    // Of a version that nobody has, npm prints nothing and is content.
    found: view.status === 0 && view.stdout.trim() !== '' ? 'npm' : undefined,
    looked: ["npm's configuration"],
  };
}

/** Tests that run where everything needed is there. Elsewhere they are skipped, by name, on a line of their own. */
export function describeWith<N extends { readonly [name: string]: Need }>(
  name: string,
  needs: N,
  tests: (found: { readonly [K in keyof N]: string }) => void,
): void {
  const missing = Object.values(needs).filter(need => need.found === undefined);
  if (missing.length > 0) return skip(name, missing);
  const found = Object.fromEntries(Object.entries(needs).map(([key, need]) => [key, need.found]));
  describe(name, () => tests(found as { readonly [K in keyof N]: string }));
}

/** One test that is skipped, and why. */
export function skip(name: string, missing: readonly Need[]): void {
  const why = missing.map(need => `needs ${need.name}, looked in ${need.looked.join(', ')}`).join('; ');
  process.stdout.write(`skipped: ${name}: ${why}\n`);
  test.skip(`${name}: ${why}`, () => {});
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
