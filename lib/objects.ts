import type { Item } from './spi';

/** What is wrong with an object, known without a server. */
export interface ObjectFinding<I extends Item = Item> {
  readonly item: I;
  readonly because: string;
  readonly fix: string;
}

/** Checks the Kubernetes objects among some items as data. */
export function objectFindings<I extends Item>(_items: readonly I[]): ObjectFinding<I>[] {
  return [];
}
