/** What the error of an AWS SDK request says. */
export interface SdkFailure {
  /** The API's own name of the error. */
  readonly name: string;
  readonly message: string;
  /** Node's code of a network error; empty: none. */
  readonly code: string;
  /** Of HTTP; 0: no answer came. */
  readonly status: number;
  /** No answer: the request may have taken effect or not. */
  readonly unanswered: boolean;
}

const NETWORK_ERRORS = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "ERR_SOCKET_CLOSED",
]);

/** Reads the error of a request that was sent with the AWS SDK, whichever service it was for. */
export function sdkFailure(error: unknown): SdkFailure {
  if (!(error instanceof Error)) return { name: "", message: String(error), code: "", status: 0, unanswered: false };
  const { name, message } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
  const known = typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata;
  const status = known && typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : 0;
  return { name, message, code, status, unanswered: NETWORK_ERRORS.has(code) || name === "TimeoutError" };
}
