import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** A new empty folder for a server's data, which `name` helps to recognise. Its maker removes it. */
export const makeTemporaryFolder = (name: string): Promise<string> =>
  mkdtemp(path.join(os.tmpdir(), `sluice-${name}-`));

/** Removes a folder with all that is in it, also when a server that is ending still writes a last file. */
export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
