/**
 * Decides what becomes of a link one of whose records was deleted. Pure: who looks at what, and when, is the
 * engine's. The order of the reasons is the order in which they matter to a person.
 */
import type { DeletePolicy, Removal } from "../mapping/removal.ts";

/** Why a person is asked. */
export const HOLD_REASONS = [
  "policy",
  "merged",
  "keptApart",
  "survivorUnknown",
  "unproven",
  "changed",
  "many",
  "refused",
] as const;

export type HoldReason = (typeof HOLD_REASONS)[number];

/**
 * What the deleted record went into: nothing; a record that may take over the link; one that is linked with
 * another; one that a person keeps apart.
 */
export type SurvivorState = "none" | "free" | "linked" | "keptApart";

export interface SeenDeletion {
  readonly policy: DeletePolicy;
  /** What can be done with the counterpart. */
  readonly removals: readonly Removal[];
  readonly survivor: SurvivorState;
  /** Whether records of this kind can be deleted there at all; where not, one that is gone was merged. */
  readonly isDeletable: boolean;
  /** A system said that it was deleted, rather than that it finds none. */
  readonly isProven: boolean;
}

export type DeletionVerdict =
  | { readonly kind: "hold"; readonly reason: HoldReason }
  | { readonly kind: "move" }
  /** Permitted, as far as the deletion itself tells: `judgeRemoval` says whether it may be done now. */
  | { readonly kind: "remove"; readonly how: Removal };

const hold = (reason: HoldReason): DeletionVerdict => ({ kind: "hold", reason });

export function judgeDeletion(seen: SeenDeletion): DeletionVerdict {
  const { policy, removals, survivor, isDeletable, isProven } = seen;
  if (survivor === "free") return { kind: "move" };
  if (survivor === "linked") return hold("merged");
  if (survivor === "keptApart") return hold("keptApart");
  if (!isDeletable) return hold("survivorUnknown");
  if (policy === "hold" || !removals.includes(policy)) return hold("policy");
  return isProven ? { kind: "remove", how: policy } : hold("unproven");
}

/** Where the counterpart stands when a removal is due. */
export interface Counterpart {
  /** A mapped field is not what both systems last agreed on, or waits for a decision. */
  readonly isChanged: boolean;
  /** More was deleted than is usual, or a batch of that kind is open. */
  readonly isOverGuard: boolean;
}

/** Null: carry it out. */
export function judgeRemoval({ isChanged, isOverGuard }: Counterpart): HoldReason | null {
  if (isOverGuard) return "many";
  return isChanged ? "changed" : null;
}

/** How much is far more than usual: more than `more`, and more than `share` of the mapping's links. */
export interface GuardLimit {
  readonly more: number;
  /** 0 to 1. */
  readonly share: number;
  /** Counted over this time, milliseconds. */
  readonly withinMs: number;
}

export const DELETE_GUARD: GuardLimit = { more: 10, share: 0.05, withinMs: 3_600_000 };

/** `links` is how many the mapping has, those that rest included. */
export function isFarMore({ more, share }: GuardLimit, count: number, links: number): boolean {
  return count > more && count > share * links;
}
