import { createColors } from 'picocolors';
import type { Style } from '../lib/review/change-line';

/** Colours for people; none for a file or a pipe, nor for whoever says that they want none. @see https://no-color.org */
export function styleFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  const wanted = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const { bold, red, dim } = createColors(wanted);
  const styles = { heading: bold, grave: red, quiet: dim };
  return (emphasis, text) => styles[emphasis](text);
}
