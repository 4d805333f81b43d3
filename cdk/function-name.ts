import { createHash } from "node:crypto";
import { Names } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** AWS takes 64 characters. */
const MAX_LENGTH = 63;

/** How much of a connector's name its function shows. */
const SHOWN = 24;

/** A name for a function that no other stack has, known before the function is made: it stands in every function's environment. */
export function functionName(scope: Construct, id: string): string {
  return Names.uniqueResourceName(scope, { maxLength: MAX_LENGTH - id.length, separator: "-" }) + `-${id}`;
}

/** The name of a connector's own function. The digest tells names apart that are too long or too odd to be shown. */
export function ownFunctionName(scope: Construct, connector: string): string {
  const shown = connector.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, SHOWN);
  const digest = createHash("sha256").update(connector).digest("hex").slice(0, 8);
  return functionName(scope, `${shown}-${digest}`);
}
