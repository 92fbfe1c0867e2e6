/** What comes of `export { X } from './x'` in CommonJS: the module is loaded at once, whether or not anybody uses it. */
const LOADED = /^var (\w+) = require\("([^"]+)"\);$/gm;

/**
 * Has an index, as TypeScript compiles it, load what it offers when that is first used: who takes one network does not wait for all of
 * them. Imports for their effect alone stay where they are, and so do the lines by which ECMAScript modules find the names.
 */
export function lazyExports(code: string): string {
  return code.replace(LOADED, (_, variable: string, from: string) => {
    const names = new Set([...code.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'))].map(([, name]) => name));
    const getters = [...names].map(name => `get ${name}() { return require("${from}").${name}; }`);
    return `var ${variable} = { ${getters.join(', ')} };`;
  });
}
