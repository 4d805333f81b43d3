import { type FaultKind, type FaultPlan, lengthOf, targetOf } from "./fault.ts";

/** A task event of some time ago is delivered again, as if it had been under way until now. */
export const lateEvent: FaultKind = {
  name: "late event",
  weight: 2,
  describe: (plan) => `the event at ${plan.target}/1000 of those older than ${ageMs(plan)} ms`,
  async inject({ lambda }, plan) {
    const now = Date.now();
    const old = lambda.deliveries.filter(({ at }) => at <= now - ageMs(plan));
    const { at, event, requestId } = targetOf(plan, old.length > 0 ? old : lambda.deliveries);
    void lambda.invoke(event, requestId);
    const what = event.function === "task" ? `${event.connector}-${event.task} of generation ${event.generation}` : "";
    return `${what}, ${now - at} ms old`;
  },
};

const ageMs = (plan: FaultPlan): number => lengthOf(plan, 1_000, 30_000);
