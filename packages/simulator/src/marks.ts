/**
 * Marks: rare situations that a simulation must reach. A run whose floor was never hit proves less
 * than it seems to (a refactoring can silently disarm a simulator), so it fails.
 */
const counts = new Map<string, number>();

export function mark(name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

export function readMarks(): ReadonlyMap<string, number> {
  return counts;
}

export function clearMarks(): void {
  counts.clear();
}
