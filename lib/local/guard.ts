import { spawn } from "node:child_process";
import process from "node:process";

/**
 * Reads one line from us. A line means "not needed any more"; the end of the pipe means that we are gone, however we
 * ended (kill -9 included), so it stops the server's process group and removes what the server leaves behind.
 */
const script = `
read -r line && exit 0
group=$1 signal=$2; shift 2
kill -s "$signal" -- "-$group" 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32; do
  kill -s 0 -- "-$group" 2>/dev/null || break
  sleep 0.25
done
kill -s KILL -- "-$group" 2>/dev/null
[ $# -eq 0 ] || rm -rf -- "$@"
`;

export interface Guard {
  /** The server has been stopped, and its folders are our own affair again. */
  dismiss(): void;
}

/**
 * Makes sure that a server ends when this process ends, by a shell that waits at a pipe: no signal handlers of ours that
 * would change what Ctrl-C does in the program, and none that `kill -9` could skip. Does nothing on Windows.
 */
export function guard(group: number, signal: NodeJS.Signals, removeFolders: readonly string[]): Guard {
  if (process.platform === "win32") return { dismiss: () => undefined };
  const args = ["-c", script, "sluice-guard", String(group), signal.replace(/^SIG/, ""), ...removeFolders];
  // Its own session: Ctrl-C in a terminal must not reach it before it has done its work.
  const shell = spawn("/bin/sh", args, { cwd: "/", stdio: ["pipe", "ignore", "ignore"], detached: true });
  shell.unref();
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  return { dismiss: () => void shell.stdin.end("done\n") };
}
