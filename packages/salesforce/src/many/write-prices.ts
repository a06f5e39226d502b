/**
 * The standard prices of products that were just written, 400 a request. What is there already is seen on
 * the product itself, so that a repetition changes an entry and makes none twice.
 *
 * A price that Salesforce refuses leaves its product as it is: the receipt stays _applied_, shows the price
 * that the product has, and says in Salesforce's words why it is not the one that was wanted
 * (`partRefused`). A write of the price alone did nothing then, and is _rejected_.
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import {
  objectsOf,
  isObject,
  type JsonObject,
  textOf,
  type WritableJson,
} from "@accord-sync/core/json/lossless-json.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { KeyedWrite } from "@accord-sync/core/ports/many-records.ts";
import type { Receipt } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { type OrgApi, queryPath } from "../api/org-api.ts";
import { PRICE_TYPE, STANDARD_PRICE_ROLE } from "../fields.ts";
import { readObservation } from "../records/observe-record.ts";
import { quoteText, selectRecords } from "../records/soql.ts";
import { STANDARD_BOOK_STATEMENT, type Values, valuesOf } from "../write-payload.ts";
import { COLLECTION_ROWS_MAX, ROWS_PER_CALL } from "./choose-writing.ts";
import { endOf, isGiven, type Price, unsentEnd, withoutNothing } from "./price.ts";
import { readMany } from "./read-many.ts";
import { inParts, type RowEnd, touchesRoot } from "./row.ts";
import { readCollection, sendTogether } from "./write-collections.ts";

/** The receipts that change by it. `receipts` tells which products were written. */
export async function writePrices(
  api: OrgApi,
  mapping: Mapping,
  writes: readonly KeyedWrite[],
  receipts: ReadonlyMap<string, Receipt>,
): Promise<ReadonlyMap<string, Receipt>> {
  const changed = new Map<string, Receipt>();
  const priced = writes.filter(({ write }) => hasAny(valuesOf(write, STANDARD_PRICE_ROLE)));
  const products = await productsOf(api, mapping, priced, receipts);
  for (const [key, receipt] of products.refused) changed.set(key, receipt);
  const prices = priced.flatMap((each): readonly Price[] => {
    const { key, write } = each;
    const product = products.found.get(key);
    const values = valuesOf(write, STANDARD_PRICE_ROLE);
    return product === undefined ? [] : [{ key, product, values, isAll: !touchesRoot(each) }];
  });
  // Apart: new entries also need the price book, which is one of the five parts that a request may have.
  const isThere = ({ product }: Price) => product.members[STANDARD_PRICE_ROLE] !== undefined;
  const parts = [prices.filter((price) => !isThere(price)), prices.filter(isThere)].flatMap(
    (each) => inParts(each, ROWS_PER_CALL),
  );
  for (const part of parts) {
    for (const [key, receipt] of await writePart(api, mapping, part)) changed.set(key, receipt);
  }
  return changed;
}

/** A write of a price alone has not looked at its product yet. */
async function productsOf(
  api: OrgApi,
  mapping: Mapping,
  priced: readonly KeyedWrite[],
  receipts: ReadonlyMap<string, Receipt>,
) {
  const found = new Map<string, Observation>();
  const refused = new Map<string, Receipt>();
  for (const { key } of priced) {
    const receipt = receipts.get(key);
    if (receipt?.outcome === "applied") found.set(key, receipt.observation);
  }
  const unseen = priced.filter((each) => !touchesRoot(each));
  const ids = new Map(unseen.map(({ key, write }) => [key, write.ref?.id ?? ""]));
  if (ids.size === 0) return { found, refused };
  const seen = await readMany(api, mapping, [...ids.values()]);
  for (const [key, id] of ids) {
    const sighting = seen.ok ? seen.value.get(id) : undefined;
    if (sighting?.kind === "found") found.set(key, sighting.observation);
    else refused.set(key, { outcome: "rejected", error: seen.ok ? gone(mapping, id) : seen.error });
  }
  return { found, refused };
}

/** Prices of one kind: all of them are to be made, or all are there. */
async function writePart(
  api: OrgApi,
  mapping: Mapping,
  prices: readonly Price[],
): Promise<ReadonlyMap<string, Receipt>> {
  const isMaking = prices.some(({ product }) => product.members[STANDARD_PRICE_ROLE] === undefined);
  const wanted = isMaking ? prices.filter(isGiven) : prices;
  const groups = inParts(wanted, COLLECTION_ROWS_MAX);
  const looks = inParts(prices, COLLECTION_ROWS_MAX);
  const book = queryPath(api.dataPath, "query", STANDARD_BOOK_STATEMENT);
  const sent = await sendTogether(api, [
    ...(isMaking && groups.length > 0
      ? [{ method: "GET", url: book, referenceId: "standardBook" }]
      : []),
    ...groups.map((group, place) => ({
      method: isMaking ? "POST" : "PATCH",
      url: `${api.dataPath}/composite/sobjects`,
      referenceId: `entries${place}`,
      body: { allOrNone: false, records: group.map(isMaking ? newEntry : changedEntry) },
    })),
    ...looks.map((group, place) => {
      const ids = group.map(({ product }) => quoteText(product.ref.id)).join(",");
      const statement = selectRecords(mapping, `WHERE Id IN (${ids})`);
      return {
        method: "GET",
        url: queryPath(api.dataPath, "query", statement),
        referenceId: `look${place}`,
      };
    }),
  ]);
  if (sent.kind === "none") {
    return new Map(prices.map((price) => [price.key, unsentEnd(price, sent.end)]));
  }
  const rows = looks.flatMap((_group, place) => {
    const body = sent.steps.get(`look${place}`)?.["body"];
    return isObject(body) ? objectsOf(body, "records") : [];
  });
  const seen = new Map(rows.map((row) => [textOf(row, "Id") ?? "", row]));
  const ends = new Map(
    groups.flatMap((group, place) => [...endsOf(group, sent.steps.get(`entries${place}`))]),
  );
  return new Map(
    prices.map((price): [string, Receipt] => {
      const row = seen.get(price.product.ref.id);
      const { answeredAt } = sent.answer;
      const observation = row === undefined ? null : readObservation(mapping, row, answeredAt);
      return [price.key, endOf(price, ends.get(price.key), observation)];
    }),
  );
}

/** How each entry ended by itself. */
function endsOf(
  prices: readonly Price[],
  step: JsonObject | undefined,
): ReadonlyMap<string, RowEnd> {
  const rows = prices.map(({ key, product }) => {
    const id = product.members[STANDARD_PRICE_ROLE]?.ref.id ?? "";
    return { key, operation: id === "" ? ("upsert" as const) : ("update" as const), address: id };
  });
  return readCollection(PRICE_TYPE, rows, step);
}

function changedEntry({ product, values }: Price): WritableJson {
  const id = product.members[STANDARD_PRICE_ROLE]?.ref.id ?? "";
  return { attributes: { type: PRICE_TYPE }, id, ...withoutNothing(values) };
}

function newEntry({ product, values }: Price): WritableJson {
  return {
    attributes: { type: PRICE_TYPE },
    Pricebook2Id: "@{standardBook.records[0].Id}",
    Product2Id: product.ref.id,
    IsActive: true,
    ...withoutNothing(values),
  };
}

const hasAny = (values: Values): boolean => Object.keys(values).length > 0;

function gone(mapping: Mapping, id: string) {
  return operationalError("SF_NOT_FOUND", { type: mapping.salesforceType, id });
}
