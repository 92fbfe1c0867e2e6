/** How many local SSDs machines of a series take, by their processors. */
interface Attachable {
  readonly upToCpu: number;
  readonly counts: readonly number[];
}

const MANY = [1, 2, 4, 8, 16, 24];
const from = (least: number) => MANY.filter(count => count >= least);
const upToEight = (least: number) => from(least).filter(count => count <= 8);

/**
 * Local SSDs that are attached to machines at their making. Other series have none, or such as come with types of their own.
 *
 * @see https://cloud.google.com/compute/docs/disks/local-ssd#choose_number_local_ssds
 */
const LOCAL_SSDS: { readonly [series: string]: readonly Attachable[] } = {
  n1: [{ upToCpu: Infinity, counts: [1, 2, 3, 4, 5, 6, 7, 8, 16, 24] }],
  n2: [
    { upToCpu: 10, counts: from(1) },
    { upToCpu: 20, counts: from(2) },
    { upToCpu: 40, counts: from(4) },
    { upToCpu: 80, counts: from(8) },
    { upToCpu: Infinity, counts: from(16) },
  ],
  n2d: [
    { upToCpu: 16, counts: from(1) },
    { upToCpu: 48, counts: from(2) },
    { upToCpu: 80, counts: from(4) },
    { upToCpu: Infinity, counts: from(8) },
  ],
  c2: [
    { upToCpu: 8, counts: upToEight(1) },
    { upToCpu: 16, counts: upToEight(2) },
    { upToCpu: 30, counts: upToEight(4) },
    { upToCpu: Infinity, counts: upToEight(8) },
  ],
  c2d: [
    { upToCpu: 16, counts: upToEight(1) },
    { upToCpu: 32, counts: upToEight(2) },
    { upToCpu: 56, counts: upToEight(4) },
    { upToCpu: Infinity, counts: upToEight(8) },
  ],
};

/** The least number of local SSDs that a machine takes and that is not below what is asked for; `undefined` if it takes none such. */
export function localSsdsOf(
  machine: { readonly type: string; readonly cpu: number },
  least: number,
): number | undefined {
  const sizes = LOCAL_SSDS[seriesOf(machine.type)] ?? [];
  return sizes.find(({ upToCpu }) => machine.cpu <= upToCpu)?.counts.find(count => count >= least);
}

/** `n2` of `n2-standard-4`. */
function seriesOf(type: string): string {
  return type.slice(0, type.indexOf('-'));
}
