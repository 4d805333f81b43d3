/** How JsonConverter writes and reads values (its configuration, parsed). */
export interface JsonOptions {
  /** Whether a message is `{"schema":…,"payload":…}` or the payload alone. */
  readonly schemas: boolean;
  /** Decimals as a number, digits kept, or as the base64 of their bytes. */
  readonly decimalFormat: "BASE64" | "NUMERIC";
  /** Whether a null of a schema with a default is written and read as that default. */
  readonly replaceNullWithDefault: boolean;
}
