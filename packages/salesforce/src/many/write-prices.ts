/**
 * The standard prices of products that were just written, 200 a request. What is there already is seen on
 * the product itself, so that a repetition changes an entry and makes none twice.
 *
 * A price that Salesforce refuses leaves its product as it is: the receipt stays _applied_ and shows the
 * price that the product has, which is how a value that was not taken is told everywhere.
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import {
  objectsOf,
  isObject,
  textOf,
  type WritableJson,
} from "@accord-sync/core/json/lossless-json.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { KeyedWrite } from "@accord-sync/core/ports/many-records.ts";
import type { Receipt } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { type OrgApi, queryPath, unreadable } from "../api/org-api.ts";
import { PRICE_TYPE, STANDARD_PRICE_ROLE } from "../fields.ts";
import { readObservation } from "../records/observe-record.ts";
import { quoteText, selectRecords } from "../records/soql.ts";
import {
  PRICE_OF_NOTHING,
  STANDARD_BOOK_STATEMENT,
  type Values,
  valuesOf,
} from "../write-payload.ts";
import { COLLECTION_ROWS_MAX } from "./choose-writing.ts";
import { readMany } from "./read-many.ts";
import { inParts, touchesRoot } from "./row.ts";
import { sendTogether } from "./write-collections.ts";

interface Price {
  readonly key: string;
  readonly product: Observation;
  readonly values: Values;
}

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
  const prices = priced.flatMap(({ key, write }): readonly Price[] => {
    const product = products.found.get(key);
    return product === undefined
      ? []
      : [{ key, product, values: valuesOf(write, STANDARD_PRICE_ROLE) }];
  });
  for (const part of inParts(prices, COLLECTION_ROWS_MAX)) {
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

async function writePart(
  api: OrgApi,
  mapping: Mapping,
  prices: readonly Price[],
): Promise<ReadonlyMap<string, Receipt>> {
  const isThere = ({ product }: Price) => product.members[STANDARD_PRICE_ROLE] !== undefined;
  const changes = prices.filter(isThere).map(changedEntry);
  // An entry is made for a price, not for the lack of one.
  const isGiven = ({ values }: Price) => Object.values(values).some((value) => value !== null);
  const makes = prices.filter((price) => !isThere(price) && isGiven(price)).map(newEntry);
  const collection = `${api.dataPath}/composite/sobjects`;
  const step = (method: string, records: readonly WritableJson[]): readonly WritableJson[] =>
    records.length === 0
      ? []
      : [{ method, url: collection, referenceId: method, body: { allOrNone: false, records } }];
  const ids = prices.map(({ product }) => quoteText(product.ref.id)).join(",");
  const look = selectRecords(mapping, `WHERE Id IN (${ids})`);
  const book = queryPath(api.dataPath, "query", STANDARD_BOOK_STATEMENT);
  const sent = await sendTogether(api, [
    ...(makes.length === 0 ? [] : [{ method: "GET", url: book, referenceId: "standardBook" }]),
    ...step("POST", makes),
    ...step("PATCH", changes),
    { method: "GET", url: queryPath(api.dataPath, "query", look), referenceId: "look" },
  ]);
  const body = sent.kind === "steps" ? sent.steps.get("look")?.["body"] : undefined;
  const rows = isObject(body) ? objectsOf(body, "records") : [];
  return new Map(
    prices.map(({ key, product }): [string, Receipt] => {
      // The product is written, whatever became of its price: only a look tells.
      if (sent.kind === "none") return [key, { outcome: "unknown", error: sent.end.error }];
      const row = rows.find((each) => textOf(each, "Id") === product.ref.id);
      const { answeredAt } = sent.answer;
      const observation = row === undefined ? null : readObservation(mapping, row, answeredAt);
      return observation === null
        ? [key, { outcome: "unknown", error: unreadable() }]
        : [key, { outcome: "applied", observation }];
    }),
  );
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

/** Salesforce takes no empty price (S6). */
function withoutNothing(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, value ?? PRICE_OF_NOTHING]),
  );
}

const hasAny = (values: Values): boolean => Object.keys(values).length > 0;

function gone(mapping: Mapping, id: string) {
  return operationalError("SF_NOT_FOUND", { type: mapping.salesforceType, id });
}
