import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { earlierServerRuns } from "../../../lib/local/earlier-server.ts";
import { startServer, type ServerOptions } from "../../../lib/local/server-process.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "sluice-server-test-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const script = (code: string): ServerOptions => ({
  name: "Example",
  command: process.execPath,
  args: ["--eval", code],
  logFile: path.join(folder, "server.log"),
  ready: "ready",
});

const forever = "console.log('ready'); setInterval(() => {}, 1000)";

describe("startServer", () => {
  test("waits for the text that says ready, and stops", async () => {
    const server = await startServer(script(`setTimeout(() => { ${forever} }, 100)`));
    expect(server.running).toBe(true);
    await server.stop();
    expect(server.running).toBe(false);
    expect(isRunning(server.pid)).toBe(false);
    await server.stop();
  });

  test("says what the server said last when it ends instead", async () => {
    const start = startServer(script("console.error('the disk is full'); process.exit(3)"));
    await expect(start).rejects.toThrow(/^Example ended while starting. Its last output:\nthe disk is full$/);
  });

  test("gives up on a server that never gets ready", async () => {
    const start = startServer({ ...script("console.log('hm'); setInterval(() => {}, 1000)"), readyLimitMs: 500 });
    await expect(start).rejects.toThrow("Example was not ready within 0.5 s. Its last output:\nhm");
  });

  test("says so when there is no such command", async () => {
    const start = startServer({ ...script(""), command: path.join(folder, "missing") });
    await expect(start).rejects.toThrow(/^Example could not be started: .*ENOENT/);
  });

  test("kills a server that does not want to end, and its children", async () => {
    const child = `require("child_process").spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"])`;
    const stubborn = `process.on("SIGTERM", () => {}); const c = ${child}; require("fs").writeFileSync("child", "" + c.pid);`;
    const server = await startServer({ ...script(stubborn + forever), cwd: folder, stopLimitMs: 200 });
    const childPid = Number(await readFile(path.join(folder, "child"), "utf8"));
    expect(isRunning(childPid)).toBe(true);
    await server.stop();
    await vi.waitFor(() => expect([server.pid, childPid].map(isRunning)).toEqual([false, false]));
  });
});

describe("a program that is killed", () => {
  test("leaves neither its server nor the server's temporary folder behind", async () => {
    const data = path.join(folder, "data");
    await mkdir(data);
    const program = path.join(folder, "program.ts");
    const module = path.resolve(import.meta.dirname, "../../../lib/local/server-process.ts");
    const options = { ...script(forever), logFile: path.join(data, "log"), temporaryFolders: [data] };
    await writeFile(
      program,
      `import { startServer } from ${JSON.stringify(module)};
       const server = await startServer(${JSON.stringify(options)});
       console.log(server.pid);
       setInterval(() => {}, 1000);`,
    );
    const killed = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
    const [line]: unknown[] = await once(killed.stdout, "data");
    const pid = Number(String(line));
    expect(isRunning(pid)).toBe(true);
    killed.kill("SIGKILL");
    await vi.waitFor(() => expect([isRunning(pid), existsSync(data)]).toEqual([false, false]), { timeout: 5000 });
  });
});

describe("earlierServerRuns", () => {
  test("knows a server that runs from one that ended, and from another program", async () => {
    const pidFile = path.join(folder, "server.pid");
    await expect(earlierServerRuns(pidFile, "ready", 0)).resolves.toBe(false);
    const server = await startServer({ ...script(forever), pidFile });
    await expect(earlierServerRuns(pidFile, "console.log('ready')", 0)).resolves.toBe(true);
    await expect(earlierServerRuns(pidFile, "something else", 0)).resolves.toBe(false);
    await server.stop();
    await expect(earlierServerRuns(pidFile, "ready", 0)).resolves.toBe(false);
  });
});
