/**
 * Who wrote the values that differ from the base, and when: what the policy `newest` compares and what
 * entries tell. The rule is in `docs/spec/merge.md`.
 *
 * A look that shows another value than the look before takes the record's last edit for that value's. The
 * answer to a write of our own tells nothing of the kind: its time is ours, and so may its user be. So a
 * value that a person changed beside our write has an edit that nobody knows.
 */
import { isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { type Mapping, pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import {
  type Edit,
  type Observation,
  UNKNOWN_EDIT,
} from "@accord-sync/core/records/observation.ts";
import type { SideState } from "./link-state.ts";

/** By path. A value that equals its base has none. */
export type ValueEdits = Readonly<Record<string, Edit>>;

/** How a record came to be seen: in a look, or around a write of our own. */
export type SeenBy = "look" | "ourWrite";

/** The edits of `side` after `observation`: of values that stand still they stay as they were. */
export function editsAfter(
  mapping: Mapping,
  side: SideState,
  observation: Observation,
  seenBy: SeenBy,
): ValueEdits {
  const edits: Record<string, Edit> = { ...side.edits };
  for (const rule of mapping.fields) {
    const path = pathIn(rule, side.ref.system);
    const before = valueAt(side.seen, path);
    if (isSameStored(rule.kind, before, valueAt(observation.image, path))) continue;
    edits[path] = seenBy === "look" ? editOf(observation, path) : UNKNOWN_EDIT;
  }
  return edits;
}

/** The last edit of the record that holds `path`: of a member, where it is a member's. */
export function editOf({ edit, members }: Observation, path: string): Edit {
  const [role = ""] = path.split(".");
  const member = members[role];
  return (member === undefined ? edit : member.edit) ?? UNKNOWN_EDIT;
}

/** Only edits of values that differ from the base: a record at rest keeps none. */
export function keptEdits(mapping: Mapping, { ref, base, seen, edits }: SideState): ValueEdits {
  const kept = mapping.fields.flatMap((rule) => {
    const path = pathIn(rule, ref.system);
    const edit = edits[path];
    const isAtBase = isSameStored(rule.kind, valueAt(base, path), valueAt(seen, path));
    return edit === undefined || isAtBase ? [] : [[path, edit] as const];
  });
  return Object.fromEntries(kept);
}
