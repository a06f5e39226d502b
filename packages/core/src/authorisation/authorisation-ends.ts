/**
 * When a vendor's permission ends by itself, and when a person should hear of it. Intuit's has two ends:
 * 100 days without a refresh, and five years whatever is done.
 */

/** Times are ISO 8601 in UTC; null where the vendor did not say. */
export interface AuthorisationEnds {
  /** Unless it is used before; each use moves it. */
  readonly unusedEndsAt: string | null;
  /** Whatever is done. */
  readonly finalEndsAt: string | null;
}

export interface AuthorisationEnd {
  readonly endsAt: string;
  readonly why: "unused" | "final";
  /** It is time that a person connects again. */
  readonly isNear: boolean;
}

const DAY_MS = 24 * 3_600_000;

/**
 * How long before each end a person is told. The service refreshes every hour while it runs, so an end
 * for want of use comes near only where it stood still for 70 days.
 */
export const WARN_BEFORE_MS = { unused: 30 * DAY_MS, final: 90 * DAY_MS } as const;

/**
 * The end to speak of: the first that is near; else the final one, because the other moves with each use;
 * else the one that is known. Null where none is.
 */
export function nextEnd(ends: AuthorisationEnds, now: number): AuthorisationEnd | null {
  const known = (["unused", "final"] as const).flatMap((why): readonly AuthorisationEnd[] => {
    const endsAt = why === "unused" ? ends.unusedEndsAt : ends.finalEndsAt;
    if (endsAt === null) return [];
    return [{ endsAt, why, isNear: Date.parse(endsAt) - now <= WARN_BEFORE_MS[why] }];
  });
  const inOrder = known.toSorted((left, right) => left.endsAt.localeCompare(right.endsAt));
  return (
    inOrder.find(({ isNear }) => isNear) ??
    inOrder.find(({ why }) => why === "final") ??
    inOrder[0] ??
    null
  );
}
