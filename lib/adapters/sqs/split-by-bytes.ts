/** Parts of a list, in order, each of which takes at most so many bytes as JSON; an item that is larger stands alone. */
export function splitByBytes(items: readonly string[], maxBytes: number): string[][] {
  const parts: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    // With its quotes, its escapes and a comma.
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes + size > maxBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(item);
    bytes += size;
  }
  return parts;
}
