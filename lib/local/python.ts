import os from "node:os";
import path from "node:path";
import process from "node:process";
import { readdir } from "node:fs/promises";
import { run } from "./run.ts";

export interface Python {
  /** Full path of the interpreter. */
  readonly command: string;
  /** Major and minor version, such as `3.11`; compiled packages fit only this one. */
  readonly version: string;
}

const probe = "import sys, pip; print(sys.executable, '%d.%d' % sys.version_info[:2], sep='\\n')";

async function inspect(command: string): Promise<Python | undefined> {
  const { code, output } = await run(command, ["-c", probe]);
  const [executable, version] = output.trim().split("\n");
  return code === 0 && executable && version ? { command: executable, version } : undefined;
}

/** Interpreters that pyenv keeps: its shims on PATH answer only for the version that is switched on. */
async function pyenvInterpreters(version: string): Promise<string[]> {
  const versions = path.join(process.env["PYENV_ROOT"] ?? path.join(os.homedir(), ".pyenv"), "versions");
  const names = await readdir(versions).catch(() => []);
  return names.filter((name) => name.startsWith(`${version}.`)).map((name) => path.join(versions, name, "bin/python3"));
}

/** The Python of exactly this version (such as `3.13`) that has pip. Undefined: this machine has none. */
export async function findPython(version: string): Promise<Python | undefined> {
  for (const command of [`python${version}`, "python3", ...(await pyenvInterpreters(version))]) {
    const python = await inspect(command);
    if (python?.version === version) return python;
  }
  return undefined;
}

let usual: Promise<Python> | undefined;

/** A Python 3.11 or newer with pip. Throws a sentence that says what to install. */
export function requirePython(): Promise<Python> {
  usual ??= (async () => {
    for (const command of ["python3", "python", "python3.13", "python3.12", "python3.11"]) {
      const python = await inspect(command);
      const [major = 0, minor = 0] = python?.version.split(".").map(Number) ?? [];
      if (python && major === 3 && minor >= 11) return python;
    }
    throw new Error(
      "Python 3.11 or newer with pip was not found: install it (Debian and Ubuntu: apt-get install python3 python3-pip) and try again.",
    );
  })();
  return usual;
}

/**
 * Installs packages into a folder that needs no virtual environment: set PYTHONPATH to it. Unlike an environment it can
 * be renamed afterwards, and Debian's "externally managed" rule does not forbid it. Throws with pip's last lines.
 */
export async function pipInstall(
  python: Python,
  packages: readonly string[],
  folder: string,
  { dependencies = true } = {},
): Promise<void> {
  const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--target", folder];
  // A user's PIP_USER would contradict --target.
  const env = { ...process.env, PIP_USER: "0" };
  const all = [...args, ...(dependencies ? [] : ["--no-deps"]), ...packages];
  const { code, output } = await run(python.command, all, { env });
  if (code === 0) return;
  const reason = output.trim().split("\n").slice(-5).join("\n");
  throw new Error(`pip could not install ${packages.join(" ")}: check the network. It said:\n${reason}`);
}
