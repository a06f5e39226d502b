/**
 * Whether JSON text nests lists and objects deeper than `max`. What reads and writes a body walks it by
 * recursion, so a deeper one would end in an overflow of the stack instead of a fault. The text need not be
 * sound: brackets inside strings do not count.
 */
export function nestsDeeperThan(text: string, max: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{" || character === "[") {
      depth += 1;
      if (depth > max) return true;
    } else if (character === "}" || character === "]") depth -= 1;
  }
  return false;
}
