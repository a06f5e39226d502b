/**
 * What an intent is to achieve beyond its bytes, stored with it: all that its receipt needs, so that
 * the outcome can be committed after a crash without looking at anything that may have moved since.
 */
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
}

export interface CreatePlan {
  readonly kind: "create";
  readonly actor: string | null;
  /** The source record as it was planned from. */
  readonly source: Observation;
  /** The values sent, by the target's paths. */
  readonly sent: Image;
}

export interface UpdatePlan {
  readonly kind: "update";
  readonly actor: string | null;
  readonly isForced: boolean;
  readonly fields: readonly SettledField[];
  /** The fence: the link's revision when it was planned. */
  readonly revision: number;
}

export interface MarkPlan {
  readonly kind: "mark";
  readonly actor: string | null;
  /** `stamp` after a link was made, `restore` after somebody changed it, `unlink` to end the link. */
  readonly reason: "stamp" | "restore" | "unlink";
  readonly revision: number;
}

export type IntentPlan = CreatePlan | UpdatePlan | MarkPlan;

export function writePlan(plan: IntentPlan): string {
  return JSON.stringify(plan);
}

export function readPlan(text: string): IntentPlan {
  return JSON.parse(text) as IntentPlan;
}
