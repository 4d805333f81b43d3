import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { access, constants, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";

/** Told what is being downloaded or prepared, as one short sentence, the first time only. */
export type OnProgress = (text: string) => void;

const dayMs = 24 * 60 * 60 * 1000;

async function usable(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The one folder for everything downloaded, outside the checkout: `SLUICE_CACHE`, else `XDG_CACHE_HOME/sluice`, else
 * `~/.cache/sluice`; for users without a writable home a folder of their own in the temporary folder.
 * Throws when the folder named by `SLUICE_CACHE` cannot be written.
 */
export async function cacheFolder(): Promise<string> {
  const { SLUICE_CACHE: chosen, XDG_CACHE_HOME: xdg } = process.env;
  if (chosen) {
    if (await usable(chosen)) return path.resolve(chosen);
    throw new Error(`SLUICE_CACHE is ${chosen}, which cannot be written: set it to a folder that can.`);
  }
  const usual = path.join(xdg || path.join(os.homedir(), ".cache"), "sluice");
  if (await usable(usual)) return usual;
  const fallback = path.join(os.tmpdir(), `sluice-cache-${process.getuid?.() ?? "user"}`);
  if (await usable(fallback)) return fallback;
  throw new Error(`Neither ${usual} nor ${fallback} can be written: set SLUICE_CACHE to a folder that can.`);
}

/** Leftovers of runs that were killed while downloading. A day old, so that no running download is hit. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.endsWith(".part")) continue;
    const file = path.join(cache, name);
    const age = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > dayMs) await rm(file, { recursive: true, force: true });
  }
}

/**
 * The cached item `name`, a folder; made by `make` if it is not there yet. `name` holds the version, because an item
 * is never changed once it has its name. `make` fills a folder of its own that is renamed when complete, so a broken
 * run can be repeated, and of two processes at once the second to end drops its copy.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const cache = await cacheFolder();
  const item = path.join(cache, name);
  if (existsSync(item)) return item;
  await removeAbandoned(cache);
  const part = path.join(cache, `${name}.${randomUUID()}.part`);
  await mkdir(part);
  try {
    await make(part);
    await rename(part, item);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (!existsSync(item)) throw error;
  }
  return item;
}
