import type { ConfigProps } from "../../connect/index.ts";

/** Values that Kafka Connect acts on and Sluice does not yet: refused, so that nobody relies on them. */
const REFUSED: readonly { readonly key: string; readonly is: RegExp; readonly say: string }[] = [
  { key: "transforms", is: /\S/, say: "transforms are not built yet; leave it out" },
  { key: "predicates", is: /\S/, say: "predicates are not built yet; leave it out" },
  { key: "errors.tolerance", is: /^\s*all\s*$/, say: "only none is built yet" },
  { key: "errors.retry.timeout", is: /[1-9]/, say: "only 0 is built yet" },
  { key: "exactly.once.support", is: /^\s*required\s*$/i, say: "only requested is built yet" },
  { key: "exactly.once.source.support", is: /^\s*(preparing|enabled)\s*$/i, say: "only disabled is built yet" },
  {
    key: "topic.creation.groups",
    is: /\S/,
    say: "topic creation is not built yet; create the topics, or let the broker do it, and leave it out",
  },
];

/** Keys that change nothing for now, but what stays in the topics is the same without them: a warning is enough. */
const WITHOUT_EFFECT: readonly { readonly keys: RegExp; readonly because: string }[] = [
  { keys: /^topic\.creation\.(?!groups$)/, because: "topic creation is not built yet" },
  { keys: /^errors\.log\./, because: "the error of a failed task is always logged, and nothing else is" },
  { keys: /^errors\.retry\.delay\.max\.ms$/, because: "nothing is tried again yet" },
  { keys: /^transaction\.boundary/, because: "exactly once is not built yet" },
  { keys: /^offsets\.storage\.topic$/, because: "offsets are in the offset store" },
  { keys: /^(admin|consumer)\.override\./, because: "no such client is used" },
  { keys: /^config\.providers/, because: "config providers are not built yet" },
];

/** A sentence for each key whose value would have to do something that is not built yet. */
export function notBuiltErrors(props: ConfigProps): string[] {
  return REFUSED.filter(({ key, is }) => is.test(props[key] ?? "")).map(
    ({ key, say }) => `Invalid value ${props[key]} for configuration ${key}: ${say}`,
  );
}

/** A sentence for each key that is accepted and does nothing yet. */
export function notBuiltWarnings(props: ConfigProps): string[] {
  return Object.keys(props).flatMap((key) => {
    const why = WITHOUT_EFFECT.find(({ keys }) => keys.test(key))?.because;
    return why === undefined ? [] : [`The configuration ${key} has no effect: ${why}`];
  });
}
