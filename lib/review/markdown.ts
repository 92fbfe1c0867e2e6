import { changeLines, few, type Style } from './change-line';
import { shown } from './causes';
import { code, prose } from './escape';
import type { Change, ClusterReview, FileReview, ResourceChange, Review, StackReview, Topic } from './model';

/** How Markdown is written. */
export interface MarkdownOptions {
  /** @default - plain Markdown */
  readonly style?: Style;
  /** Characters at most; what is furthest down in it is left out first. GitHub takes 65,536 in a comment. @default 60000 */
  readonly limit?: number;
}

/** A review for people: what to look at first, then each cluster, for whom it matters, then what Terraform does. */
export function markdown(review: Review, { style = plain, limit = 60_000 }: MarkdownOptions = {}): string {
  const head = [`${style('heading', '## Tenon review')}`, '', ...summary(review, style)];
  const clusters = review.clusters.filter(({ fate }) => fate !== 'same').flatMap(each => clusterLines(each, style));
  const besides = review.stacks.flatMap(each => stackLines(each, style));
  const parts = [head, clusters, besides, orderLines(review), resourceLines(review), fileLines(review.files)];
  if (parts.flat().join('\n').length < limit) return `${parts.flat().join('\n')}\n`;
  const room = limit - LEFT_OUT.length - 1;
  const fits = (count: number) => parts.slice(0, count).flat().join('\n').length <= room;
  const count = parts.findLastIndex((_, index) => fits(index + 1)) + 1;
  const lines = count > 0 ? parts.slice(0, count).flat() : linesWithin(head, room);
  return `${lines.join('\n')}\n${LEFT_OUT}`;
}

/** As many whole lines as there is room for. */
function linesWithin(lines: readonly string[], room: number): string[] {
  let left = room;
  return lines.slice(
    0,
    lines.findIndex(line => (left -= line.length + 1) < 0),
  );
}

const plain: Style = (_emphasis, text) => text;

const LEFT_OUT = '\nThe rest is too long for one comment: `--json` has all of it.\n';

const VERDICTS = {
  same: 'Nothing changes.',
  changed: 'Something changes, and nothing that asks for attention.',
  attention: 'Somebody should look at this before it is deployed.',
};

function summary({ verdict, attention, clusters }: Review, style: Style): string[] {
  const same = clusters.filter(({ fate }) => fate === 'same').map(({ name }) => code(name));
  const others = verdict !== 'same' && same.length > 0 ? ['', `Unchanged: ${few(same).join(', ')}.`] : [];
  if (attention.length === 0) return [VERDICTS[verdict], ...others, ''];
  const lines = attention.map(({ at, because }) => `> - ${style('grave', `${code(at)}: ${prose(because)}`)}`);
  return [style('grave', `**${VERDICTS[verdict]}**`), '', '> [!CAUTION]', ...lines, ...others, ''];
}

/** Whom a change is for. */
const AUDIENCES: readonly { readonly name: string; readonly topics: readonly Topic[] }[] = [
  { name: 'For security', topics: ['reach', 'permission', 'protection', 'acknowledgement'] },
  { name: 'For application teams', topics: ['kubernetes', 'pool', 'offer', 'address'] },
  {
    name: 'For operators',
    topics: [
      'loss',
      'warning',
      'version',
      'image',
      'plugin',
      'release',
      'object',
      'addon',
      'node',
      'item',
      'stack',
      'provider',
      'tag',
    ],
  },
];

function clusterLines({ name, fate, base, head, changes }: ClusterReview, style: Style): string[] {
  const sketch = head ?? base;
  const place = sketch && sketch.zones.length > 0 ? `, in ${few(sketch.zones.map(prose)).join(', ')}` : '';
  const what = sketch ? `Kubernetes ${prose(sketch.kubernetes)} on ${prose(sketch.infrastructure)}${place}.` : '';
  return [
    style('heading', `### ${code(name)}: ${fate}`),
    '',
    what,
    '',
    ...changes
      .filter(({ topic }) => topic === 'cluster' && fate === 'changed')
      .flatMap(each => [...changeLines(each, style), '']),
    ...AUDIENCES.flatMap(audience => audienceLines(audience, changes, style)),
  ];
}

function audienceLines(
  { name, topics }: (typeof AUDIENCES)[number],
  changes: readonly Change[],
  style: Style,
): string[] {
  const own = topics.flatMap(topic => changes.filter(change => change.topic === topic));
  if (own.length === 0) return [];
  return [style('heading', `**${name}**`), '', ...own.flatMap(change => changeLines(change, style)), ''];
}

/** What is to say of a stack besides its resources. */
function stackLines({ name, fate, changes }: StackReview, style: Style): string[] {
  if (changes.length === 0) return [];
  const title = style('heading', `### Stack ${code(name)}: ${fate}`);
  return [title, '', ...changes.flatMap(change => changeLines(change, style)), ''];
}

function orderLines({ stacks }: Review): string[] {
  if (!stacks.some(({ fate }) => fate !== 'changed')) return [];
  const named = (wanted: (stack: StackReview) => boolean) =>
    few(stacks.filter(wanted).map(({ name }) => code(name))).join(' → ');
  const gone = named(({ fate }) => fate === 'removed');
  const there = named(({ fate }) => fate !== 'removed');
  return [
    ...(gone ? [`To destroy first, with the program as it was, in this order: ${gone}.`, ''] : []),
    ...(there ? [`To deploy, in this order: ${there}.`, ''] : []),
  ];
}

const ACTIONS = ['destroy', 'replace', 'update', 'create'] as const;

/** Rows of one table. */
const ROWS = 60;

function resourceLines({ stacks }: Review): string[] {
  const all = ACTIONS.flatMap(action =>
    stacks.flatMap(({ resources }) => resources.filter(resource => resource.action === action)),
  );
  if (all.length === 0) return [];
  const counts = ACTIONS.flatMap(action => {
    const count = all.filter(resource => resource.action === action).length;
    return count > 0 ? [`${count} to ${action}`] : [];
  });
  const rest = all.length - ROWS;
  return [
    `<details><summary>Terraform: ${counts.join(', ')}</summary>`,
    '',
    '| | stack | resource | because |',
    '|---|---|---|---|',
    ...all.slice(0, ROWS).map(resourceRow),
    ...(rest > 0 ? ['', `And ${rest} more, which \`--json\` has.`] : []),
    '',
    '</details>',
    '',
  ];
}

function resourceRow({ action, stack, address, arguments: changes, newFirst, guess, guard }: ResourceChange): string {
  const forced = changes.filter(({ forces }) => forces);
  const decisive = forced.length > 0 ? forced : changes;
  const what = action === 'replace' ? `replace, ${newFirst ? 'new first' : 'old first'}` : action;
  const because = [
    ...decisive.slice(0, 4).map(argumentText),
    ...(decisive.length > 4 ? [`and ${decisive.length - 4} more`] : []),
    ...(guess ? ['whether it is replaced, nobody here knows'] : []),
    ...(guard === undefined ? [] : [`Terraform refuses it: ${code(guard)}`]),
  ];
  return `| ${what} | ${code(stack)} | ${code(address)} | ${because.join('; ')} |`;
}

function argumentText({ path, from, to, cause }: ResourceChange['arguments'][number]): string {
  if (cause !== undefined && !cause.startsWith('provider ')) {
    const [, address = cause] = /^[^:]+:(.*)$/.exec(cause) ?? [];
    return `${code(path)}, by ${code(address)}`;
  }
  const by = cause === undefined ? '' : ` of ${prose(cause)}`;
  return `${code(path)}${by}: ${code(shown(from))} → ${code(shown(to))}`;
}

function fileLines(files: readonly FileReview[]): string[] {
  if (files.length === 0) return [];
  return [
    `<details><summary>Files: ${files.length}</summary>`,
    '',
    ...few(
      files.map(({ path, fate }) => `- ${fate}: ${code(path)}`),
      '- ',
    ),
    '',
    '</details>',
    '',
  ];
}
