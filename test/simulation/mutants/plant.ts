import { registerHooks } from "node:module";
import type { Edit, Mutant } from "./mutant.ts";

/** The folder that `Edit.file` starts from. */
const ROOT = new URL("../../../", import.meta.url);

/**
 * The text of a source file with one edit.
 *
 * @throws Error if what is to be replaced does not occur exactly once: the code has changed and the mutant has not.
 */
export function edited(text: string, { file, find, replace }: Edit): string {
  const parts = text.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new Error(`This must occur once in ${file}, and occurs ${parts.length - 1} times:\n${find}`);
}

/** A mutant whose modules are being loaded. */
export interface Planted {
  /** @throws Error if a file that it edits was not loaded: then nothing was planted there. */
  check(): void;
}

/**
 * Edits the mutant's files while they are loaded. For a thread of its own, before it imports anything that imports
 * them: modules that are loaded already stay as they are.
 */
export function plant({ name, edits }: Mutant): Planted {
  const files = Map.groupBy(edits, ({ file }) => new URL(file, ROOT).href);
  const loaded = new Set<string>();
  registerHooks({
    load(url, context, nextLoad) {
      const result = nextLoad(url, context);
      const ofFile = files.get(url);
      if (!ofFile || result.source === undefined || result.source === null) return result;
      loaded.add(url);
      const text = typeof result.source === "string" ? result.source : new TextDecoder().decode(result.source);
      return { ...result, source: ofFile.reduce(edited, text) };
    },
  });
  return {
    check() {
      const unused = edits.find(({ file }) => !loaded.has(new URL(file, ROOT).href));
      if (unused) throw new Error(`The mutant ${name} edits ${unused.file}, which the simulation does not use`);
    },
  };
}
