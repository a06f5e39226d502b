/**
 * Encodes a write as one composite: what to change, then a query that reads the record back, all or
 * nothing. Salesforce answers a write with no values and no version, so the query's row is the new
 * observation, at no further call.
 *
 *   create   upsert by the link mark, [standard price book, new price entry,] read back
 *   update   [root,] [price entry: changed or new,] read back
 *   mark     root or the row of a further company's link, read back
 *   delete   root without its mark, which states the condition that a deletion cannot (S3), deletion
 *
 * Conditions: with a version, root and price entry each carry `If-Unmodified-Since`, so a person's edit
 * after our observation refuses the whole (S3). An upsert has no condition: repeating it stores the
 * same values again and creates nothing (S4).
 *
 * A repeated update meets its own first effect: if the first was carried out and its answer lost, the
 * condition fails (412) though nobody else wrote. That is reported as stale like any other: the engine
 * observes the record and finds the payload's values there.
 */
import { assert, must } from "@accord-sync/core/errors/assert.ts";
import { isDecimalKind } from "@accord-sync/core/mapping/canonical.ts";
import type { Mapping, ValueKind } from "@accord-sync/core/mapping/mapping.ts";
import type { PlannedWrite, WirePayload } from "@accord-sync/core/ports/remote.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import { type OrgApi, queryPath } from "./api/org-api.ts";
import {
  COMPANY_FIELD,
  isRecordId,
  LINK_MARK_FIELD,
  PRICE_TYPE,
  splitPath,
  STANDARD_PRICE_ROLE,
} from "./fields.ts";
import { linkRowPath, linkRowValues } from "./link-row.ts";
import {
  isDecimal,
  JsonNumber,
  type WritableJson,
  writeJson,
} from "@accord-sync/core/json/lossless-json.ts";
import { httpDate } from "./records/salesforce-time.ts";
import { quoteText, selectRecords } from "./records/soql.ts";

/** Names of the subrequests, by which the answer is read. */
export const STEP = {
  record: "record",
  standardBook: "standardBook",
  newPrice: "newPrice",
  price: "price",
  linkRow: "linkRow",
  deletion: "deletion",
  readBack: "readBack",
} as const;

/** There is one, whose id differs from org to org (S5). */
export const STANDARD_BOOK_STATEMENT = "SELECT Id FROM Pricebook2 WHERE IsStandard = true LIMIT 1";
/** What an empty price is written as (S6). */
export const PRICE_OF_NOTHING = new JsonNumber("0");

export type Values = Record<string, WritableJson>;

interface Subrequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly referenceId: string;
  readonly body?: Values;
  readonly httpHeaders?: Readonly<Record<string, string>>;
}

export function encodeWrite(
  api: Pick<OrgApi, "dataPath" | "callOptions">,
  write: PlannedWrite,
): WirePayload {
  const steps = stepsOfWrite(api.dataPath, write);
  const body = { allOrNone: true, collateSubrequests: false, compositeRequest: steps.map(toJson) };
  return {
    method: "POST",
    path: `${api.dataPath}/composite`,
    headers: { ...api.callOptions, accept: "application/json", "content-type": "application/json" },
    body: writeJson(body),
  };
}

function stepsOfWrite(dataPath: string, write: PlannedWrite): readonly Subrequest[] {
  if (write.operation === "create") return createSteps(dataPath, write);
  assert(write.operation !== "void", "Salesforce has nothing to void");
  return write.operation === "delete"
    ? deletionSteps(dataPath, write)
    : updateSteps(dataPath, write);
}

/** Both or neither: an edit since the version that was seen refuses the first and so keeps the record. */
function deletionSteps(dataPath: string, write: PlannedWrite): readonly Subrequest[] {
  const { id } = must(write.ref, "a deletion names its record");
  assert(isRecordId(id), `not a Salesforce id: ${id}`);
  const url = `${dataPath}/sobjects/${write.mapping.salesforceType}/${id}`;
  const condition = unmodifiedSince(must(write.version, "a deletion carries the version seen"));
  return [
    { method: "PATCH", url, referenceId: STEP.record, body: markValues(null), ...condition },
    { method: "DELETE", url, referenceId: STEP.deletion },
  ];
}

function toJson(step: Subrequest): WritableJson {
  const { method, url, referenceId, body, httpHeaders } = step;
  return {
    method,
    url,
    referenceId,
    ...(httpHeaders === undefined ? {} : { httpHeaders }),
    ...(body === undefined ? {} : { body }),
  };
}

function createSteps(dataPath: string, write: PlannedWrite): readonly Subrequest[] {
  const { mapping } = write;
  const mark = must(write.linkMark, "a record is created in Salesforce under the mark of its link");
  const address = `${dataPath}/sobjects/${mapping.salesforceType}/${LINK_MARK_FIELD}/${encodeURIComponent(mark)}`;
  const body = { ...valuesOf(write, null), [COMPANY_FIELD]: companyOf(mark) };
  const price = valuesOf(write, STANDARD_PRICE_ROLE);
  return [
    { method: "PATCH", url: address, referenceId: STEP.record, body },
    ...(hasValues(price) ? newPriceSteps(dataPath, `@{${STEP.record}.id}`, price) : []),
    readBack(dataPath, mapping, `${LINK_MARK_FIELD} = ${quoteText(mark)}`),
  ];
}

function updateSteps(dataPath: string, write: PlannedWrite): readonly Subrequest[] {
  const { mapping } = write;
  const { id } = must(write.ref, "an update names its record");
  assert(isRecordId(id), `not a Salesforce id: ${id}`);
  const root = { ...valuesOf(write, null), ...markValues(write.linkMark) };
  const steps: Subrequest[] = [];
  if (hasValues(root)) {
    const url = `${dataPath}/sobjects/${mapping.salesforceType}/${id}`;
    const condition = unmodifiedSince(write.version);
    steps.push({ method: "PATCH", url, referenceId: STEP.record, body: root, ...condition });
  }
  steps.push(...priceSteps(dataPath, write, id), ...linkRowSteps(dataPath, write));
  assert(steps.length > 0, "a write changes something");
  return [...steps, readBack(dataPath, mapping, `Id = ${quoteText(id)}`)];
}

/** A link with a further company: upserted or deleted by its mark. */
function linkRowSteps(dataPath: string, { linkRow, ref }: PlannedWrite): readonly Subrequest[] {
  if (linkRow === undefined) return [];
  const url = linkRowPath(dataPath, linkRow.mark);
  const referenceId = STEP.linkRow;
  if (!linkRow.isLinked) return [{ method: "DELETE", url, referenceId }];
  const body = linkRowValues(must(ref, "a link row belongs to a record"), linkRow);
  return [{ method: "PATCH", url, referenceId, body }];
}

/** The standard price: changed where there is an entry, made where there is none and a value. */
function priceSteps(
  dataPath: string,
  write: PlannedWrite,
  productId: string,
): readonly Subrequest[] {
  const values = valuesOf(write, STANDARD_PRICE_ROLE);
  if (!hasValues(values)) return [];
  const entry = write.members[STANDARD_PRICE_ROLE];
  if (entry === undefined) {
    const given = Object.entries(values).filter(([, value]) => value !== null);
    return given.length === 0 ? [] : newPriceSteps(dataPath, productId, Object.fromEntries(given));
  }
  // Salesforce takes no empty price; an empty one in QuickBooks means 0 (S6).
  const body = Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, value ?? PRICE_OF_NOTHING]),
  );
  const url = `${dataPath}/sobjects/${PRICE_TYPE}/${entry.ref.id}`;
  const condition = unmodifiedSince(write.version === null ? null : entry.version);
  return [{ method: "PATCH", url, referenceId: STEP.price, body, ...condition }];
}

/** A price entry needs the id of the standard price book, which differs from org to org (S5). */
function newPriceSteps(dataPath: string, productId: string, values: Values): readonly Subrequest[] {
  const body = {
    Pricebook2Id: `@{${STEP.standardBook}.records[0].Id}`,
    Product2Id: productId,
    IsActive: true,
    ...values,
  };
  return [
    {
      method: "GET",
      url: queryPath(dataPath, "query", STANDARD_BOOK_STATEMENT),
      referenceId: STEP.standardBook,
    },
    { method: "POST", url: `${dataPath}/sobjects/${PRICE_TYPE}`, referenceId: STEP.newPrice, body },
  ];
}

function readBack(dataPath: string, mapping: Mapping, condition: string): Subrequest {
  const statement = selectRecords(mapping, `WHERE ${condition}`);
  return {
    method: "GET",
    url: queryPath(dataPath, "query", statement),
    referenceId: STEP.readBack,
  };
}

/** The part of the patch that belongs to the root (`role` null) or to one member. */
export function valuesOf(write: PlannedWrite, role: string | null): Values {
  const values: Values = {};
  for (const [path, value] of Object.entries(write.patch)) {
    const place = splitPath(path);
    if (place.role !== role || (write.operation === "create" && value === null)) continue;
    const kind = kindOf(write.mapping, path);
    // A check box is never empty: what has no value leaves it as it is.
    if (kind === "boolean" && value === null) continue;
    values[place.field] = wireValue(kind, value);
  }
  return values;
}

function wireValue(kind: ValueKind, value: FieldValue): WritableJson {
  if (value === null || typeof value === "boolean") return value;
  if (kind === "boolean") return value === "true";
  // What is no number goes as it is: Salesforce refuses it in its own words.
  return isDecimalKind(kind) && isDecimal(value) ? new JsonNumber(value) : value;
}

function kindOf(mapping: Mapping, path: string): ValueKind {
  return mapping.fields.find((rule) => rule.salesforce === path)?.kind ?? "text";
}

function hasValues(values: Values): boolean {
  return Object.keys(values).length > 0;
}

export function markValues(mark: string | null | undefined): Values {
  if (mark === undefined) return {};
  return { [LINK_MARK_FIELD]: mark, [COMPANY_FIELD]: mark === null ? null : companyOf(mark) };
}

/** The realm of `{realm}:{Type}:{Id}`. */
export function companyOf(mark: string): string {
  return mark.slice(0, Math.max(0, mark.indexOf(":")));
}

function unmodifiedSince(version: string | null): Pick<Subrequest, "httpHeaders"> {
  return version === null ? {} : { httpHeaders: { "If-Unmodified-Since": httpDate(version) } };
}
