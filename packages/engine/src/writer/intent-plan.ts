/**
 * What an intent is to achieve beyond its bytes, stored with it: all that its receipt needs, so that
 * the outcome can be committed after a crash without looking at anything that may have moved since.
 */
import type { Removal } from "@accord-sync/core/mapping/removal.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { Image } from "@accord-sync/core/records/image.ts";

/** One field that a write settles. */
export interface SettledField {
  readonly name: string;
  readonly label: string;
  /** The value in the source system as it was planned from, which becomes its base (F6). */
  readonly sourceValue: FieldValue;
  readonly before: FieldValue;
  readonly after: FieldValue;
  readonly because: "changed" | "decided" | "policy" | "forced";
  /** What decided for the value, in a person's words; absent where none had to. */
  readonly policy?: string;
}

/** The wish that a write carries out, as of the state in which it was read. */
export interface Wish {
  readonly noticeId: string;
  readonly seq: number;
}

export interface CreatePlan {
  readonly kind: "create";
  readonly actor: string | null;
  /** Null where a plan made it, and no notice. */
  readonly wish: Wish | null;
  /** The source record as it was planned from. */
  readonly source: Observation;
  /** The values sent, by the target's paths. */
  readonly sent: Image;
}

export interface UpdatePlan {
  readonly kind: "update";
  readonly actor: string | null;
  /** Set in a forced run: whose wish the write carries out. */
  readonly wish: Wish | null;
  readonly fields: readonly SettledField[];
  /** The fence: the link's revision when it was planned. */
  readonly revision: number;
  /**
   * Of a write that gives the record a name for a moment (`names/step-aside.ts`): the records that exchange
   * their names, by name. Absent for every other.
   */
  readonly stepAside?: readonly string[];
}

export interface MarkPlan {
  readonly kind: "mark";
  readonly actor: string | null;
  /** `stamp` after a link was made, `restore` after somebody changed it, `unlink` to end the link. */
  readonly reason: "stamp" | "restore" | "unlink";
  /** What the record held instead, for the log; null for nothing. */
  readonly found: string | null;
  readonly revision: number;
}

/** Clears a mark from a record that is not linked. */
export interface ClearPlan {
  readonly kind: "clear";
  readonly found: string;
  readonly name: string;
}

/** Removes the counterpart of a record that was deleted. */
export interface RemovalPlan {
  readonly kind: "removal";
  /** Who approved it; null where the mapping's policy did. */
  readonly actor: string | null;
  readonly how: Removal;
  /** The row of the deletion that it follows. */
  readonly deletion: string;
  readonly revision: number;
}

export type IntentPlan = CreatePlan | UpdatePlan | MarkPlan | ClearPlan | RemovalPlan;

export function writePlan(plan: IntentPlan): string {
  return JSON.stringify(plan);
}

export function readPlan(text: string): IntentPlan {
  return JSON.parse(text) as IntentPlan;
}
