// Runs a command on Node 24, whatever Node runs npm: `node lib/local/node24.mjs vitest run`.
// Installs the dependencies when they are missing or older than the lock file, so that every npm script works as the
// first command ever typed in a fresh clone. Must itself run on Node 20 without any package.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
const windows = process.platform === "win32";

/** True when node_modules is not what the lock file describes. npm writes node_modules/.package-lock.json last. */
function dependenciesAreStale() {
  const installed = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return true;
  const lock = path.join(root, "package-lock.json");
  if (statSync(lock).mtimeMs <= statSync(installed).mtimeMs) return false;
  const packages = (file) => JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  const present = packages(installed);
  return Object.entries(packages(lock)).some(
    ([name, { version, optional }]) => name !== "" && !optional && present[name]?.version !== version,
  );
}

function installDependencies() {
  console.error("Installing dependencies (once) …");
  const npm = spawnSync(windows ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: windows,
  });
  if (npm.status !== 0) {
    console.error(`npm ci failed${npm.error ? `: ${npm.error.message}` : ` with exit code ${npm.status}`}`);
    process.exit(npm.status ?? 1);
  }
}

/** The folder of the pinned Node binary (npm packages node-<os>-<cpu>), if this platform has one. */
function pinnedNode() {
  const system = windows ? "win" : process.platform;
  const folder = path.join(root, "node_modules", `node-${system}-${process.arch}`, "bin");
  return existsSync(path.join(folder, windows ? "node.exe" : "node")) ? folder : undefined;
}

if (dependenciesAreStale()) installDependencies();
const node = pinnedNode();
if (!node && Number(process.versions.node.split(".")[0]) < 24) {
  console.error(
    `Sluice needs Node 24 or newer. This is ${process.version}, and there is no pinned Node for ${process.platform}-${process.arch}: install Node 24.`,
  );
  process.exit(1);
}

// First on PATH, so that child processes (esbuild, cdk, the local cloud's Lambdas) get the same Node.
process.env.PATH = [node, path.join(root, "node_modules/.bin"), process.env.PATH].filter(Boolean).join(path.delimiter);
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: "inherit", shell: windows });
// A terminal sends Ctrl-C to the whole group; a second copy from here would look like an impatient user.
process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("error", (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]));
