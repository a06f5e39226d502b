/**
 * The test of a LIKE: `%` stands for any text, everything else for itself, whatever its case
 * (documented). Each part between two `%` is looked for once, from left to right, so that no pattern,
 * however many `%` it holds, takes longer than the text times its parts.
 */
export function likeTest(pattern: string): (text: string) => boolean {
  const [first = "", ...rest] = pattern.toLowerCase().split("%");
  const last = rest.pop();
  if (last === undefined) return (text) => text.toLowerCase() === first;
  const middle = rest.filter((part) => part !== "");
  return (text) => {
    const whole = text.toLowerCase();
    const end = whole.length - last.length;
    if (!whole.startsWith(first) || !whole.endsWith(last) || end < first.length) return false;
    let from = first.length;
    for (const part of middle) {
      const at = whole.indexOf(part, from);
      if (at === -1 || at + part.length > end) return false;
      from = at + part.length;
    }
    return true;
  };
}
