import { parseArgs } from 'node:util';
import { review, type Review } from '../lib/review';
import type { Style } from '../lib/review/change-line';
import { markdown } from '../lib/review/markdown';
import { mermaid } from '../lib/review/mermaid';
import { Failure } from './failure';
import { providers } from './providers';
import { readFolder } from './read-folder';

/** What `tenon review` ends with. */
export const EXIT = { same: 0, changed: 1, trouble: 2, attention: 3 } as const;

export const REVIEW_USAGE = `usage: tenon review <base> <head> [--json | --mermaid]

Says what changes between two folders that app.synth() wrote, as Markdown.

  --json      all of it as JSON (tenon.review/1) instead
  --mermaid   adds a picture of the clusters to the Markdown

ends with 0 if nothing changes, 1 if something does, 3 if somebody should look at it first,
and 2 if it was called wrongly or a folder cannot be read`;

/** What a command says, and how it ends. */
export interface Outcome {
  readonly text: string;
  readonly code: number;
}

/** `tenon review`. @throws Failure */
export function runReview(args: readonly string[], style: Style): Outcome {
  const { values, positionals } = parsed(args);
  if (values.help) return { text: `${REVIEW_USAGE}\n`, code: EXIT.same };
  const [base, head, ...others] = positionals;
  if (base === undefined || head === undefined || others.length > 0) {
    throw new Failure(`two folders are needed, and ${positionals.length} were given\n\n${REVIEW_USAGE}`);
  }
  if (values.json && values.mermaid)
    throw new Failure(`--json holds no picture: drop it, or --mermaid\n\n${REVIEW_USAGE}`);
  const result = review(readFolder(base), readFolder(head), providers);
  const text = values.json ? `${JSON.stringify(result, null, 2)}\n` : page(result, values.mermaid ?? false, style);
  return { text, code: EXIT[result.verdict] };
}

function page(result: Review, picture: boolean, style: Style): string {
  const drawn = picture ? `\n\`\`\`mermaid\n${mermaid(result)}\`\`\`\n` : '';
  return markdown(result, { style, limit: 60_000 - drawn.length }) + drawn;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, mermaid: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n\n${REVIEW_USAGE}`);
  }
}
