/** Many writes of one mapping, each in the cheapest form that can carry it. */
import { assert } from "@accord-sync/core/errors/assert.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { JobSteps, KeyedWrite, ManyEnd } from "@accord-sync/core/ports/many-records.ts";
import type { Receipt } from "@accord-sync/core/ports/remote.ts";
import { type OrgApi, unreadable } from "../api/org-api.ts";
import { hasPrice } from "../records/soql.ts";
import { sendWrite } from "../send-write.ts";
import { encodeWrite } from "../write-payload.ts";
import { chooseWriting, ROWS_PER_CALL } from "./choose-writing.ts";
import { fittingUpload, isFitForCsv } from "./load-csv.ts";
import { loadRows } from "./load-rows.ts";
import { readMany } from "./read-many.ts";
import { inParts, type Row, type RowEnds, rowOf, touchesRoot } from "./row.ts";
import { writeCollections } from "./write-collections.ts";
import { writePrices } from "./write-prices.ts";

export async function writeMany(
  counting: OrgApi,
  mapping: Mapping,
  writes: readonly KeyedWrite[],
  steps: JobSteps,
): Promise<ManyEnd> {
  assertDistinct(writes);
  let calls = 0;
  const api: OrgApi = {
    ...counting,
    exchange: (request) => {
      calls += 1;
      return counting.exchange(request);
    },
  };
  const receipts = new Map<string, Receipt>();
  const keep = (part: ReadonlyMap<string, Receipt>) => {
    for (const [key, receipt] of part) receipts.set(key, receipt);
  };

  const { form } = chooseWriting(writes.length);
  const alone = writes.filter((each) => form === "single" || each.write.version !== null);
  for (const { key, write } of alone) {
    receipts.set(key, await sendWrite(api, mapping, encodeWrite(api, write)));
  }
  const together = writes.filter(({ key }) => !receipts.has(key));
  const rows = together.filter(touchesRoot).map(rowOf);
  keep(await writeRoots(api, mapping, rows, { ...steps, form }));
  if (hasPrice(mapping)) {
    keep(await writePrices(api, mapping, together, receipts));
  }
  return { receipts, calls };
}

function assertDistinct(writes: readonly KeyedWrite[]): void {
  const targets = writes.map(({ write }) => write.ref?.id.slice(0, 15) ?? write.linkMark ?? "");
  assert(new Set(targets).size === targets.length, "a record is written twice among many");
  const keys = new Set(writes.map(({ key }) => key));
  assert(keys.size === writes.length, "a key stands twice among many writes");
}

interface Order extends JobSteps {
  readonly form: "single" | "collections" | "bulk";
}

/** Upserts and updates apart: a collection, and a job, has one operation. */
async function writeRoots(
  api: OrgApi,
  mapping: Mapping,
  rows: readonly Row[],
  order: Order,
): Promise<ReadonlyMap<string, Receipt>> {
  const receipts = new Map<string, Receipt>();
  for (const operation of ["upsert", "update"] as const) {
    const own = rows.filter((row) => row.operation === operation);
    // One job an order: its id is one. The rarer kind of a mixture goes by collections.
    const isBulk = order.form === "bulk" && own.length * 2 > rows.length;
    // One upload a job as well: what it cannot hold goes by collections.
    const loaded = isBulk ? fittingUpload(own.filter(isFitForCsv)) : [];
    if (loaded.length > 0) {
      const ends = await loadRows(api, mapping.salesforceType, loaded, order);
      for (const [key, receipt] of await readBack(api, mapping, ends)) receipts.set(key, receipt);
    }
    const isLoaded = new Set(loaded);
    const others = own.filter((row) => !isLoaded.has(row));
    for (const part of inParts(others, ROWS_PER_CALL)) {
      const written = await writeCollections(api, mapping, part);
      for (const [key, receipt] of written) receipts.set(key, receipt);
    }
  }
  return receipts;
}

/** What a job wrote, as it stands now: written and not to be seen is settled by looking again. */
async function readBack(
  api: OrgApi,
  mapping: Mapping,
  ends: RowEnds,
): Promise<ReadonlyMap<string, Receipt>> {
  const ids = [...ends.values()].flatMap((end) => (end.outcome === "written" ? [end.id] : []));
  const seen = await readMany(api, mapping, ids);
  return new Map(
    [...ends].map(([key, end]): [string, Receipt] => {
      if (end.outcome !== "written") return [key, end];
      if (!seen.ok) return [key, { outcome: "unknown", error: seen.error }];
      const sighting = seen.value.get(end.id);
      return sighting?.kind === "found"
        ? [key, { outcome: "applied", observation: sighting.observation }]
        : [key, { outcome: "unknown", error: unreadable() }];
    }),
  );
}
