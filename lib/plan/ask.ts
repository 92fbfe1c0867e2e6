import { messages, type Draft } from '../errors';

/** Who is asked, as problems tell of them. */
export interface Asked {
  readonly name: string;
  readonly at: string;
}

/** What a plugin answers; a plugin that throws is a problem, never an exception. */
export function ask<T>({ name, at }: Asked, doing: string, work: () => T): { answer: T } | { problem: Draft } {
  try {
    return { answer: work() };
  } catch (error) {
    return { problem: messages.threw(at, name, doing, error) };
  }
}
