/**
 * Sweep: everything that changed in an org since a cursor. The queries of all streams travel in one
 * composite, which counts as one request; a composite takes five of them (S9).
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { Sweep, SweptChange, UnreadableRecord } from "@accord-sync/core/ports/remote.ts";
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type OrgApi, type QueryAnswer, unreadable } from "../api/org-api.ts";
import { queryTogether } from "../api/query-together.ts";
import { textOf } from "@accord-sync/core/json/lossless-json.ts";
import { type AnsweredAt, readSighting } from "../records/observe-record.ts";
import { utcOf } from "../records/salesforce-time.ts";
import { type Stream, streamsOf } from "./streams.ts";
import { readCursor, type StreamPosition, type SweepCursor, writeCursor } from "./sweep-cursor.ts";

/**
 * Re-read at each sweep, milliseconds: a record is stamped when it is saved, but seen only when its
 * transaction commits, which can be later (S8).
 */
export const SWEEP_OVERLAP_MS = 60_000;
/** Rows a page: the most that a query returns at once, price entries included. */
export const PAGE_ROWS = 2_000;

export interface OrgSweep {
  readonly api: OrgApi;
  readonly mappings: readonly Mapping[];
  /** Rows of a page, 1 to `PAGE_ROWS`. */
  readonly rows: number;
}

export async function sweepOrg(
  { api, mappings, rows }: OrgSweep,
  cursor: string | null,
  now: number,
): Promise<Result<Sweep>> {
  const streams = streamsOf(mappings);
  const known =
    cursor === null
      ? {}
      : must(readCursor(cursor), "the sweep cursor is one that this adapter wrote");
  const fresh: StreamPosition = { from: isoSeconds(now - SWEEP_OVERLAP_MS), after: null };
  const positions: Record<string, StreamPosition> = Object.fromEntries(
    streams.map(({ name }) => [name, known[name] ?? fresh]),
  );
  if (cursor === null)
    return succeed({ changes: [], cursor: writeCursor(positions), isFull: false });

  const statements = streams.map((stream) =>
    stream.statement(positions[stream.name] ?? fresh, pageRows(stream, rows) + 1),
  );
  const answers = await queryTogether(api, "queryAll", statements);
  if (!answers.ok) return answers;
  return readPages(streams, { positions, rows }, answers.value);
}

const pageRows = ({ rowsMax }: Stream, rows: number): number => Math.min(rows, rowsMax ?? rows);

interface StreamPage extends QueryAnswer {
  readonly isDone: boolean;
}

function readPages(
  streams: readonly Stream[],
  { positions, rows }: { readonly positions: SweepCursor; readonly rows: number },
  pages: readonly StreamPage[],
): Result<Sweep> {
  const changes = new Map<string, SweptChange>();
  const unreadableRecords: UnreadableRecord[] = [];
  const next: Record<string, StreamPosition> = {};
  let isFull = false;
  for (const [index, stream] of streams.entries()) {
    const page = must(pages[index], "every statement has its answer");
    for (const row of page.rows) {
      const sighting = readSighting(stream.mapping, row, page.answeredAt);
      const type = stream.mapping.salesforceType;
      const id = textOf(row, "Id");
      if (sighting !== null) changes.set(keyOf({ sighting }), { sighting, type });
      else if (id !== null) unreadableRecords.push({ type, id });
      else return fail(unreadable());
    }
    // One row more than a page was asked for: it tells a page that is full from one that is the last.
    const isPageFull = !page.isDone || page.rows.length > pageRows(stream, rows);
    isFull ||= isPageFull;
    const position = must(positions[stream.name], "every stream has its position");
    next[stream.name] = isPageFull ? within(position, page) : behind(position, page.answeredAt);
  }
  return succeed({
    changes: [...changes.values()],
    unreadable: unreadableRecords,
    cursor: writeCursor(next),
    isFull,
  });
}

function keyOf({ sighting }: Pick<SweptChange, "sighting">): string {
  return refKey(sighting.kind === "found" ? sighting.observation.ref : sighting.ref);
}

/** The next page begins behind the last row of this one. */
function within(position: StreamPosition, page: StreamPage): StreamPosition {
  const last = page.rows.at(-1);
  if (last === undefined) return position;
  const id = must(textOf(last, "Id"), "every row has an Id");
  const time = utcOf(textOf(last, "SystemModstamp")) ?? position.from;
  return { from: position.from, after: { time, id }, next: nextWindow(position, page.answeredAt) };
}

/** The window is read, and the next one begins. */
function behind(position: StreamPosition, answeredAt: AnsweredAt): StreamPosition {
  return { from: nextWindow(position, answeredAt), after: null };
}

/** By the first answer of a window, not by its last: what changed between them may stand on a page before. */
function nextWindow({ from, next }: StreamPosition, answeredAt: AnsweredAt): string {
  if (next !== undefined) return next;
  return answeredAt === null ? from : isoSeconds(answeredAt - SWEEP_OVERLAP_MS);
}
