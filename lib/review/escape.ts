/** Characters that no reader sees, or that turn others around: shown as what they are. */
// eslint-disable-next-line no-control-regex -- these are the ones to find
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Keeps `@team` and `#12` from being taken for a mention or a reference; nobody sees it. */
const JOINER = '\u2060';

/** Text of anybody's as one line in which nothing is hidden. */
export function visible(text: string): string {
  return text
    .replace(/\s*\r?\n\s*/g, ' ')
    .replace(/\t/g, ' ')
    .replace(UNSEEN, each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Text of anybody's as Markdown that shows it as it is: no emphasis, link, picture, HTML, mention or table cell of its own. */
export function prose(text: string): string {
  return visible(text)
    .replace(/[\\`*[\]|~]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=[\w-])/g, `@${JOINER}`)
    .replace(/#(?=\d)/g, `#${JOINER}`)
    .replace(/(?<=\bgh)-(?=\d)/gi, `-${JOINER}`);
}

/** Text of anybody's as a code span, in a table cell too. */
export function code(text: string): string {
  // A backslash before the one that keeps a cell together would undo it.
  const line = visible(text)
    .replace(/\\(?=\|)/g, `\\${JOINER}`)
    .replaceAll('|', '\\|');
  if (line.trim() === '') return '(empty)';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}
