/**
 * How likely it is that two records are one: points for what agrees, less for what contradicts, 0 to 100. The
 * same from either side, and of nothing but the two records.
 */
import { canonicalName } from "../mapping/canonical.ts";
import type { MatchKey, MatchKind } from "./match-keys.ts";

/** A record as the scoring sees it. */
export interface MatchCard {
  readonly name: string;
  readonly keys: readonly MatchKey[];
}

export interface MatchReason {
  readonly kind: MatchKind;
  /** `similar`: a name that is the same without accents, punctuation and company words. */
  readonly how: "same" | "similar" | "differs";
  readonly points: number;
}

export interface MatchScore {
  /** 0 to 100. */
  readonly score: number;
  /** What weighs most comes first. */
  readonly reasons: readonly MatchReason[];
}

/** From here on a clear match is linked without asking, unless a person sets another limit. */
export const LINK_SCORE = 80;
/** Below it two records have no more in common than strangers may have: it is no match. */
export const ASK_SCORE = 40;
/** A match is clear when either record's next best candidate is this far behind. */
export const CLEAR_BY = 15;

/**
 * A name alone is possible and not enough (60); with one thing that is the party's own, telephone or e-mail, it
 * is clear (80, 85). An address is shared by all who work in a house, so with a name it is still a question (75).
 * What differs speaks against it less than what agrees speaks for it: people have several of each. Whatever
 * differs, a namesake is at least a question: a second record of one name is never made unasked.
 */
const POINTS: Readonly<Record<MatchKind, { readonly same: number; readonly differs: number }>> = {
  mark: { same: 50, differs: -60 },
  name: { same: 60, differs: 0 },
  email: { same: 25, differs: -10 },
  phone: { same: 20, differs: -5 },
  address: { same: 15, differs: -5 },
  sku: { same: 40, differs: -25 },
};
/** A name that is the same but for accents, punctuation and company words. */
const SIMILAR_NAME = 50;

const KINDS: readonly MatchKind[] = ["mark", "name", "email", "phone", "address", "sku"];

export function scoreMatch(left: MatchCard, right: MatchCard): MatchScore {
  const reasons = KINDS.flatMap((kind): readonly MatchReason[] => {
    const ours = valuesOf(left, kind);
    const theirs = valuesOf(right, kind);
    // What only one of them has says nothing.
    if (ours.length === 0 || theirs.length === 0) return [];
    if (!ours.some((value) => theirs.includes(value))) {
      const points = POINTS[kind].differs;
      return points === 0 ? [] : [{ kind, how: "differs", points }];
    }
    const isSimilar = kind === "name" && canonicalName(left.name) !== canonicalName(right.name);
    return isSimilar
      ? [{ kind, how: "similar", points: SIMILAR_NAME }]
      : [{ kind, how: "same", points: POINTS[kind].same }];
  });
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  const isNamesake = reasons.some(({ kind, how }) => kind === "name" && how === "same");
  return {
    score: Math.max(isNamesake ? ASK_SCORE : 0, Math.min(100, sum)),
    reasons: reasons.toSorted((a, b) => b.points - a.points),
  };
}

function valuesOf({ keys }: MatchCard, kind: MatchKind): readonly string[] {
  return keys.filter((key) => key.kind === kind).map(({ value }) => value);
}
