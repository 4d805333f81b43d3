import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

const main = path.resolve(import.meta.dirname, "../../functions/standalone/main.ts");

/** Takes what has to be done when the test is over: vitest's own `onTestFinished` of the test's context. */
export type AtEnd = (cleanUp: () => void | Promise<void>) => void;

/** A temporary folder that goes with the test. */
export function temporaryFolder(atEnd: AtEnd): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files into a folder, `<DIR>` in their text being the folder, and gives their paths. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([name, text]) => {
    const file = path.join(folder, name);
    writeFileSync(file, text.replaceAll("<DIR>", folder));
    return file;
  });
}

/** Text of a properties file. */
export const properties = (members: Readonly<Record<string, string>>): string =>
  Object.entries(members)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");

/** A stock worker file whose broker nobody answers at, but for what is changed. */
export const workerFile = (changes: Readonly<Record<string, string | undefined>> = {}): string =>
  properties(
    Object.fromEntries(
      Object.entries({
        "bootstrap.servers": "127.0.0.1:1",
        "key.converter": "org.apache.kafka.connect.storage.StringConverter",
        "value.converter": "org.apache.kafka.connect.storage.StringConverter",
        "offset.storage.file.filename": "<DIR>/offsets.db",
        ...changes,
      }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
  );

/** The standalone worker as a process of its own. */
export interface StandaloneProcess {
  readonly child: ChildProcess;
  /** What it has written so far, to both streams. */
  output(): string;
  /** Resolves with the exit code; a death by signal is 128 and its number. */
  readonly exit: Promise<number>;
  /** Resolves once the output matches. @throws when the process ends before. */
  until(pattern: RegExp): Promise<void>;
}

/** Starts `npm run standalone -- ARGS` without npm. It ends with the test at the latest. */
export function startStandalone(args: readonly string[], atEnd: AtEnd): StandaloneProcess {
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      for (const listener of heard) listener();
    });
  }
  const exit = new Promise<number>((resolve) => {
    child.on("close", (code, signal) => resolve(code ?? 128 + os.constants.signals[signal ?? "SIGKILL"]));
  });
  atEnd(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  return {
    child,
    exit,
    output: () => output,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(output)) return;
          heard.delete(look);
          resolve();
        };
        heard.add(look);
        look();
        void exit.then((code) => reject(new Error(`It ended with ${code} before ${pattern}:\n${output}`)));
      }),
  };
}
