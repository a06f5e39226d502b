/**
 * Queries as async iterators of pages. Each page brings the cursor from which the next one goes on, so
 * that whoever keeps both in one transaction can stop anywhere and lose nothing. A failure is the last
 * thing that comes.
 */
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { type JsonObject, objectOf, textOf } from "@accord-sync/core/json/lossless-json.ts";
import { CDC_LATENESS_MS, IDS_SORT_AS_NUMBERS } from "../hypotheses.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { epochOf } from "../records/quickbooks-time.ts";
import { type IdCursor, type IdWalk, readPageById } from "./walk-by-id.ts";
import {
  modifiedSecond,
  readPageByTime,
  type TimeCursor,
  type TimePage,
  type TimeWalk,
} from "./walk-by-time.ts";

export interface RecordPage<T, Cursor> {
  readonly records: readonly T[];
  /** Where to go on; null after the last page. Keep it together with the records. */
  readonly next: Cursor | null;
  /** Metered reads that the page took: one, save where a walk had to step back. */
  readonly calls: number;
}

/**
 * Every record of a selection, by Id. A record that is there from the first page to the last comes
 * exactly once, whatever happens to the others meanwhile.
 */
export async function* walkById(
  walk: IdWalk,
  from: IdCursor | null = null,
): AsyncGenerator<Result<RecordPage<JsonObject, IdCursor>>, void, void> {
  const seen = new SeenVersions();
  let cursor = from;
  do {
    const page = identified(await readPageById(walk, cursor));
    if (!page.ok) {
      yield page;
      return;
    }
    const { rows: records, next, calls } = page.value;
    // By a known order no record comes twice, and nothing need be remembered of a large company.
    const isOrdered = walk.sortsAsNumbers ?? IDS_SORT_AS_NUMBERS;
    yield succeed({ records: isOrdered ? records : seen.fresh(records), next, calls });
    cursor = next;
  } while (cursor !== null);
}

/**
 * Every record that changed since `from`, by time. A record comes again only when it has changed again.
 * `tip` of the last page is where the next walk begins: a little before the last change that was seen,
 * for changes that become visible late.
 */
export async function* walkByTime(
  walk: TimeWalk,
  from: TimeCursor,
): AsyncGenerator<
  Result<RecordPage<JsonObject, TimeCursor> & { readonly tip: string }>,
  void,
  void
> {
  const seen = new SeenVersions();
  let cursor: TimeCursor | null = from;
  let latest = from.from;
  while (cursor !== null) {
    const page: Result<TimePage> = identified(await readPageByTime(walk, cursor));
    if (!page.ok) {
      yield page;
      return;
    }
    const { rows: records, next, calls }: TimePage = page.value;
    for (const row of records) {
      const second = modifiedSecond(row) ?? latest;
      if (second > latest) latest = second;
    }
    const tip = isoSeconds(
      Math.max(epochOf(from.from) ?? 0, (epochOf(latest) ?? 0) - CDC_LATENESS_MS),
    );
    yield succeed({ records: seen.fresh(records), next, calls, tip });
    cursor = next;
    seen.forgetBefore(cursor?.from ?? latest);
  }
}

/** Refuses a page with a row that lacks what every record has: nothing of it can be relied on. */
function identified<P extends { readonly rows: readonly JsonObject[] }>(
  page: Result<P>,
): Result<P> {
  if (!page.ok || page.value.rows.every((row) => textOf(row, "Id") !== null)) return page;
  return fail(operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }));
}

/** Versions that were handed out, so that an overlap hands out none of them again. */
class SeenVersions {
  readonly #versions = new Map<string, { readonly version: string; readonly second: string }>();

  fresh(rows: readonly JsonObject[]): readonly JsonObject[] {
    return rows.filter((row) => {
      const id = textOf(row, "Id") ?? "";
      const time = textOf(objectOf(row, "MetaData"), "LastUpdatedTime") ?? "";
      const version = `${textOf(row, "SyncToken") ?? ""} ${time}`;
      if (this.#versions.get(id)?.version === version) return false;
      this.#versions.set(id, { version, second: modifiedSecond(row) ?? "" });
      return true;
    });
  }

  /** What changed before `second` can come again only as another version. */
  forgetBefore(second: string): void {
    for (const [id, known] of this.#versions) {
      if (known.second < second) this.#versions.delete(id);
    }
  }
}
