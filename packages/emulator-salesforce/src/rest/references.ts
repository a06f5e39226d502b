import { refuse } from "../api-error.ts";
import { isObject } from "../wire.ts";

/**
 * References between subrequests of a composite: `@{refAccount.id}` or `@{q.records[0].Id}` in URLs,
 * headers and texts of bodies stands for a value of an earlier answer (S1.4).
 */
const REFERENCE = /@\{([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}/g;

/** Bodies of the answers so far, by reference id. */
export type Results = ReadonlyMap<string, unknown>;

/** Replaces the references in every text of a value. */
export function resolveReferences(value: unknown, results: Results): unknown {
  if (typeof value === "string") return resolveText(value, results);
  if (Array.isArray(value)) return value.map((each) => resolveReferences(each, results));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, resolveReferences(each, results)]),
  );
}

/** Replaces references in one text. @throws PROCESSING_HALTED when there is no such value */
export function resolveText(text: string, results: Results): string {
  return text.replace(REFERENCE, (_all, referenceId: string, path: string) => {
    const found = follow(results.get(referenceId), path);
    if (typeof found === "string" || typeof found === "number" || typeof found === "boolean") {
      return String(found);
    }
    throw refuse(
      400,
      "PROCESSING_HALTED",
      `Invalid reference specified. No value for ${referenceId}${path} found in ${referenceId}`,
    );
  });
}

/** The value at a path of names and positions; undefined when the path leaves the value. */
function follow(value: unknown, path: string): unknown {
  let current = value;
  for (const [, name, index] of path.matchAll(/\.([A-Za-z0-9_]+)|\[(\d+)\]/g)) {
    if (index !== undefined) current = Array.isArray(current) ? current[Number(index)] : undefined;
    else current = member(current, name ?? "");
  }
  return current;
}

/** A member that the answer itself has, not one that every object inherits. */
const member = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The reference ids that a text names. */
export function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(REFERENCE)].map(([, referenceId = ""]) => referenceId);
}
