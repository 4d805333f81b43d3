/** Checks a parsed configuration value. The type parameter narrows the value's type where the check allows it. */
export interface ConfigValidator<T = unknown> {
  /**
   * What is wrong with the value, as the end of "Invalid value x for configuration y: …"; undefined if nothing is.
   * Never called for null: whether that is allowed the definition says.
   */
  check(value: unknown): string | undefined;
  /** What is valid, for the documentation: `[1,...]`, `[none, all]`. */
  readonly valid: string;
  /** Only for the type: the values that pass. */
  readonly narrows?: T;
  /** The values to offer, if they can be listed. */
  readonly values?: readonly string[];
}

/** A number within bounds, both inclusive. */
export function range({ min, max }: { min?: number; max?: number }): ConfigValidator {
  return {
    valid: `[${min ?? "..."},${max ?? "..."}]`,
    check(value) {
      const number = Number(value);
      if (min !== undefined && number < min) return `Value must be at least ${min}`;
      if (max !== undefined && number > max) return `Value must be no more than ${max}`;
      return undefined;
    },
  };
}

/** One of a list of strings; the value's type becomes their union. */
export function oneOf<const T extends string>(...values: readonly T[]): ConfigValidator<T> {
  return {
    valid: `[${values.join(", ")}]`,
    values,
    check: (value) =>
      values.some((valid) => valid === value) ? undefined : `String must be one of: ${values.join(", ")}`,
  };
}

/** One of a list of strings, in any case. The value stays as it was written. */
export function oneOfIgnoringCase(...values: readonly string[]): ConfigValidator {
  return {
    valid: `[${values.join(", ")}]`,
    values,
    check: (value) =>
      typeof value === "string" && values.some((valid) => valid.toLowerCase() === value.toLowerCase())
        ? undefined
        : `String must be one of (case insensitive): ${values.join(", ")}`,
  };
}

/** A string with at least one character. */
export const nonEmptyString: ConfigValidator = {
  valid: "non-empty string",
  check: (value) => (value === "" ? "String may not be empty" : undefined),
};

/** A list without an element twice. */
export const uniqueList: ConfigValidator = {
  valid: "list without duplicates",
  check: (value) =>
    Array.isArray(value) && new Set(value).size !== value.length ? "The list holds an element twice" : undefined,
};

/** A regular expression in JavaScript's syntax. */
export const regularExpression: ConfigValidator = {
  valid: "regular expression",
  check(value) {
    try {
      RegExp(typeof value === "string" ? value : "", "v");
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : "Not a regular expression";
    }
  },
};

/** All of several checks, the first that fails speaks. */
export function all(...validators: readonly ConfigValidator[]): ConfigValidator {
  return {
    valid: validators.map((validator) => validator.valid).join(", "),
    check: (value) => validators.map((validator) => validator.check(value)).find((reason) => reason !== undefined),
  };
}
