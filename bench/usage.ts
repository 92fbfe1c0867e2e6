/** Loaded before a program that is measured: when it ends, it writes what its process used to its fourth file. */
import { writeSync } from 'node:fs';

/** What one process used. */
export interface Usage {
  /** Milliseconds from its start to its end, as its parent sees it. */
  readonly wall: number;
  /** Milliseconds of processors, all threads together. */
  readonly cpu: number;
  /** The most memory it held at once, in MiB. */
  readonly memory: number;
}

/** The file that it is written to. */
export const REPORT = 3;

if (process.env.TENON_BENCH_USAGE)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeSync(REPORT, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e3, memory: maxRSS / 1024 }));
  });
