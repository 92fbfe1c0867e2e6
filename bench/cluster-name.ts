/** A name that occurs in nothing else, so that it can be found in what was synthesized. */
export function clusterName(index: number): string {
  return `bench${String(index).padStart(4, '0')}`;
}
