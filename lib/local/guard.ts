import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";

export interface Guard {
  /** The server has been stopped, and its folders are our own affair again. */
  dismiss(): void;
}

/**
 * Makes sure that a server ends when this process ends, and that its temporary folders go: by a shell that waits at a
 * pipe (`guard.sh`). Signal handlers would change what Ctrl-C does in the program, and `kill -9` would skip them.
 * Does nothing on Windows.
 */
export function guard(group: number, signal: NodeJS.Signals, temporaryFolders: readonly string[]): Guard {
  if (process.platform === "win32") return { dismiss: () => undefined };
  const script = path.join(import.meta.dirname, "guard.sh");
  const args = [script, String(group), signal.replace(/^SIG/, ""), ...temporaryFolders];
  // Its own session: Ctrl-C in a terminal must not reach it before it has done its work.
  const shell = spawn("/bin/sh", args, { cwd: "/", stdio: ["pipe", "ignore", "ignore"], detached: true });
  shell.unref();
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  return { dismiss: () => void shell.stdin.end("done\n") };
}
