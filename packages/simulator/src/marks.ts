/**
 * Marks: rare situations that a simulation must reach. A run whose floor was never hit proves less
 * than it seems to (a refactoring can silently disarm a simulator), so it fails.
 */
const counts = new Map<string, number>();

export type MarkCounts = ReadonlyMap<string, number>;

/** What was met elsewhere. */
export function addMarks(met: MarkCounts): void {
  for (const [name, count] of met) counts.set(name, (counts.get(name) ?? 0) + count);
}

/** All that was met since this was asked last. */
export function takeMarks(): MarkCounts {
  const taken = new Map(counts);
  counts.clear();
  return taken;
}

export function mark(name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

export function readMarks(): ReadonlyMap<string, number> {
  return counts;
}

export function clearMarks(): void {
  counts.clear();
}
