const STANDARD = /^[A-Za-z0-9+/]*={0,2}$/;
const GROUPS = /^(?:[\0- ]*[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]{2}|[A-Za-z0-9+/]=|==))*[\0- ]*$/;

/**
 * Decodes base64 as Jackson reads it for Kafka Connect: padding is required, white space may stand between groups of
 * four. Undefined: it is something else.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 === 0 && STANDARD.test(text)) return Buffer.from(text, "base64");
  if (!GROUPS.test(text)) return undefined;
  // oxlint-disable-next-line no-control-regex -- Jackson's white space is every control character
  const groups = text.replaceAll(/[\0- ]+/g, "").match(/.{4}/g) ?? [];
  return Buffer.concat(groups.map((group) => Buffer.from(group, "base64")));
}
