import type { Scalar } from "../store/document-store.ts";

/** Comparison of stored values as the database does it: text without regard to case (S1.5). */

/** Equality of two values; null equals null only. */
export function equalScalars(left: Scalar, right: Scalar): boolean {
  if (typeof left === "string" && typeof right === "string") {
    return left.toLowerCase() === right.toLowerCase();
  }
  return left === right;
}

/** Negative, zero or positive; null is the smallest. */
export function compareScalars(left: Scalar, right: Scalar): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === "number" && typeof right === "number") return left - right;
  const a = String(left).toLowerCase();
  const b = String(right).toLowerCase();
  return a < b ? -1 : a > b ? 1 : 0;
}
