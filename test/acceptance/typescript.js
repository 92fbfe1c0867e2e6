/** Lets Node run this package's TypeScript: `node --conditions=tenon-source --require ./typescript.js program.ts`. */
const { transformFileSync } = require('@swc/core');

const options = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);

// Node tries extensions in order: `./versions` is versions.ts here, as it is versions.js once it is compiled, and not versions.json.
for (const later of ['.json', '.node']) {
  const load = require.extensions[later];
  delete require.extensions[later];
  require.extensions[later] = load;
}
