/** ECMAScript's JSON.parse source text access (in Node 24), which TypeScript's library does not describe yet. */
interface JSON {
  parse(
    text: string,
    reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  /** A value that JSON.stringify writes as that text. */
  rawJSON(text: string): object;
}
