import { type ConfigType, type ConfigTypes, Password, parseConfigValue, printConfigValue } from "./config-types.ts";
import type { ConfigValidator } from "./config-validators.ts";
import { ConfigError } from "./errors.ts";

/** What a user writes: string to string. A JSON null stays null. */
export type ConfigProps = Readonly<Record<string, string | null>>;

/** One configuration key: everything that its validation, its type and its documentation are made from. */
export interface ConfigKey<T extends ConfigType = ConfigType> {
  readonly type: T;
  /** What holds when the key is missing; left out: the key is required. */
  readonly default?: ConfigTypes[T] | null;
  readonly validator?: ConfigValidator;
  readonly importance: "HIGH" | "MEDIUM" | "LOW";
  /** One or more sentences, in Markdown. */
  readonly doc: string;
  /** Heading under which the key is listed. */
  readonly group?: string;
  /** What to show instead of the key itself. */
  readonly displayName?: string;
  readonly width?: "NONE" | "SHORT" | "MEDIUM" | "LONG";
  /** Keys whose validity hangs on this one. */
  readonly dependents?: readonly string[];
  /** Not shown to users: set by a connector for its tasks. */
  readonly internal?: boolean;
}

/** The keys of a definition by name. */
export type ConfigKeys = Readonly<Record<string, { [T in ConfigType]: ConfigKey<T> }[ConfigType]>>;

type Parsed<K extends ConfigKeys> = { readonly [N in keyof K]: ValueOf<K[N]> };

type ValueOf<K extends ConfigKeys[string]> =
  | (K extends { validator: ConfigValidator<infer V> }
      ? unknown extends V
        ? ConfigTypes[K["type"]]
        : V
      : ConfigTypes[K["type"]])
  | (K extends { default: null } ? null : never);

/** The parsed configuration of a definition: `ConfigOf<typeof fileStreamConfig>`. */
export type ConfigOf<D> = D extends ConfigDef<infer K> ? Parsed<K> : never;

/** A key's value and what is wrong with it (Kafka Connect's `ConfigValue`). */
export interface ConfigValue {
  readonly name: string;
  /** As text; `[hidden]` for a password, null if there is none. */
  readonly value: string | null;
  readonly recommendedValues: readonly string[];
  readonly errors: readonly string[];
  readonly visible: boolean;
}

/**
 * A set of configuration keys, written down once: gives the parsed values and their TypeScript type, the validation
 * result and the documentation (Kafka's `ConfigDef`, connect.md §7.1).
 */
export class ConfigDef<const K extends ConfigKeys = ConfigKeys> {
  readonly keys: K;

  constructor(keys: K) {
    this.keys = keys;
  }

  /** A definition with the keys of both. */
  with<const L extends ConfigKeys>(other: ConfigDef<L>): ConfigDef<K & L> {
    return new ConfigDef({ ...this.keys, ...other.keys });
  }

  /**
   * The typed values, defaults filled in. Keys that the definition does not know are left out.
   *
   * @throws ConfigError with every mistake in the configuration, a line each.
   */
  parse(props: ConfigProps): Parsed<K> {
    const errors = this.validate(props).flatMap((value) => value.errors);
    if (errors.length > 0) throw new ConfigError(errors.join("\n"));
    const values: Record<string, unknown> = {};
    for (const [name, key] of Object.entries(this.keys)) values[name] = this.#read(name, key, props).value;
    if (!isParsed(this.keys, values)) throw new ConfigError("A configuration key was not read");
    return values;
  }

  /** What is wrong with each key, in the order of the definition. */
  validate(props: ConfigProps): ConfigValue[] {
    return Object.entries(this.keys).map(([name, key]) => {
      const { value, errors } = this.#read(name, key, props);
      return {
        name,
        value: printConfigValue(key.type, value),
        recommendedValues: key.validator?.values ?? [],
        errors,
        visible: !key.internal,
      };
    });
  }

  /** The keys of a configuration that this definition does not have, but for those that begin with one of `prefixes`. */
  unknownKeys(props: ConfigProps, prefixes: readonly string[] = []): string[] {
    return Object.keys(props).filter(
      (name) => !Object.hasOwn(this.keys, name) && !prefixes.some((prefix) => name.startsWith(prefix)),
    );
  }

  #read(name: string, key: ConfigKeys[string], props: ConfigProps): { value: unknown; errors: string[] } {
    const given = Object.hasOwn(props, name) ? props[name] : undefined;
    if (given === undefined) {
      if (key.default !== undefined) return { value: key.default, errors: [] };
      return { value: null, errors: [`Missing required configuration "${name}" which has no default value.`] };
    }
    const shown = key.type === "PASSWORD" ? "[hidden]" : given;
    const invalid = (reason: string): string => `Invalid value ${shown} for configuration ${name}: ${reason}`;
    const parsed = parseConfigValue(key.type, given);
    if (parsed.error !== undefined) return { value: null, errors: [invalid(parsed.error)] };
    const plain = parsed.value instanceof Password ? parsed.value.value : parsed.value;
    // A value may be null only where its type says so, which is where the default is null.
    if (plain === null) return { value: null, errors: key.default === null ? [] : [invalid("It must not be null")] };
    const reason = key.validator?.check(plain);
    return { value: parsed.value, errors: reason === undefined ? [] : [invalid(reason)] };
  }
}

/** Every key was read as its own definition says, so the values have the definition's type. */
function isParsed<K extends ConfigKeys>(keys: K, values: object): values is Parsed<K> {
  return Object.keys(keys).every((name) => Object.hasOwn(values, name));
}
