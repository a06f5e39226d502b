/**
 * Walks the records of a type that changed since a moment, in the order of `MetaData.LastUpdatedTime`.
 *
 * A record that changes during the walk only moves to a later place, where the walk still comes by; and
 * each page begins at the very second at which the one before ended (overlap), because times are whole
 * seconds. Only a second that fills a page alone cannot be walked by time: it is walked by Id.
 */
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type JsonObject, objectOf, textOf } from "@accord-sync/core/json/lossless-json.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { CompanyApi } from "../api/company-api.ts";
import { epochOf } from "../records/quickbooks-time.ts";
import { QUERY_ROWS_MAX, quoteText } from "./query-text.ts";
import { selectRows } from "./select-rows.ts";
import { type IdCursor, type IdWalk, readPageById } from "./walk-by-id.ts";

const TIME = "MetaData.LastUpdatedTime";

/** Times are ISO 8601 in UTC, whole seconds. */
export interface TimeCursor {
  /** Records that changed in this second or later. */
  readonly from: string;
  /** Inside the second of `from`, which fills a page alone; null outside of such a second. */
  readonly within: IdCursor | "start" | null;
}

export interface TimeWalk {
  readonly api: CompanyApi;
  readonly type: string;
  /** Further conditions. Default: none. */
  readonly where?: readonly string[];
  /** Records that changed at this moment or later are left out; null for none. */
  readonly until: string | null;
  /** Rows of a page, 2 to 1000. Default 1000. */
  readonly rows?: number;
  /** Default: the hypotheses. */
  readonly ids?: Pick<IdWalk, "comparesIds" | "sortsAsNumbers">;
}

export interface TimePage {
  readonly rows: readonly JsonObject[];
  /** Null after the last page. */
  readonly next: TimeCursor | null;
  /** Metered reads that the page took. */
  readonly calls: number;
}

/** The page at `cursor`. One read, but for a fall back inside a full second. */
export async function readPageByTime(
  walk: TimeWalk,
  cursor: TimeCursor,
): Promise<Result<TimePage>> {
  if (cursor.within !== null) return pageInsideSecond(walk, cursor, cursor.within);
  const rows = rowsOf(walk);
  const page = await selectRows(walk.api, {
    type: walk.type,
    where: [...(walk.where ?? []), ...windowFrom(walk, cursor.from)],
    orderBy: TIME,
    rows,
  });
  if (!page.ok) return page;
  const next = page.value.length < rows ? null : after(cursor, page.value);
  return succeed({ rows: page.value, next, calls: 1 });
}

function windowFrom({ until }: TimeWalk, from: string): readonly string[] {
  const begin = `${TIME} >= ${quoteText(from)}`;
  return until === null ? [begin] : [begin, `${TIME} < ${quoteText(until)}`];
}

function after(cursor: TimeCursor, rows: readonly JsonObject[]): TimeCursor {
  const last = modifiedSecond(rows.at(-1)) ?? cursor.from;
  return last > cursor.from ? { from: last, within: null } : { ...cursor, within: "start" };
}

async function pageInsideSecond(
  walk: TimeWalk,
  cursor: TimeCursor,
  within: IdCursor | "start",
): Promise<Result<TimePage>> {
  const nextSecond = isoSeconds((epochOf(cursor.from) ?? 0) + 1_000);
  const where = [
    ...(walk.where ?? []),
    `${TIME} >= ${quoteText(cursor.from)}`,
    `${TIME} < ${quoteText(nextSecond)}`,
  ];
  const { api, type, ids } = walk;
  const byId: IdWalk = { api, selection: { type, where }, rows: rowsOf(walk), ...ids };
  const page = await readPageById(byId, within === "start" ? null : within);
  if (!page.ok) return page;
  const { rows, next, calls } = page.value;
  const on: TimeCursor =
    next === null ? { from: nextSecond, within: null } : { from: cursor.from, within: next };
  return succeed({ rows, next: on, calls });
}

function rowsOf({ rows = QUERY_ROWS_MAX }: TimeWalk): number {
  return Math.max(2, Math.min(rows, QUERY_ROWS_MAX));
}

/** The second in which a record changed, in UTC; null when it does not say. */
export function modifiedSecond(row: JsonObject | undefined): string | null {
  const time = row === undefined ? null : textOf(objectOf(row, "MetaData"), "LastUpdatedTime");
  const epochMs = epochOf(time);
  return epochMs === null ? null : isoSeconds(epochMs);
}
