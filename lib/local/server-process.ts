import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { guard } from "./guard.ts";

export interface ServerOptions {
  /** As a user calls it: `Kafka`, `PostgreSQL`. For messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** User and group to run as, when this process may choose. */
  readonly uid?: number;
  readonly gid?: number;
  /** Everything the server prints; emptied at the start. */
  readonly logFile: string;
  /** Gets the ids of the server and of this process, so that a later start can see whether this server still runs. */
  readonly pidFile?: string;
  /** Text of the log that says it is ready, or a question to the server itself, asked again and again. */
  readonly ready: string | (() => Promise<boolean>);
  /** Default: 60 s, since the machine may be busy. */
  readonly readyLimitMs?: number;
  /** Default: SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** Removed when this process dies without having stopped the server; after a stop the caller's own affair. */
  readonly temporaryFolders?: readonly string[];
  /** How long it may take to end before it is killed. Default: 8 s. */
  readonly stopLimitMs?: number;
  /** Default: false, the server ends when this process ends, in whatever way. */
  readonly outlivesUs?: boolean;
}

export interface ServerProcess {
  readonly pid: number;
  /** Whether it runs; false after a stop and after its own end. */
  readonly running: boolean;
  /** Ends the server: the signal (default: its stop signal), later SIGKILL. Resolves when it is gone. May be called twice. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const pollMs = 20;
const logLines = 25;

const readLog = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    // The group: a server's own children (the local cloud's Lambdas) must not stay behind.
    process.kill(-pid, signal);
  } catch {
    // It has already ended.
  }
}

/**
 * Starts a server and waits until it is ready. Throws, with the last lines of its log, when it ends before that or is
 * not ready in time.
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const {
    name,
    command,
    args,
    logFile,
    ready,
    readyLimitMs = 60_000,
    stopSignal = "SIGTERM",
    stopLimitMs = 8000,
  } = options;
  const log = openSync(logFile, "w");
  const { env, cwd, uid, gid } = options;
  const identity = { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
  const place = { ...(env ? { env } : {}), ...(cwd ? { cwd } : {}) };
  // Output goes to a file, not to a pipe: a server must not stall when nobody reads. Detached: Ctrl-C is for us alone.
  const child = spawn(command, args, { ...place, ...identity, stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  const failedToStart = once(child, "error").then(([error]: unknown[]) => error);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${name} could not be started: ${String(await failedToStart)}.`);
  if (options.pidFile !== undefined) writeFileSync(options.pidFile, `${pid} ${process.pid}`);
  child.unref();
  const guarded = options.outlivesUs ? undefined : guard(pid, stopSignal, options.temporaryFolders ?? []);

  let ended = false;
  const end = new Promise<void>((resolve) => {
    child.on("exit", () => {
      ended = true;
      resolve();
    });
  });
  const server: ServerProcess = {
    pid,
    get running() {
      return !ended;
    },
    async stop(signal = stopSignal) {
      if (!ended) killGroup(pid, signal);
      // Referenced again, or the program could end before the server has.
      child.ref();
      const late = setTimeout(() => killGroup(pid, "SIGKILL"), stopLimitMs);
      await end;
      clearTimeout(late);
      killGroup(pid, "SIGKILL");
      guarded?.dismiss();
    },
  };

  const isReady = typeof ready === "string" ? async () => readLog(logFile).includes(ready) : ready;
  const deadline = Date.now() + readyLimitMs;
  while (!(await isReady())) {
    if (!ended && Date.now() < deadline) {
      await sleep(pollMs);
      continue;
    }
    const why = ended ? "ended while starting" : `was not ready within ${readyLimitMs / 1000} s`;
    const lastLines = readLog(logFile).trimEnd().split("\n").slice(-logLines).join("\n");
    await server.stop("SIGKILL");
    throw new Error(`${name} ${why}. Its last output:\n${lastLines}`);
  }
  return server;
}
