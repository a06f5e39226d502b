/**
 * Whether a text consists of the parts in their order, with anything between them. Each part is taken
 * where it first fits, so a text is read once: one expression for all parts would try every way to share
 * the text among the wildcards.
 * @param parts expressions, each of which matches a fixed number of characters
 */
export function partsInOrder(
  parts: readonly string[],
  isCaseSensitive: boolean,
): (text: string) => boolean {
  const searches = parts.map((part, at) => {
    const source = `${at === 0 ? "^" : ""}${part}${at === parts.length - 1 ? "$" : ""}`;
    return new RegExp(source, isCaseSensitive ? "gsu" : "gisu");
  });
  return (text) => {
    let from = 0;
    for (const search of searches) {
      search.lastIndex = from;
      if (!search.test(text)) return false;
      from = search.lastIndex;
    }
    return true;
  };
}
