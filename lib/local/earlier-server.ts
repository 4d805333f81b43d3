import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "./run.ts";

const pollMs = 100;

/** The command line of a process. Empty: it has ended. */
async function commandLine(pid: number): Promise<string> {
  // Slim containers have no ps.
  if (existsSync("/proc/self/cmdline")) return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const { code, output } = await run("ps", ["-p", String(pid), "-o", "args="]);
  return code === 0 ? output : "";
}

/**
 * Whether the server of an earlier start still runs. `pidFile` is what `startServer` wrote then; `mark` is a part of the
 * server's command line, since its number may have gone to another process. A server whose program has ended is about to
 * end too: it gets `limitMs`.
 */
export async function earlierServerRuns(pidFile: string, mark: string, limitMs: number): Promise<boolean> {
  const text = await readFile(pidFile, "utf8").catch(() => "");
  const [server = 0, starter = 0] = text.split(" ").map(Number);
  const deadline = Date.now() + limitMs;
  if (server === 0) return false;
  while ((await commandLine(server)).includes(mark)) {
    if (Date.now() > deadline || (await commandLine(starter)) !== "") return true;
    await sleep(pollMs);
  }
  return false;
}
