import { ConfigError } from "../../connect/index.ts";

/** The login module of a `sasl.jaas.config` and its options. */
export interface JaasLogin {
  /** Java class name of the login module. */
  readonly module: string;
  readonly options: Readonly<Record<string, string>>;
}

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"'=;]+)|([=;]))/y;

/**
 * Reads `sasl.jaas.config`: `<login module> <control flag> <key>="<value>" …;`
 * (https://kafka.apache.org/documentation/#security_sasl_jaasconfig).
 *
 * @throws ConfigError if the text has another form. The text, which holds a password, is not in it.
 */
export function parseJaas(text: string): JaasLogin {
  const tokens = tokenize(text);
  const [module, flag, ...rest] = tokens;
  if (module === undefined || !/^(required|requisite|sufficient|optional)$/i.test(flag ?? "")) throw malformed();
  const options: Record<string, string> = {};
  while (rest.length > 1) {
    const [key = "", equals, value] = rest.splice(0, 3);
    if (equals !== "=" || value === undefined) throw malformed();
    options[key] = value;
  }
  if (rest[0] !== ";") throw malformed();
  return { module, options };
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const trimmed = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (!match) throw malformed();
    const [, double, single, word, sign] = match;
    const quoted = double ?? single;
    tokens.push(quoted === undefined ? (word ?? sign ?? "") : quoted.replaceAll(/\\(.)/gs, "$1"));
  }
  return tokens;
}

function malformed(): ConfigError {
  return new ConfigError(
    "Invalid value [hidden] for configuration sasl.jaas.config: it must have the form " +
      '<login module class> required username="…" password="…"; (the semicolon belongs to it)',
  );
}
