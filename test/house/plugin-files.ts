import ts from 'typescript';
import { filesBelow, kebab, parse } from './source';

/** A plugin as its folder's index offers it. */
export interface PluginFile {
  /** Its class: `Cilium`. */
  readonly name: string;
  /** Its product: `cilium`. */
  readonly product: string;
  /** The folder below `constructs`: `network`, `infrastructure/aws`. */
  readonly folder: string;
  /** The file it comes from, without folder: `cilium.ts`. */
  readonly file: string;
}

/** Every class that an index below `constructs` offers, sorted by folder. */
export function pluginFiles(): PluginFile[] {
  const indexes = filesBelow('constructs').filter(file => /^constructs\/.+\/index\.ts$/.test(file));
  return indexes.flatMap(index => classesOf(index));
}

function classesOf(index: string): PluginFile[] {
  const folder = index.replace(/^constructs\//, '').replace(/\/index\.ts$/, '');
  return parse(index).statements.flatMap(statement => {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier || !statement.exportClause) return [];
    if (statement.isTypeOnly || !ts.isNamedExports(statement.exportClause)) return [];
    const file = `${(statement.moduleSpecifier as ts.StringLiteral).text.replace('./', '')}.ts`;
    const names = statement.exportClause.elements.filter(
      each => !each.isTypeOnly && /^[A-Z][a-z]/.test(each.name.text),
    );
    return names.map(({ name }) => ({ name: name.text, product: kebab(name.text), folder, file }));
  });
}
