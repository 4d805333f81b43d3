import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";

/** What a process took, from its start to its end. */
export interface Measured {
  readonly exitCode: number | null;
  readonly wallMs: number;
  /** User and system time of the process and its threads. */
  readonly cpuSeconds: number;
  /** Largest resident set, in MiB. */
  readonly peakMib: number;
  readonly output: string;
}

/** Ticks a second in which Linux counts processor time (USER_HZ, fixed on every platform that Node supports). */
const TICKS_PER_SECOND = 100;

/** Runs Node with these arguments and measures it by what Linux says of the process just before its end. */
export async function measureNode(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Measured> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  let cpuSeconds = 0;
  let peakMib = 0;
  const sample = (): void => {
    try {
      const [, fields = ""] = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ");
      const [utime = 0, stime = 0] = fields.split(" ").slice(11, 13).map(Number);
      cpuSeconds = (utime + stime) / TICKS_PER_SECOND;
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      peakMib = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakMib * 1024) / 1024;
    } catch {
      // The process has just ended: what was read last counts.
    }
  };
  const timer = setInterval(sample, 20);
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearInterval(timer);
  return { exitCode, wallMs: performance.now() - start, cpuSeconds, peakMib, output };
}
