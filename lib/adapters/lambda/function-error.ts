import * as z from "zod/mini";

const functionError = z.object({ errorMessage: z.optional(z.string()), errorType: z.optional(z.string()) });

/** What Lambda says in place of a function that threw, was cut off, or died; undefined: nothing. */
export function functionErrorMessage(payload: unknown): string | undefined {
  const { errorMessage, errorType } = z.safeParse(functionError, payload).data ?? {};
  return errorMessage ?? errorType;
}

/** The value of a JSON text; undefined if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
