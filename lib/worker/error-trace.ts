/** Kafka Connect's REST API shows whole stack texts; a few kilobytes tell enough. */
const MAX_LENGTH = 8_000;

/** An error and its causes as one text, for the status: messages first to last, then where the outermost was thrown. */
export function errorTrace(error: unknown): string {
  const messages: string[] = [];
  for (let cause = error; cause !== undefined && cause !== null && messages.length < 10;) {
    messages.push(cause instanceof Error ? `${cause.name}: ${cause.message}` : JSON.stringify(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  const frames = error instanceof Error ? (error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? []) : [];
  return [messages.join("\nCaused by: "), ...frames].join("\n").slice(0, MAX_LENGTH);
}

/** An error in one line, for the log: its message, and those of its causes that it does not already quote. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? "an unknown error";
  let text = error.message;
  for (let { cause } = error; cause instanceof Error; { cause } = cause) {
    if (!text.includes(cause.message)) text += ` (${cause.message})`;
  }
  return text;
}
