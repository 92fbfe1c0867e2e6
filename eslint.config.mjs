import { readdirSync, readFileSync } from 'node:fs';
import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;

export default tseslint.config(
  { ignores: ['dist', 'cdktf.out', 'coverage', 'docs/api', '**/*.js'] },
  js.configs.recommended,
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })] },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [wholeProvider()] }],
      eqeqeq: 'error',
      'import-x/first': 'error',
      'import-x/no-duplicates': 'error',
      'import-x/no-self-import': 'error',
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  ...importTable(),
  { files: ['scripts/**', 'bench/**', 'apps/**', '*.mjs'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**'],
    rules: { '@typescript-eslint/no-empty-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['*.mjs'], languageOptions: { globals: { console: 'readonly', process: 'readonly' } } },
);

/** Loading a provider's root loads each of its thousand resources. */
function wholeProvider() {
  return {
    regex: '^@cdktf/provider-[^/]+(/lib)?/?$',
    message: "Import one resource: '@cdktf/provider-x/lib/resource'.",
  };
}

/**
 * The import table (test/house/imports.json) as rules, so that an editor shows what the architecture test refuses. Here the last entry
 * that matches a file wins, and in the table the first: hence the reversal.
 */
function importTable() {
  const rows = JSON.parse(readFileSync(`${root}/test/house/imports.json`, 'utf8'));
  return rows.toReversed().flatMap(row => row.from.flatMap(expand).map(place => rulesOf(row, place)));
}

// `a/*` is every folder in `a`, `a/*.ts` every such file, and `a/*/b.ts` the file b.ts of every folder.
function expand(pattern) {
  const [parent, rest] = pattern.split('/*');
  if (rest === undefined) return [pattern];
  const entries = readdirSync(`${root}/${parent}`, { withFileTypes: true });
  if (rest.startsWith('/'))
    return entries.filter(entry => entry.isDirectory()).map(entry => `${parent}/${entry.name}${rest}`);
  const found = entries.filter(entry => (rest ? entry.name.endsWith(rest) : entry.isDirectory()));
  return found.map(entry => `${parent}/${entry.name}`);
}

function rulesOf(row, place) {
  const message = `'${place}' may not import this: see test/house/imports.json.`;
  const folders = row.folders.flatMap(folder => expand(folder.replace('<own>', place)));
  const packages = row.packages.map(name => name.replace('<own>', place.split('/').at(-1)));
  const patterns = [wholeProvider(), { regex: `^(?!\\.|${anyOf([...packages, ...row.types])})`, message }];
  if (row.types.length > 0) patterns.push({ regex: `^${anyOf(row.types)}`, message, allowTypeImports: true });
  return {
    files: [place.endsWith('.ts') ? place : `${place}/**/*.ts`],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: root,
          zones: [{ target: place, from: '.', except: ['node_modules', 'dist', ...folders], message }],
        },
      ],
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
    },
  };
}

function anyOf(packages) {
  return `(?:${packages.map(name => name.replaceAll('.', '\\.').replaceAll('*', '[^/]+')).join('|')})$`;
}
