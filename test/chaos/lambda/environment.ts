import { fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import * as z from "zod/mini";
import { guard } from "../../../lib/local/guard.ts";
import type { TaskInvocation } from "../../../lib/ports/index.ts";
import { environmentMessage, type Invocation } from "./events.ts";
import type { EnvironmentSettings } from "./settings.ts";

/** How a call ended: by itself, or with its process. */
export interface CallEnd {
  /** What the function says, or the signal or exit code of the process. */
  readonly outcome: string;
  /** Whether the function threw or its process is gone. */
  readonly failed: boolean;
}

/** A process that runs one call at a time. */
export interface Environment {
  readonly id: number;
  readonly pid: number;
  /** Whether it can take a call; false: its process ended before that. */
  readonly ready: Promise<boolean>;
  /** Resolves, with what ended it, when the process is gone. */
  readonly gone: Promise<CallEnd>;
  /** Runs a call, which must be the only one. Resolves when it has ended in whatever way. */
  run(invocation: Invocation): Promise<CallEnd>;
  signal(name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
}

const main = path.join(import.meta.dirname, "environment-main.ts");
const flags = ["--disable-warning=TimeoutNegativeWarning", "--max-semi-space-size=4"];

/** Who hears of what happens in an environment. */
export interface EnvironmentListener {
  /** It invokes a task. */
  onInvokeTask(task: TaskInvocation): void;
  /** It sends a message to the scheduler's queue. */
  onMessage(body: string, delayMs: number): void;
  /** A call has the lease of its task. */
  onAtWork(call: number): void;
}

/** Starts an environment. It ends when this process does, however that ends. */
export function startEnvironment(settings: EnvironmentSettings, listener: EnvironmentListener): Environment {
  const output = openSync(path.join(settings.folder, `environment-${settings.id}.out`), "w");
  const child = fork(main, [JSON.stringify(settings)], {
    // A group of its own: Ctrl-C is for the parent alone.
    detached: true,
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(settings.folder, "compile-cache") },
    execArgv: flags,
    stdio: ["ignore", output, output, "ipc"],
  });
  closeSync(output);
  const { pid } = child;
  if (pid === undefined) throw new Error("A process could not be started: look at the limits of this machine.");
  const guarded = guard(pid, "SIGKILL", []);
  const ready = Promise.withResolvers<boolean>();
  const gone = Promise.withResolvers<CallEnd>();
  const ends = new Map<number, (end: CallEnd) => void>();
  child.on("exit", (code, signal) => {
    guarded.dismiss();
    ready.resolve(false);
    gone.resolve({ outcome: signal ?? `exit code ${code}`, failed: true });
  });
  child.on("message", (received) => {
    const message = z.parse(environmentMessage, received);
    if (message.kind === "ready") ready.resolve(true);
    else if (message.kind === "ended") ends.get(message.call)?.(message);
    else if (message.kind === "at work") listener.onAtWork(message.call);
    else if (message.kind === "invoke task") listener.onInvokeTask(message.invocation);
    else listener.onMessage(message.body, message.delayMs);
  });
  // A message to a process that has just been killed: `gone` tells.
  child.on("error", () => undefined);
  return {
    id: settings.id,
    pid,
    ready: ready.promise,
    gone: gone.promise,
    async run(invocation) {
      const ended = new Promise<CallEnd>((resolve) => ends.set(invocation.call, resolve));
      child.send(invocation);
      const end = await Promise.race([ended, gone.promise]);
      ends.delete(invocation.call);
      return end;
    },
    signal: (name) => void child.kill(name),
  };
}
