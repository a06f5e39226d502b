/** The name that a mistyped one was probably meant to be; null when none is near. */
export function closestName(typed: string, names: readonly string[]): string | null {
  const wanted = typed.toLowerCase();
  // A third of the letters may be wrong, and always two.
  const distanceMax = Math.max(2, Math.floor(wanted.length / 3));
  let best: { name: string; distance: number } | null = null;
  for (const name of names) {
    const candidate = name.toLowerCase();
    // `Email` for PrimaryEmailAddr, `Name` for DisplayName: a part that people take for the whole.
    const isPart = wanted.length >= 4 && candidate.includes(wanted);
    const distance = isPart ? distanceMax : editDistance(wanted, candidate);
    if (distance <= distanceMax && (best === null || distance < best.distance)) {
      best = { name, distance };
    }
  }
  return best?.name ?? null;
}

/** Insertions, deletions and replacements that turn one text into the other (Levenshtein). */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(left).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(right).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
