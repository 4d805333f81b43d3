import type { ConfigDef, ConfigProps } from "../../connect/index.ts";

const reference = /\$\{[^}:]+:[^}]*\}/;
const secretKey = /(^|[.\-_])(password|secret|sasl\.jaas\.config|ssl\.keystore\.key)$/i;
/** A JAAS text without these holds no secret: AWS_MSK_IAM's names a module only. */
const secretInJaas = /\b(password|secret|clientSecret|token)\s*=/i;
const passwordInUrl = /\/\/[^/@\s:]*:[^/@\s]+@|[?&;](password|passwd|pwd|passphrase|sslpassword|token)=[^&;]+/i;

/** Whether a value refers to a config provider (`${provider:path:key}`, connect.md §7.5). */
const hasReference = (value: string): boolean => reference.test(value);

/**
 * The keys of a configuration whose values hold a secret as plain text: passwords, JAAS texts, passwords inside URLs
 * (DESIGN §5). A value with a reference is none. `sluice.secrets.plaintext=allow` allows all.
 */
export function plaintextSecrets(props: ConfigProps, definition: ConfigDef): string[] {
  if (props["sluice.secrets.plaintext"] === "allow") return [];
  return Object.entries(props).flatMap(([key, value]) => {
    if (!value || hasReference(value)) return [];
    if (key.endsWith("sasl.jaas.config")) return secretInJaas.test(value) ? [key] : [];
    const typed = Object.hasOwn(definition.keys, key) && definition.keys[key]?.type === "PASSWORD";
    return typed || secretKey.test(key) || passwordInUrl.test(value) ? [key] : [];
  });
}

/** What to tell whoever wrote it. Never holds the value. */
export function plaintextSecretMessage(key: string): string {
  return `The value of configuration ${key} holds a secret as plain text, which would be stored and shown: set sluice.secrets.plaintext=allow if that is what you want (references to config providers are not built yet)`;
}

/** A sentence for each key whose value refers to a config provider: nothing resolves it yet, so it would be used as it is. */
export function unresolvedReferences(props: ConfigProps): string[] {
  return Object.entries(props).flatMap(([key, value]) =>
    value && hasReference(value)
      ? [`The configuration ${key} refers to a config provider, and none is built yet: write the value itself`]
      : [],
  );
}
