import process from "node:process";

/** Id of the user nobody: may read and write only what everybody may. */
const NOBODY = 65534;

/** Does something without root's rights over files, whoever runs the tests. */
export function asNobody<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}
