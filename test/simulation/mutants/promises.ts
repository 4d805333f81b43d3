/**
 * Rules of the judge that say what users see: the promises of `lib/worker/PROTOCOL.md`. Its other rules are about the
 * means, such as the condition of one write.
 */
export const PROMISES: readonly string[] = [
  "gap in the log",
  "out of order",
  "checkpoint beyond the log",
  "offset goes back",
  "repeated before the checkpoint",
  "repeated without a reason",
  "not done in time",
  "taken over late",
  "another generation's configuration",
  "edit of offsets while running",
  "edit of offsets written over",
  "permanent failure tried again",
  "tried again too soon",
  "goes on without progress",
];
