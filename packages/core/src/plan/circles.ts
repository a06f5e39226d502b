/** Records that need one another in a circle: none of them can be the first. Pure. */

/**
 * The records on a circle through `start`, in order and each once; null when there is none. `needs` holds,
 * by record, the records that it waits for.
 */
export function circleThrough(
  start: string,
  needs: ReadonlyMap<string, readonly string[]>,
): readonly string[] | null {
  // Breadth first, so that the circle which is told is a shortest one.
  const cameFrom = new Map<string, string>();
  const open = [start];
  for (const record of open) {
    for (const next of needs.get(record) ?? []) {
      if (next === start) return pathTo(record, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, record);
      open.push(next);
    }
  }
  return null;
}

function pathTo(record: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const path = [record];
  for (let at = cameFrom.get(record); at !== undefined; at = cameFrom.get(at)) path.unshift(at);
  return path;
}
