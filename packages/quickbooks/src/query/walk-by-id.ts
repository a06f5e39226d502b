/**
 * Walks a selection in the order of Id, page by page, while records are made, changed and removed.
 *
 * An Id never changes and a new one is the highest, so the walk misses nothing that was there from its
 * first page to its last, and meets nothing twice:
 *
 *   by Id         WHERE Id > 'last'          what was removed before it moves nothing
 *   by position   STARTPOSITION n, with overlap. A removed record moves all later ones forward, so a
 *                 page counts only when it begins at or before the last record that was seen; else the
 *                 walk steps back until it does.
 *
 * Whether Ids can be compared in a query is not documented (QUERY_COMPARES_IDS): where QuickBooks
 * refuses it, or plainly means something else by it, the walk goes on by position. Nor is it that Ids are
 * ordered as numbers (IDS_SORT_AS_NUMBERS): where a page shows that they are not, only the last record
 * that was seen joins it to the next one.
 */
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type JsonObject, textOf } from "@accord-sync/core/json/lossless-json.ts";
import type { CompanyApi } from "../api/company-api.ts";
import { IDS_SORT_AS_NUMBERS, QUERY_COMPARES_IDS } from "../hypotheses.ts";
import { QUERY_ROWS_MAX, quoteText, type Selection } from "./query-text.ts";
import { selectRows } from "./select-rows.ts";

/** Rows of a page by position that the page before had too. */
const POSITION_OVERLAP_ROWS = 50;

/** Where a walk stands: after the record `last`, the `count` first ones having been read. */
export interface IdCursor {
  readonly by: "id" | "position";
  readonly last: string;
  readonly count: number;
  /** A page showed that Ids do not go by their numbers. */
  readonly isUnordered?: true;
}

export interface IdWalk {
  readonly api: CompanyApi;
  readonly selection: Pick<Selection, "type" | "where">;
  /** Rows of a page, 1 to 1000. */
  readonly rows: number;
  /** Default: the hypotheses. */
  readonly comparesIds?: boolean;
  readonly sortsAsNumbers?: boolean;
}

export interface RowPage {
  readonly rows: readonly JsonObject[];
  /** Null after the last page. */
  readonly next: IdCursor | null;
  /** Metered reads that the page took. */
  readonly calls: number;
}

/** The page after `cursor`; null starts. One read, but for a fall back or a step back. */
export async function readPageById(
  walk: IdWalk,
  cursor: IdCursor | null,
): Promise<Result<RowPage>> {
  if (cursor === null) return firstPage(walk);
  if (cursor.by === "position") return pageByPosition(walk, cursor, 0);
  const page = await selectRows(walk.api, {
    ...walk.selection,
    where: [...walk.selection.where, `Id > ${quoteText(cursor.last)}`],
    rows: rowsOf(walk),
  });
  // The first page, which compares no Id, was understood: so it is the comparison that is not.
  const isRefused = !page.ok && page.error.code === "QBO_QUERY_INVALID";
  if (!page.ok && !isRefused) return page;
  const isOther = (rows: readonly JsonObject[]) =>
    rows.some((row) => !isAfter(walk, row, cursor.last)) || goesBack(walk, rows);
  if (!page.ok || isOther(page.value)) {
    return pageByPosition(walk, { ...cursor, by: "position" }, 1);
  }
  return succeed({ rows: page.value, next: nextCursor(walk, cursor, page.value), calls: 1 });
}

async function firstPage(walk: IdWalk): Promise<Result<RowPage>> {
  const page = await selectRows(walk.api, { ...walk.selection, rows: rowsOf(walk) });
  if (!page.ok) return page;
  const { value: rows } = page;
  const start: IdCursor = goesBack(walk, rows)
    ? { by: "position", last: "", count: 0, isUnordered: true }
    : { by: (walk.comparesIds ?? QUERY_COMPARES_IDS) ? "id" : "position", last: "", count: 0 };
  const next = nextCursor(walk, start, rows);
  return succeed({ rows: page.value, next, calls: 1 });
}

async function pageByPosition(
  walk: IdWalk,
  cursor: IdCursor,
  callsBefore: number,
): Promise<Result<RowPage>> {
  // One row would be the overlap alone, and the walk would stand still.
  const rows = Math.max(2, rowsOf(walk));
  const overlap = Math.min(POSITION_OVERLAP_ROWS, rows - 1);
  let start = Math.max(1, cursor.count + 1 - overlap);
  for (let steps = 0; ; steps += 1) {
    const page = await selectRows(walk.api, { ...walk.selection, start, rows });
    if (!page.ok) return fail(page.error);
    const isOrdered =
      sortsAsNumbers(walk) && cursor.isUnordered !== true && !goesBack(walk, page.value);
    const landing = { cursor, isOrdered, isStart: start === 1, steps };
    const fresh = freshRows(walk, page.value, landing);
    if (fresh === null) {
      start = Math.max(1, start - rows);
      continue;
    }
    const count = start - 1 + page.value.length;
    const last = idOf(fresh.at(-1)) ?? cursor.last;
    const next: IdCursor =
      isOrdered || !sortsAsNumbers(walk)
        ? { by: "position", last, count }
        : { by: "position", last, count, isUnordered: true };
    const calls = callsBefore + steps + 1;
    return succeed({ rows: fresh, next: page.value.length < rows ? null : next, calls });
  }
}

interface Landing {
  readonly cursor: IdCursor;
  /** Ids go by their numbers, as far as is seen. */
  readonly isOrdered: boolean;
  /** The page begins at the first record of all. */
  readonly isStart: boolean;
  /** How often the walk stepped back already. */
  readonly steps: number;
}

/** The rows of a page that come after the last one seen; null when rows may lie between the two. */
function freshRows(
  walk: IdWalk,
  rows: readonly JsonObject[],
  { cursor, isOrdered, isStart, steps }: Landing,
): readonly JsonObject[] | null {
  if (isOrdered) {
    const [first] = rows;
    const isJoined = isStart || (first !== undefined && !isAfter(walk, first, cursor.last));
    return isJoined ? rows.filter((row) => isAfter(walk, row, cursor.last)) : null;
  }
  // Without a known order only the last record itself joins two pages. Where it was removed, one step
  // back and reading a page again covers the removal of up to a page of earlier records.
  const place = rows.findIndex((row) => idOf(row) === cursor.last);
  if (place >= 0) return rows.slice(place + 1);
  return isStart || steps > 0 ? rows : null;
}

function nextCursor(walk: IdWalk, cursor: IdCursor, rows: readonly JsonObject[]): IdCursor | null {
  const last = idOf(rows.at(-1));
  if (rows.length < rowsOf(walk) || last === null) return null;
  return { ...cursor, last, count: cursor.count + rows.length };
}

/** Whether an Id comes before the one above it, which no order by number does. */
function goesBack(walk: IdWalk, rows: readonly JsonObject[]): boolean {
  if (!sortsAsNumbers(walk)) return false;
  return rows.some((row, index) => index > 0 && !isAfter(walk, row, idOf(rows[index - 1]) ?? ""));
}

function rowsOf({ rows }: IdWalk): number {
  return Math.max(1, Math.min(rows, QUERY_ROWS_MAX));
}

function sortsAsNumbers(walk: IdWalk): boolean {
  return walk.sortsAsNumbers ?? IDS_SORT_AS_NUMBERS;
}

/** Whether a row comes after the record `last`. Where the order is not known, every row may. */
function isAfter(walk: IdWalk, row: JsonObject, last: string): boolean {
  const id = idOf(row);
  if (id === null || last === "") return true;
  if (!sortsAsNumbers(walk)) return id !== last;
  return /^\d+$/.test(id) && /^\d+$/.test(last) ? BigInt(id) > BigInt(last) : id !== last;
}

function idOf(row: JsonObject | undefined): string | null {
  return row === undefined ? null : textOf(row, "Id");
}

export function writeIdCursor(cursor: IdCursor): string {
  return JSON.stringify(cursor);
}

/** Null for text that is no cursor of this walk. */
export function readIdCursor(text: string): IdCursor | null {
  try {
    const value = JSON.parse(text) as Partial<IdCursor> | null;
    const isCursor =
      (value?.by === "id" || value?.by === "position") &&
      typeof value.last === "string" &&
      typeof value.count === "number";
    return isCursor ? (value as IdCursor) : null;
  } catch {
    return null;
  }
}
