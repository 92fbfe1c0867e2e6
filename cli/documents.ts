import { loadAll } from 'js-yaml';
import type { Data } from '../lib/spi';

/** What a file says, whatever its style and remarks: its documents, or its lines if it is a template that is not YAML yet. */
export function documentsOf(text: string, path: string): readonly Data[] {
  if (path.endsWith('.json')) return parsed(() => [JSON.parse(text) as Data]) ?? linesOf(text);
  return parsed(() => plainData(loadAll(withoutActions(text)))) ?? linesOf(text);
}

function parsed(parse: () => readonly Data[]): readonly Data[] | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** What Helm puts in stands for itself, as text. */
function withoutActions(text: string): string {
  return text.replace(/\{\{.*?\}\}/g, action => `action-${Buffer.from(action).toString('hex')}`);
}

/** As JSON has it: a date is text. */
function plainData(documents: readonly unknown[]): readonly Data[] {
  return JSON.parse(JSON.stringify(documents)) as Data[];
}

function linesOf(text: string): readonly Data[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
}
