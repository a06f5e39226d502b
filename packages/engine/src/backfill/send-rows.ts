/** Sends what is committed of a page. The rows of Salesforce go together, those of QuickBooks each by itself. */
import type { KeyedWrite } from "@accord-sync/core/ports/many-records.ts";
import type { PlannedWrite, Receipt, WirePayload } from "@accord-sync/core/ports/remote.ts";
import { type CallSum, type PageUnderWay, updateBackfill } from "@accord-sync/ledger/backfills.ts";
import { type EngineContext, mappingById } from "../engine-context.ts";
import type { Work } from "./backfill-parts.ts";
import type { EndedRow, PageRow } from "./page-outcome.ts";

export interface SentRow {
  readonly row: PageRow;
  readonly write: PlannedWrite;
}

export interface Sent {
  readonly rows: readonly EndedRow[];
  /** With the job that was given them last. */
  readonly page: PageUnderWay;
  readonly calls: Partial<CallSum>;
}

/** `page` is under way, with all these rows and maybe more. */
export async function sendRows(
  { context, backfill }: Work,
  page: PageUnderWay,
  rows: readonly SentRow[],
): Promise<Sent> {
  const mapping = mappingById(context, page.mapping);
  if (page.target === "quickbooks") {
    const ended = await Promise.all(
      rows.map(async ({ row }): Promise<EndedRow> => {
        const payload = JSON.parse(row.intent.payload) as WirePayload;
        return { ...row, receipt: await context.quickbooks.send(mapping, payload) };
      }),
    );
    return { rows: ended, page, calls: { free: rows.length } };
  }
  let given = page;
  const writes = rows.map(({ row, write }): KeyedWrite => ({ key: row.intent.id, write }));
  const end = await context.salesforce.many.writeMany(mapping, writes, {
    opened: async (job) => {
      given = { ...page, job };
      await context.ledger.transaction((tx) =>
        updateBackfill(tx, backfill.id, { underWay: given }),
      );
    },
    rest: restBetweenLooks(context, rows.length),
  });
  const ended = rows.map(({ row }): EndedRow => {
    const receipt = end.receipts.get(row.intent.id);
    return { ...row, receipt: receipt ?? UNANSWERED };
  });
  return { rows: ended, page: given, calls: { salesforce: end.calls } };
}

/** What Salesforce takes for a row of a job, milliseconds; a guess, by which no look is too early. */
const JOB_ROW_MS = 1;
/** Between two looks at a job, milliseconds. */
const LOOK_EVERY_MS = 30_000;

/** Twice as long before each next look at a job of so many rows. */
export function restBetweenLooks(
  { clock, pacing }: EngineContext,
  rows: number,
): (looks: number) => Promise<void> {
  const first = Math.max(pacing.waitFirstMs, rows * JOB_ROW_MS);
  return (looks) => clock.sleep(Math.min(first * 2 ** looks, LOOK_EVERY_MS));
}

const UNANSWERED: Receipt = {
  outcome: "unknown",
  error: {
    code: "REMOTE_ANSWER_UNREADABLE",
    params: { system: "Salesforce" },
    vendor: null,
    retryAfterMs: null,
  },
};

export function addCalls(left: Partial<CallSum>, right: Partial<CallSum>): CallSum {
  const sum = (name: keyof CallSum): number => (left[name] ?? 0) + (right[name] ?? 0);
  return { metered: sum("metered"), free: sum("free"), salesforce: sum("salesforce") };
}

/** In the order given, at most `size` in each. */
export function inParts<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}
