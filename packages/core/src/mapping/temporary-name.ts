/**
 * The name that a QuickBooks record has for a moment while records exchange their names: QuickBooks takes no name
 * twice, so one of them has to step aside. It can be told by itself, after a crash too, and is never a source.
 */

/** Of the names that are mapped, the shortest limit: `Item.Name` (Q-SHAPES). */
const LENGTH_MAX = 100;

const markOf = (id: string): string => ` (renaming ${id})`;

/** `wanted` as the record `id` may be called until it can have that name. */
export function temporaryName(wanted: string, id: string): string {
  const mark = markOf(id);
  return `${wanted.slice(0, LENGTH_MAX - mark.length).trimEnd()}${mark}`;
}

/** True when `name` is one that the record `id` was given for a moment. */
export function isTemporaryName(name: unknown, id: string): boolean {
  return typeof name === "string" && name.endsWith(markOf(id));
}
