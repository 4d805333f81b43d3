import path from "node:path";
import process from "node:process";

/** PATH with the Node that runs us first: both local clouds run Lambdas with the first `node` they find. */
export const pathWithThisNode = (): string =>
  [path.dirname(process.execPath), process.env["PATH"]].filter(Boolean).join(path.delimiter);
