/** Many writes of one mapping, each in the cheapest form that can carry it. */
import { assert } from "@accord-sync/core/errors/assert.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type {
  JobSteps,
  KeyedWrite,
  ManyChoice,
  ManyEnd,
} from "@accord-sync/core/ports/many-records.ts";
import type { Receipt } from "@accord-sync/core/ports/remote.ts";
import type { OrgApi } from "../api/org-api.ts";
import { hasPrice } from "../records/soql.ts";
import { sendWrite } from "../send-write.ts";
import { encodeWrite } from "../write-payload.ts";
import { ROWS_PER_CALL } from "./choose-writing.ts";
import { fittingUpload, isFitForCsv } from "./load-csv.ts";
import { rowOf, touchesRoot } from "./row.ts";
import { type ApartEnds, writeApart } from "./write-apart.ts";
import { writeCollections } from "./write-collections.ts";
import { writePrices } from "./write-prices.ts";

export async function writeMany(
  counting: OrgApi,
  mapping: Mapping,
  writes: readonly KeyedWrite[],
  order: Order,
): Promise<ManyEnd> {
  assertDistinct(writes);
  let calls = 0;
  const counted = <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1;
    return call();
  };
  const api: OrgApi = {
    ...counting,
    exchange: (request) => counted(() => counting.exchange(request)),
    get: (path) => counted(() => counting.get(path)),
    query: (resource, statement) => counted(() => counting.query(resource, statement)),
  };
  const receipts = new Map<string, Receipt>();
  const keep = (part: ReadonlyMap<string, Receipt>) => {
    for (const [key, receipt] of part) receipts.set(key, receipt);
  };

  const { form } = order;
  const alone = writes.filter((each) => form === "single" || each.write.version !== null);
  for (const { key, write } of alone) {
    receipts.set(key, await sendWrite(api, mapping, encodeWrite(api, write)));
  }
  const together = writes.filter(({ key }) => !receipts.has(key));
  const roots = await writeRoots(api, mapping, together.filter(touchesRoot), order);
  keep(roots.receipts);
  if (hasPrice(mapping)) {
    const unpriced = together.filter(({ key }) => !roots.priced.has(key));
    keep(await writePrices(api, mapping, unpriced, receipts));
  }
  return { receipts, calls };
}

function assertDistinct(writes: readonly KeyedWrite[]): void {
  const targets = writes.map(({ write }) => write.ref?.id.slice(0, 15) ?? write.linkMark ?? "");
  assert(new Set(targets).size === targets.length, "a record is written twice among many");
  const keys = new Set(writes.map(({ key }) => key));
  assert(keys.size === writes.length, "a key stands twice among many writes");
}

export interface Order extends JobSteps {
  readonly form: ManyChoice["form"];
  /** More rows of one kind than this go by a job, where the form is that. */
  readonly bulkAbove: number;
}

/** Upserts and updates apart: a collection, and a job, has one operation. */
async function writeRoots(
  api: OrgApi,
  mapping: Mapping,
  writes: readonly KeyedWrite[],
  order: Order,
): Promise<ApartEnds> {
  const receipts = new Map<string, Receipt>();
  const priced = new Set<string>();
  const take = (ends: Partial<ApartEnds>) => {
    for (const [key, receipt] of ends.receipts ?? []) receipts.set(key, receipt);
    for (const key of ends.priced ?? []) priced.add(key);
  };
  const rows = writes.map(rowOf);
  for (const operation of ["upsert", "update"] as const) {
    const own = rows.filter((row) => row.operation === operation);
    // The rarer kind of a mixture goes by collections.
    const isBulk = order.form === "bulk" && own.length * 2 > rows.length;
    // One upload a job as well: what it cannot hold goes by collections.
    const loaded = isBulk ? fittingUpload(own.filter(isFitForCsv)) : [];
    if (loaded.length > 0) {
      take(await writeApart(api, mapping, { rows: loaded, isJob: true, writes }, order));
    }
    const isLoaded = new Set(loaded);
    const others = own.filter((row) => !isLoaded.has(row));
    if (others.length > ROWS_PER_CALL) {
      take(await writeApart(api, mapping, { rows: others, isJob: false, writes }, order));
    } else if (others.length > 0) {
      take({ receipts: await writeCollections(api, mapping, others) });
    }
  }
  return { receipts, priced };
}
