/**
 * The fewest calls with which a piece of work can be done at all, within the vendors' page and request
 * sizes. Call efficiency (P1) is measured against these numbers, so they leave nothing out for how the
 * product happens to work: only what safety needs is granted (an update of Salesforce is conditional
 * and read back in the same call; a change notice is a hint, so its record is looked at).
 */

export interface CallCount {
  /** QuickBooks reads, queries and batches: what the vendor counts and charges. */
  readonly metered: number;
  /** QuickBooks single writes. */
  readonly free: number;
  readonly salesforce: number;
}

/** Rows of one QuickBooks query (documented). */
export const QUICKBOOKS_PAGE = 1_000;
/** Rows of one SOQL page (documented). */
export const SALESFORCE_PAGE = 2_000;
/** The same of products, each with its prices as rows of its own (S9). */
export const PRODUCTS_PAGE = 1_000;
/** Rows of one Salesforce call: five collections of 200 in a composite (documented). */
export const COMPOSITE_ROWS = 1_000;
/** Rows that one call writes and reads back: of its five collections and queries two are collections of 200. */
export const READ_BACK_ROWS = 400;
/** Subrequests of one composite (documented). One of them reads all the others back. */
export const COMPOSITE_STEPS = 25;
/** Create, upload, close, poll once, fetch what succeeded; the job itself tells that nothing failed. */
export const BULK_CALLS_PER_JOB = 5;

/** Whether changes come one by one, each to be carried over at once, or all at one moment. */
export type Arrival = "apart" | "together";

export interface FirstLoad {
  readonly customers: number;
  readonly items: number;
}

/**
 * Everything from QuickBooks into an org; an item is a product and its price entry. Nothing is granted: the org is
 * not looked at before, and nothing is read back.
 */
export function minimumForFirstLoad({ customers, items }: FirstLoad): CallCount {
  const tables = [customers, items, items].filter((rows) => rows > 0);
  const byComposite = tables.map((rows) => pages(rows, COMPOSITE_ROWS));
  return {
    metered: pages(customers, QUICKBOOKS_PAGE) + pages(items, QUICKBOOKS_PAGE),
    free: 0,
    salesforce: Math.min(sum(byComposite), tables.length * BULK_CALLS_PER_JOB),
  };
}

/**
 * The same with what safety needs granted: each object is looked at before, or what the org has already would be made
 * a second time, and each record after, because what Salesforce made of it is the base of all that follows, and
 * neither a collection nor a job tells it (docs/adr/0009). The looks ride along, or are pages of a query of their own.
 */
export function minimumForSafeLoad(load: FirstLoad): CallCount {
  const { customers, items } = load;
  const objects = [customers, items].filter((rows) => rows > 0);
  const tables = [customers, items, items];
  const bare = minimumForFirstLoad(load);
  const together = sum(tables.map((rows) => pages(rows, READ_BACK_ROWS)));
  const looks = pages(customers, SALESFORCE_PAGE) + pages(items, PRODUCTS_PAGE);
  const apart = bare.salesforce + looks;
  return { ...bare, salesforce: objects.length + Math.min(together, apart) };
}

/**
 * Changed Salesforce records into QuickBooks. No read of QuickBooks: the version to write on is in the
 * ledger, and the write's answer is the new state.
 */
export function minimumForSalesforceChanges(changes: number, arrival: Arrival): CallCount {
  const salesforce = arrival === "apart" ? changes : pages(changes, SALESFORCE_PAGE);
  return { metered: 0, free: changes, salesforce };
}

/** Changed QuickBooks records into Salesforce: conditional writes, read back in the same call. */
export function minimumForQuickbooksChanges(changes: number, arrival: Arrival): CallCount {
  if (arrival === "apart") return { metered: changes, free: 0, salesforce: changes };
  return {
    metered: pages(changes, QUICKBOOKS_PAGE),
    free: 0,
    salesforce: pages(changes, COMPOSITE_STEPS - 1),
  };
}

/** Our own writes coming back as notices. */
export const MINIMUM_FOR_ECHOES: CallCount = { metered: 0, free: 0, salesforce: 0 };

/**
 * Actual calls over the fewest possible. One that needs no call and makes none is perfect (1); one that
 * needs none and makes some has no ratio, and the count itself is given.
 */
export function efficiency(actual: number, minimum: number): number {
  if (minimum > 0) return actual / minimum;
  return actual === 0 ? 1 : actual;
}

function pages(rows: number, size: number): number {
  return Math.ceil(rows / size);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
