#!/usr/bin/env node
import { Failure } from './failure';
import { EXIT, REVIEW_USAGE, runReview, type Outcome } from './review';
import { styleFor } from './style';

function run([command, ...args]: readonly string[]): Outcome {
  if (command === '--help' || command === '-h') return { text: `${REVIEW_USAGE}\n`, code: EXIT.same };
  if (command === undefined) throw new Failure(`a command is needed\n\n${REVIEW_USAGE}`);
  if (command === 'review') return runReview(args, styleFor(process.stdout, process.env));
  throw new Failure(`there is no command '${command}'\n\n${REVIEW_USAGE}`);
}

// Whoever reads may stop before the end.
process.stdout.on('error', () => undefined);

try {
  const { text, code } = run(process.argv.slice(2));
  process.exitCode = code;
  process.stdout.write(text);
} catch (error) {
  // Whatever else goes wrong, one line says so.
  const message = error instanceof Failure ? error.message : `this should not happen: ${String(error)}`;
  process.exitCode = EXIT.trouble;
  process.stderr.write(`tenon: ${message}\n`);
}
