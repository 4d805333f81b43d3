import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cached, cacheFolder } from "../../../lib/local/cache.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "sluice-cache-test-"));
  vi.stubEnv("SLUICE_CACHE", folder);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe("cached", () => {
  const write = (text: string) => (part: string) => writeFile(path.join(part, "file"), text);

  test("makes an item once", async () => {
    const item = await cached("thing-1.0", write("first"));
    await expect(cached("thing-1.0", write("second"))).resolves.toBe(item);
    await expect(readFile(path.join(item, "file"), "utf8")).resolves.toBe("first");
  });

  test("gives two that make it at once the same whole item, and leaves nothing else", async () => {
    const both = await Promise.all([cached("thing-1.0", write("a")), cached("thing-1.0", write("b"))]);
    expect(new Set(both)).toEqual(new Set([path.join(folder, "thing-1.0")]));
    await expect(readdir(folder)).resolves.toEqual(["thing-1.0"]);
    await expect(readdir(path.join(folder, "thing-1.0"))).resolves.toEqual(["file"]);
  });

  test("keeps nothing of an item that could not be made", async () => {
    const fail = async (part: string) => {
      await write("half")(part);
      throw new Error("no network");
    };
    await expect(cached("thing-1.0", fail)).rejects.toThrow("no network");
    await expect(readdir(folder)).resolves.toEqual([]);
  });

  test("removes what a killed run left a day ago, not what another is making now", async () => {
    await writeFile(path.join(folder, "old.part"), "");
    await utimes(path.join(folder, "old.part"), 0, 0);
    await writeFile(path.join(folder, "new.part"), "");
    await cached("thing-1.0", write("x"));
    await expect(readdir(folder)).resolves.toEqual(["new.part", "thing-1.0"]);
  });
});

describe("the cache folder", () => {
  test("is below XDG_CACHE_HOME when SLUICE_CACHE is not set", async () => {
    vi.stubEnv("SLUICE_CACHE", undefined);
    vi.stubEnv("XDG_CACHE_HOME", folder);
    await expect(cacheFolder()).resolves.toBe(path.join(folder, "sluice"));
  });

  test("is in the temporary folder for a user without a writable home", async () => {
    vi.stubEnv("SLUICE_CACHE", undefined);
    await writeFile(path.join(folder, "no-folder"), "");
    vi.stubEnv("XDG_CACHE_HOME", path.join(folder, "no-folder"));
    vi.stubEnv("TMPDIR", folder);
    await expect(cacheFolder()).resolves.toMatch(new RegExp(`^${folder}/sluice-cache-`));
  });

  test("is refused when SLUICE_CACHE cannot be written", async () => {
    await writeFile(path.join(folder, "no-folder"), "");
    vi.stubEnv("SLUICE_CACHE", path.join(folder, "no-folder"));
    await expect(cacheFolder()).rejects.toThrow("set it to a folder that can");
  });
});
