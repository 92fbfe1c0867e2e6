import type { Data } from '../spi';
import { shown } from './causes';
import type { Difference } from './data';
import { code, prose } from './escape';
import type { Change, Topic } from './model';

/** What is worth emphasis. */
export type Emphasis = 'heading' | 'grave' | 'quiet';

/** How to show emphasis; plain Markdown passes through. */
export type Style = (emphasis: Emphasis, text: string) => string;

/** Places of one change that are told one by one, and values of one list. */
const MOST = 12;

/** One change as the lines of a list's entry. */
export function changeLines(change: Change, style: Style): string[] {
  const { topic, happens, subject, attention, details = [], why = [], says } = change;
  const verb = attention === undefined ? happens : style('grave', `**${happens}**`);
  const parts = [
    `${NOUNS[topic] ?? ''}${code(subject)}${values(change)}`,
    ...(says === undefined ? [] : [prose(says)]),
    ...(why.length > 0 ? [`because ${few(why.map(prose)).join('; ')}`] : []),
  ];
  const further = details.filter(({ path }) => !why.some(each => each.startsWith(`${path}: `)));
  return [
    `- ${verb}: ${parts.join('; ')}`,
    ...few(
      further.map(each => `  - ${place(each)}`),
      '  - ',
    ),
  ];
}

/** The first of some texts, and how many there are besides. */
export function few(texts: readonly string[], mark = ''): string[] {
  const rest = texts.length - MOST;
  return rest > 0 ? [...texts.slice(0, MOST), `${mark}and ${rest} more`] : [...texts];
}

function place({ path, from, to }: Difference): string {
  return `${code(path)}: ${value(from)} → ${value(to)}`;
}

function values({ topic, from, to }: Change): string {
  const write = SENTENCES.includes(topic) ? (data: Data) => prose(String(data)) : value;
  if (from === undefined && to === undefined) return '';
  if (from === undefined) return `: ${write(to as Data)}`;
  return to === undefined ? `: ${write(from)}` : `: ${write(from)} → ${write(to)}`;
}

/** Topics whose values are what somebody wrote. */
const SENTENCES: readonly Topic[] = ['acknowledgement', 'warning'];

/** Lists of names entry by entry; what has spaces as prose. */
function value(data: Data | undefined): string {
  if (data === undefined || data === null) return 'none';
  if (Array.isArray(data) && data.length > 0) {
    return few((data as readonly Data[]).map(each => code(shown(each)))).join(', ');
  }
  return typeof data === 'string' && data.includes(' ') && !data.includes('${') ? prose(data) : code(shown(data));
}

const NOUNS: { readonly [topic in Topic]?: string } = {
  acknowledgement: 'acknowledgement ',
  cluster: 'cluster ',
  image: 'image ',
  offer: 'promise ',
  pool: 'pool ',
  tag: 'tag ',
  warning: 'warning ',
};
