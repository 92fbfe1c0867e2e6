import { cpus, totalmem } from 'node:os';
import type { Compilation } from './compilation';
import type { Comparison } from './compare';
import type { Planning } from './planning';
import { EXPONENT, type Synthesis } from './synthesis';
import type { Usage } from './usage';

/** Everything that was measured. A part that was not asked for is absent. */
export interface Report {
  readonly machine: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly synthesis?: Synthesis;
  readonly compilation?: readonly Compilation[];
  readonly planning?: Planning;
}

/** This machine, in words. */
export function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim()}, ${cpus().length} cores, ${memory} GiB, ${process.platform}, Node ${process.version}`;
}

/** What is over its limit, one a line. */
export function brokenOf({ synthesis, compilation = [], planning }: Report): string[] {
  const comparisons = [...(synthesis?.comparisons ?? []), ...compilation];
  const power = synthesis?.exponent ?? 0;
  return [
    ...comparisons.flatMap(({ of, broken, figures, limits }) =>
      broken.map(used => `${of}: ${used} is ${figures[used].ratio.toFixed(3)} times, and the limit is ${limits[used]}`),
    ),
    ...(power > EXPONENT
      ? [`time grows with clusters to the power of ${power.toFixed(3)}, and the limit is ${EXPONENT}`]
      : []),
    ...(planning?.broken
      ? [`planning takes ${planning.milliseconds.toFixed(0)} ms, and the limit is ${planning.limit}`]
      : []),
  ];
}

/** The report as Markdown. */
export function markdown(report: Report): string {
  const { synthesis, compilation = [], planning } = report;
  const comparisons = [...(synthesis?.comparisons ?? []), ...compilation];
  return [
    `${report.date}, on ${report.machine}:`,
    '',
    '| | wall: tenon | by hand | ratio | limit | processors: ratio | memory: tenon | by hand | ratio | limit | pairs |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...comparisons.map(row),
    '',
    ...(synthesis?.exponent === undefined
      ? []
      : [
          `- From 10 clusters on, time grows with their number to the power of ${synthesis.exponent.toFixed(3)} (limit ${EXPONENT}).`,
        ]),
    ...compilation.map(({ of, types }) => `- ${of}: ${types.tenon} types, by hand ${types.bare}.`),
    ...(planning ? [planned(planning)] : []),
  ].join('\n');
}

function row({ of, figures, limits, pairs }: Comparison): string {
  const { wall, cpu, memory } = figures;
  const limit = (used: keyof Usage) => limits[used]?.toFixed(2) ?? '–';
  const cells = [
    of,
    `${wall.tenon.toFixed(0)} ms`,
    `${wall.bare.toFixed(0)} ms`,
    `**${wall.ratio.toFixed(3)}** (${wall.lowest.toFixed(2)}–${wall.highest.toFixed(2)})`,
    limit('wall'),
    cpu.ratio.toFixed(3),
    `${memory.tenon.toFixed(0)} MiB`,
    `${memory.bare.toFixed(0)} MiB`,
    `**${memory.ratio.toFixed(3)}**`,
    limit('memory'),
    pairs,
  ];
  return `| ${cells.join(' | ')} |`;
}

function planned({ combinations, planned, milliseconds, limit }: Planning): string {
  return `- Planning ${combinations} combinations, of which ${planned} can be built: ${milliseconds.toFixed(0)} ms (limit ${limit}).`;
}
