import { ConfigError } from "../../connect/index.ts";
import { UnknownHostError } from "./connection-error.ts";

/**
 * The failure that counts when every node that was asked has failed: a wrong setting, for no other try mends it; else
 * what the last node said whose host is known. A host that is not known may be back in a moment (a broker is replaced)
 * or be a stale entry beside others, so it is a wrong setting only if it is all there is.
 *
 * @param failures One a node, in the order they were asked; not empty.
 * @param reached Whether any node of the cluster has ever answered.
 */
export function decisiveFailure(failures: readonly unknown[], reached: boolean): unknown {
  const wrongSetting = failures.find((failure) => failure instanceof ConfigError);
  if (wrongSetting) return wrongSetting;
  const last = failures.findLast((failure) => !(failure instanceof UnknownHostError)) ?? failures.at(-1);
  if (!(last instanceof UnknownHostError) || reached) return last;
  return new ConfigError(last.message, { cause: last });
}
