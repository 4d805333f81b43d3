import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What this process took to do something. */
export interface Taken {
  readonly wallMs: number;
  /** User and system time of all threads. */
  readonly cpuMs: number;
  /** By how much the heap grew at most, in MiB; garbage that was not yet collected counts. */
  readonly heapMib: number;
  /** Largest resident set, in MiB, what was resident before included. */
  readonly rssMib: number;
}

const MIB = 1024 * 1024;
const SAMPLE_MS = 5;

/** Does the work with a clean heap and looks at the process every few milliseconds. */
export async function measure<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly taken: Taken }> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let heap = before;
  let rss = 0;
  const sample = (): void => {
    const usage = process.memoryUsage();
    heap = Math.max(heap, usage.heapUsed);
    rss = Math.max(rss, usage.rss);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const result = await work();
  const wallMs = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  sample();
  clearInterval(timer);
  return {
    result,
    taken: { wallMs, cpuMs: (user + system) / 1000, heapMib: (heap - before) / MIB, rssMib: rss / MIB },
  };
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}
