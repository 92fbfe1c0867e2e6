#!/usr/bin/env node
import { createColors } from 'picocolors';
import type { Style } from '../lib/review/change-line';
import { Failure } from './failure';
import { EXIT, REVIEW_USAGE, runReview, type Outcome } from './review';

/** Colours for people; none for a file or a pipe, nor for whoever says that they want none. */
function styleFor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Style {
  const wanted = stream.isTTY && !env.NO_COLOR && env.TERM !== 'dumb';
  const { bold, red, dim } = createColors(wanted);
  const styles = { heading: bold, grave: red, quiet: dim };
  return (emphasis, text) => styles[emphasis](text);
}

function run([command, ...args]: readonly string[]): Outcome {
  if (command === undefined || command === '--help' || command === '-h')
    return { text: `${REVIEW_USAGE}\n`, code: command ? 0 : 2 };
  if (command === 'review') return runReview(args, styleFor(process.stdout, process.env));
  throw new Failure(`there is no command '${command}'\n\n${REVIEW_USAGE}`);
}

try {
  const { text, code } = run(process.argv.slice(2));
  process.exitCode = code;
  (code === EXIT.trouble ? process.stderr : process.stdout).write(text);
} catch (error) {
  // Whatever else goes wrong, one line says so.
  const message = error instanceof Failure ? error.message : `this should not happen: ${String(error)}`;
  process.exitCode = EXIT.trouble;
  process.stderr.write(`tenon: ${message}\n`);
}
