/**
 * More rows than one request writes and reads back: first all of them, then the standard prices of the products that
 * are new by it, and then one look at what came of both.
 */
import { type JsonObject, textOf } from "@accord-sync/core/json/lossless-json.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { KeyedWrite } from "@accord-sync/core/ports/many-records.ts";
import type { Receipt } from "@accord-sync/core/ports/remote.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type OrgApi, queryPath, unreadable } from "../api/org-api.ts";
import { PRICE_TYPE, STANDARD_PRICE_ROLE } from "../fields.ts";
import { hasPrice } from "../records/soql.ts";
import { STANDARD_BOOK_STATEMENT, valuesOf } from "../write-payload.ts";
import { COLLECTION_ROWS_MAX, COLLECTIONS_PER_REQUEST } from "./choose-writing.ts";
import { loadRows } from "./load-rows.ts";
import { isGiven, type Price, withoutNothing } from "./price.ts";
import { readBack, type Written } from "./read-back.ts";
import { inParts, type Row, type RowEnd, type RowEnds } from "./row.ts";
import { collectionStep, readCollection, sendTogether } from "./write-collections.ts";
import type { Order } from "./write-many.ts";

/** No answer comes later than this, and both of Salesforce's clocks may be off; milliseconds. */
const WRITTEN_BEFORE_ANSWER_MS = 35_000;

export interface Apart {
  /** All of one operation. */
  readonly rows: readonly Row[];
  readonly isJob: boolean;
  readonly writes: readonly KeyedWrite[];
}

export interface ApartEnds {
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** Keys of writes whose price has its end with them. */
  readonly priced: ReadonlySet<string>;
}

export async function writeApart(
  api: OrgApi,
  mapping: Mapping,
  { rows, isJob, writes }: Apart,
  order: Order,
): Promise<ApartEnds> {
  const { salesforceType } = mapping;
  const roots = isJob
    ? await loadRows(api, salesforceType, rows, order)
    : await collect(api, salesforceType, rows);
  const made = hasPrice(mapping) ? pricesOfNew(writes, roots.ends) : [];
  const prices = made.length === 0 ? NO_ENDS : await addPrices(api, made, { ...order, isJob });
  const seen = await readBack(api, mapping, roots);
  const priced = new Set<string>();
  const receipts = new Map<string, Receipt>();
  for (const [key, end] of roots.ends) {
    if (end.outcome !== "written") {
      receipts.set(key, end);
      continue;
    }
    const sighting = seen.ok ? seen.value.get(end.id) : undefined;
    if (sighting?.kind !== "found") {
      receipts.set(key, { outcome: "unknown", error: seen.ok ? unreadable() : seen.error });
      continue;
    }
    const { observation } = sighting;
    const price = prices.get(key);
    const isThere = observation.members[STANDARD_PRICE_ROLE] !== undefined;
    if (price?.outcome === "unknown") receipts.set(key, price);
    else if (price?.outcome === "rejected" && !isThere) {
      receipts.set(key, { ...applied(observation), partRefused: price.error });
    } else receipts.set(key, applied(observation));
    // One that somebody else made meanwhile, a flow say, is refused a second time, and changed afterwards.
    if (price !== undefined && !(price.outcome === "rejected" && isThere)) priced.add(key);
  }
  return { receipts, priced };
}

function applied(observation: Observation) {
  return { outcome: "applied", observation, isReadLater: true } as const;
}

const NO_ENDS: RowEnds = new Map();

/** As many requests as it takes, five collections each. */
async function collect(api: OrgApi, type: string, rows: readonly Row[]): Promise<Written> {
  const ends = new Map<string, RowEnd>();
  let first: number | null = null;
  for (const batch of inParts(rows, COLLECTION_ROWS_MAX * COLLECTIONS_PER_REQUEST)) {
    const parts = inParts(batch, COLLECTION_ROWS_MAX);
    const steps = parts.map((part, place) => collectionStep(api, type, part, `rows${place}`));
    const sent = await sendTogether(api, steps);
    for (const [place, part] of parts.entries()) {
      if (sent.kind === "none") for (const { key } of part) ends.set(key, sent.end);
      else {
        const told = readCollection(type, part, sent.steps.get(`rows${place}`));
        for (const [key, end] of told) ends.set(key, end);
      }
    }
    if (sent.kind === "steps") first ??= sent.answer.answeredAt;
  }
  return { ends, since: first === null ? null : isoSeconds(first - WRITTEN_BEFORE_ANSWER_MS) };
}

interface NewPrice extends Pick<Price, "key" | "values"> {
  readonly product: string;
}

/** A product that was there before may have a price: it is looked at first (write-prices.ts). */
function pricesOfNew(writes: readonly KeyedWrite[], ends: RowEnds): readonly NewPrice[] {
  return writes.flatMap(({ key, write }): readonly NewPrice[] => {
    const end = ends.get(key);
    const values = valuesOf(write, STANDARD_PRICE_ROLE);
    const isNew = end?.outcome === "written" && end.isCreated;
    return isNew && isGiven({ values }) ? [{ key, product: end.id, values }] : [];
  });
}

async function addPrices(
  api: OrgApi,
  prices: readonly NewPrice[],
  order: Order & Pick<Apart, "isJob">,
): Promise<RowEnds> {
  if (!order.isJob || prices.length <= order.bulkAbove) return collectPrices(api, prices);
  const book = await findStandardBook(api);
  if (!book.ok) {
    const end = { outcome: "rejected", error: book.error } as const;
    return new Map(prices.map(({ key }) => [key, end]));
  }
  const rows = prices.map(({ key, product, values }): Row => {
    const entry = { Pricebook2Id: book.value, IsActive: true, ...withoutNothing(values) };
    return { key, operation: "insert", address: product, values: entry };
  });
  return (await loadRows(api, PRICE_TYPE, rows, order)).ends;
}

async function findStandardBook(api: OrgApi): Promise<Result<string>> {
  const found = await api.query("query", STANDARD_BOOK_STATEMENT);
  if (!found.ok) return found;
  const [row] = found.value.rows;
  const id = row === undefined ? null : textOf(row, "Id");
  return id === null ? fail(unreadable()) : succeed(id);
}

/** The look for the price book is one of the five parts of a request. */
async function collectPrices(api: OrgApi, prices: readonly NewPrice[]): Promise<RowEnds> {
  const ends = new Map<string, RowEnd>();
  const book = queryPath(api.dataPath, "query", STANDARD_BOOK_STATEMENT);
  for (const batch of inParts(prices, COLLECTION_ROWS_MAX * (COLLECTIONS_PER_REQUEST - 1))) {
    const parts = inParts(batch, COLLECTION_ROWS_MAX);
    const sent = await sendTogether(api, [
      { method: "GET", url: book, referenceId: "standardBook" },
      ...parts.map((part, place) => ({
        method: "POST",
        url: `${api.dataPath}/composite/sobjects`,
        referenceId: `entries${place}`,
        body: { allOrNone: false, records: part.map(newEntry) },
      })),
    ]);
    for (const [place, part] of parts.entries()) {
      if (sent.kind === "none") for (const { key } of part) ends.set(key, sent.end);
      else {
        const told = endsOfEntries(part, sent.steps.get(`entries${place}`));
        for (const [key, end] of told) ends.set(key, end);
      }
    }
  }
  return ends;
}

function endsOfEntries(part: readonly NewPrice[], step: JsonObject | undefined): RowEnds {
  const rows = part.map(({ key }) => ({ key, operation: "insert" as const, address: "" }));
  return readCollection(PRICE_TYPE, rows, step);
}

function newEntry({ product, values }: NewPrice) {
  return {
    attributes: { type: PRICE_TYPE },
    Pricebook2Id: "@{standardBook.records[0].Id}",
    Product2Id: product,
    IsActive: true,
    ...withoutNothing(values),
  };
}
