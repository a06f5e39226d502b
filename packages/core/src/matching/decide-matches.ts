/**
 * Which of the possible pairs are links: a pair that is good enough, and that neither of its two records has a rival
 * to. Both see the same scores, so the verdict is the same from either side, no record comes into two links, and
 * the order in which pairs are looked at does not matter.
 */
import { CLEAR_BY } from "./score-match.ts";

export interface ScoredPair {
  readonly quickbooks: string;
  readonly salesforce: string;
  /** 0 to 100. */
  readonly score: number;
}

/** Whether `pair` is a link among the pairs that share a record with it. `linkFrom` null asks for each. */
export function isClearMatch(
  pair: ScoredPair,
  related: readonly ScoredPair[],
  linkFrom: number | null,
): boolean {
  if (linkFrom === null || pair.score < linkFrom) return false;
  return related.every((other) => isSamePair(pair, other) || pair.score - other.score >= CLEAR_BY);
}

function isSamePair(left: ScoredPair, right: ScoredPair): boolean {
  return left.quickbooks === right.quickbooks && left.salesforce === right.salesforce;
}

/** The best first; of equal ones by id, so that everybody sees the same order. */
export function byScore(left: ScoredPair, right: ScoredPair): number {
  if (left.score !== right.score) return right.score - left.score;
  const a = `${left.quickbooks} ${left.salesforce}`;
  const b = `${right.quickbooks} ${right.salesforce}`;
  return a < b ? -1 : a > b ? 1 : 0;
}
