/**
 * What this adapter takes to be so in QuickBooks without public evidence. Each constant is one
 * hypothesis, listed with its reason in `docs/not-evidenced.md` (a test compares the two), so that the
 * first contact with a real company corrects one line. `test/sandbox.contract.test.ts` tries each that
 * can be tried. Nothing elsewhere in the package may guess.
 */

/** A query can compare Ids (`WHERE Id > '58'`); only `=` and `IN` are documented. */
export const QUERY_COMPARES_IDS = true;
/** `ORDERBY Id`, and `Id >`, go by the number and not by the letters ('9' before '10'). */
export const IDS_SORT_AS_NUMBERS = true;
/** In a query's text a backslash is doubled; the only documented escape is the one of an apostrophe. */
export const QUERY_BACKSLASH_IS_DOUBLED = true;
/** In a sparse update this clears a text; a null is read as an absent property. */
export const CLEARED_TEXT = "";
/** A price cannot be empty: this is written where it is cleared. */
export const CLEARED_PRICE = "0";
/** A group (an address, a phone) named in a sparse update is replaced as a whole. */
export const SPARSE_REPLACES_GROUPS = true;
/** How far before the `time` of a CDC answer a change may become visible late; milliseconds. */
export const CDC_LATENESS_MS = 5_000;
/** What the fault says where `changedSince` is too far back; its code is not known. */
export const CDC_TOO_OLD_WORDS = /changedSince.+older than/i;
/** A failure of QuickBooks' own (5xx, code 10000, a system fault) may come after the work was done. */
export const SYSTEM_FAILURE_LEAVES_DOUBT = true;
/**
 * A request id that was used before (code 600) tells nothing of the first use, which may have been done or
 * may still be under way.
 */
export const KNOWN_REQUEST_LEAVES_DOUBT = true;
/** How a batch item voids: as an operation, or as an update with `optionsData`. */
export const BATCH_VOID_FORM: "operation" | "optionsData" = "operation";
/** What a webhook's unknown operation counts as: a reason to look at the record. */
export const UNKNOWN_WEBHOOK_OPERATION = "updated";
/** QuickBooks does one write of a name list at a time; milliseconds until it is worth trying again. */
export const NAME_LOCK_PAUSE_MS = 2_000;
