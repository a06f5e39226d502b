/**
 * What this adapter takes to be so in Salesforce without public evidence. Each constant is one
 * hypothesis, listed with its reason in `docs/not-evidenced.md` (a test compares the two), so that the
 * first contact with a real org corrects one line. `test/real-org.contract.test.ts` tries each that can
 * be tried. Nothing elsewhere in the package may guess.
 */

/**
 * How many subrequests of one composite may carry an `If-Unmodified-Since` of their own, each judged by its
 * own record. A write with more of them than this is sent apart: each change as a conditional PATCH of its
 * own, then a read (S3). 0: none; 1: a product's, but not its price's as well.
 */
export const COMPOSITE_CONDITIONS_MAX: number = 2;
/** Of a composite's 25 subrequests, how many may be queries or collections (told, not on a page we have). */
export const COMPOSITE_QUERIES_MAX = 5;
/** In the CSV of a bulk job this empties a field; an empty cell leaves it as it is. */
export const BULK_EMPTY_VALUE = "#N/A";
