import { ApiError, methodNotAllowed, notFound, refuse } from "../api-error.ts";
import { createRow } from "../dml/change-rows.ts";
import { liveRow } from "../store/row.ts";
import { objectNamed } from "../dml/context.ts";
import { COMPOSITE_TEXTS, DUPLICATE_JSON_NAME_ERROR } from "../not-evidenced.ts";
import { enqueuedErrors } from "../dml/publish-row.ts";
import type { ApiErrorItem } from "../page-host.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { recordBody } from "../soql/project.ts";
import { withFormulas } from "../soql/read-field.ts";
import { visibleField, visibleObject } from "./visible.ts";
import { parseRecordId } from "../store/record-id.ts";
import { type EmulatorAnswer, isObject, json } from "../wire.ts";
import type { Call } from "./call.ts";
import { bodyOf, flagOf } from "./request-body.ts";
import { externalField, rowsByExternalId } from "./rows.ts";
import { binRow, changeRow } from "./row-writes.ts";

/**
 * sObject Collections (S1.4): up to 200 rows in one call. A row that fails undoes itself; with
 * `allOrNone` all rows are undone and the others say so. Answers keep the order of the request.
 */

const ROWS_MAX = 200;
/** Rows of one retrieve (D, resources_composite_sobjects_collections_retrieve). */
const RETRIEVED_MAX = 2000;
/** How often one call may update the same row beyond the first time. */
const REPEATED_UPDATES_MAX = 12;
/** Runs of one type, in a request that mixes types. */
const CHUNKS_MAX = 10;

/** One row of the answer. `created` is there for upserts only. */
interface RowResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly unknown[];
  readonly created?: boolean;
}

type Body = Readonly<Record<string, unknown>>;

/** All calls below `composite/sobjects`, told apart by method and depth. */
export function collections(call: Call): EmulatorAnswer {
  const [, resource, objectName, externalField] = call.path;
  if (resource !== "sobjects") throw notFound();
  const { method } = call.request;
  if (objectName !== undefined && externalField === undefined) return retrieve(call, objectName);
  if (method === "DELETE" && objectName === undefined) return deleteRows(call);
  if (method === "PATCH" && objectName !== undefined && externalField !== undefined) {
    return upsertRows(call, objectName, externalField);
  }
  if (objectName !== undefined) throw methodNotAllowed(method, ["PATCH"]);
  if (method === "POST") return changeRows(call, (row) => insertOne(call, row));
  if (method === "PATCH") return updateRows(call);
  throw methodNotAllowed(method, ["DELETE", "PATCH", "POST"]);
}

/** Checks the shape of a request with records, then changes them one by one. */
function changeRows(call: Call, change: (row: Body) => RowResult): EmulatorAnswer {
  const body = bodyOf(call);
  const rows = body["records"];
  if (!Array.isArray(rows) || !rows.every(isObject)) {
    throw refuse(400, "JSON_PARSER_ERROR", "records must be a list of objects");
  }
  limitRows(rows.length);
  const types = rows.map((row) => typeOf(row).toLowerCase());
  const chunks = types.filter((type, index) => type !== types[index - 1]).length;
  if (chunks > CHUNKS_MAX) {
    const message = `Cannot have more than ${CHUNKS_MAX} chunks in a single operation. Please rearrange the data to reduce chunking.`;
    throw refuse(400, "LIMIT_EXCEEDED", message);
  }
  return runRows(call, rows, flagOf(body, "allOrNone"), change);
}

/** Runs a change for each input; each undoes itself when it fails. */
function runRows<Input>(
  call: Call,
  inputs: readonly Input[],
  isAllOrNone: boolean,
  change: (input: Input) => RowResult,
): EmulatorAnswer {
  const beginning = call.org.store.savepoint();
  const results = inputs.map((input): RowResult => {
    try {
      return change(input);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { success: false, errors: error.items.map(rowError) };
    }
  });
  if (!isAllOrNone || results.every((result) => result.success)) return json(200, results);
  call.org.store.rollbackTo(beginning);
  return json(
    200,
    results.map((result) => (result.success ? ROLLED_BACK : result)),
  );
}

const ROLLED_BACK: RowResult = {
  success: false,
  errors: [
    {
      statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
      message:
        "Record rolled back because not all records were valid and the request was using AllOrNone header",
      fields: [],
    },
  ],
};

/** In collections the code is called `statusCode` and `fields` is always there. */
export function rowError(item: ApiErrorItem) {
  return { statusCode: item.errorCode, message: item.message, fields: item.fields ?? [] };
}

/** Collections may mix types, so every record must say its own. */
function typeOf(row: Body): string {
  const attributes = row["attributes"];
  const type = isObject(attributes) ? attributes["type"] : undefined;
  if (typeof type === "string") return type;
  throw refuse(400, "INVALID_INPUT", "attributes.type must be given for each record");
}

/** A record of POST. */
function insertOne(call: Call, row: Body): RowResult {
  const id = createRow(call.dml, objectOfRow(call, row).name, row);
  return { id, success: true, errors: enqueuedErrors(call.dml, id) };
}

/** PATCH of records that name their ids; the same one may come back a number of times. */
function updateRows(call: Call): EmulatorAnswer {
  const times = new Map<string, number>();
  return changeRows(call, (row) => {
    const fields = Object.entries(row).filter(([name]) => name.toLowerCase() !== "id");
    const key = valueNamed(row, "Id");
    if (typeof key !== "string") {
      throw refuse(400, "MISSING_ARGUMENT", "Id not specified in an update call", []);
    }
    const object = objectOfRow(call, row);
    const long = checkedId(call, key, object);
    times.set(long, (times.get(long) ?? -1) + 1);
    if ((times.get(long) ?? 0) > REPEATED_UPDATES_MAX) {
      const message = `Maximum number of duplicate updates in one batch (${REPEATED_UPDATES_MAX} allowed). Attempt to update Id more than once in this Api call: ${long}`;
      throw refuse(400, "DUPLICATE_VALUE", message, []);
    }
    changeRow(call, object.name, long, Object.fromEntries(fields));
    return { id: long, success: true, errors: [] };
  });
}

/** A member of a record, whatever its letters' case. @throws INVALID_FIELD when it is there twice */
function valueNamed(row: Body, wanted: string): unknown {
  const found = Object.entries(row).filter(([name]) => name.toLowerCase() === wanted.toLowerCase());
  if (found.length < 2) return found[0]?.[1];
  throw refuse(400, "INVALID_FIELD", `${DUPLICATE_JSON_NAME_ERROR} '${wanted}'`, []);
}

/**
 * The long form of an id that belongs to a row of the org; rows have errors of their own (S1.7). The text
 * for a row of another object than the record's is the one that coercion of lookups has.
 */
function checkedId(call: Call, text: string, of?: ObjectEntry): string {
  const id = parseRecordId(text);
  if (id === undefined) throw refuse(400, "MALFORMED_ID", `malformed id ${text}`, []);
  const object = call.org.schema.objectOfId(id);
  if (object !== undefined && of !== undefined && object !== of) {
    const message = `${of.label} ID: id value of incorrect type: ${id}`;
    throw refuse(400, "MALFORMED_ID", message, ["Id"]);
  }
  if (object !== undefined && call.org.store.get(object.name, id) !== undefined) return id;
  throw refuse(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
}

/** The object that a record names. */
function objectOfRow(call: Call, row: Body): ObjectEntry {
  const type = typeOf(row);
  const object = call.org.schema.object(type);
  if (object !== undefined) return object;
  throw refuse(400, "INVALID_TYPE", `sObject type '${type}' is not supported.`, []);
}

/** Upsert; one external id that comes twice in a call fits neither of its records. */
function upsertRows(call: Call, objectName: string, fieldName: string): EmulatorAnswer {
  const object = objectNamed(call.org.schema, objectName);
  const field = externalField(call, object, fieldName);
  const keyOf = (row: Body): string => {
    const [, value] =
      Object.entries(row).find(([name]) => name.toLowerCase() === field.name.toLowerCase()) ?? [];
    const id = field.type === "id" ? parseRecordId(String(value)) : undefined;
    return id ?? String(value).toLowerCase();
  };
  const seen = new Map<string, number>();
  const records = bodyOf(call)["records"];
  for (const row of Array.isArray(records) ? records.filter(isObject) : []) {
    const key = keyOf(row);
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return changeRows(call, (row) => {
    if (objectOfRow(call, row) !== object) {
      throw refuse(400, "INVALID_TYPE", COMPOSITE_TEXTS.otherType(object.name, typeOf(row)), []);
    }
    const value = valueNamed(row, field.name);
    if (typeof value !== "string" && typeof value !== "number") {
      throw refuse(400, "MISSING_ARGUMENT", `${field.name} not specified`, []);
    }
    if ((seen.get(keyOf(row)) ?? 0) > 1) {
      const message = `Duplicate external id specified: ${value}`;
      throw refuse(400, "DUPLICATE_VALUE", message, [field.name]);
    }
    return upsertOne(call, { object, field }, row, String(value));
  });
}

/** A record of an upsert: the external id stands beside the fields. */
function upsertOne(
  call: Call,
  { object, field }: { readonly object: ObjectEntry; readonly field: FieldSchema },
  row: Body,
  value: string,
): RowResult {
  const key = field.type === "id" ? checkedId(call, value, object) : value;
  const [match, ...others] = rowsByExternalId(call, object, field.name, key);
  if (others.length > 0) {
    const message = `${field.name}: more than one record found for external id field: [${[match, ...others].map((each) => String(each?.["Id"])).join(", ")}]`;
    throw refuse(400, "DUPLICATE_EXTERNAL_ID", message, []);
  }
  if (match === undefined) {
    const id = createRow(call.dml, object.name, row);
    return { id, success: true, errors: [], created: true };
  }
  const id = String(match["Id"]);
  const fields = Object.entries(row).filter(
    ([name]) => name.toLowerCase() !== field.name.toLowerCase(),
  );
  changeRow(call, object.name, id, Object.fromEntries(fields));
  return { id, success: true, errors: [], created: false };
}

/** DELETE takes ids of any objects; the key prefix tells which. */
function deleteRows(call: Call): EmulatorAnswer {
  const ids = (call.query.get("ids") ?? "").split(",").filter((id) => id !== "");
  limitRows(ids.length);
  const isAllOrNone = flagOf({ allOrNone: call.query.get("allOrNone") }, "allOrNone");
  return runRows(call, ids, isAllOrNone, (id) => {
    const long = checkedId(call, id.trim());
    const object = call.org.schema.objectOfId(long);
    if (object !== undefined) binRow(call, object.name, long);
    return { id: long, success: true, errors: [] };
  });
}

/** GET with `ids` and `fields` in the address, POST with them in the body; missing rows are null. */
function retrieve(call: Call, objectName: string): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "GET" && method !== "POST") throw methodNotAllowed(method, ["GET", "POST"]);
  const object = visibleObject(call, objectName);
  const body: Body = method === "POST" ? bodyOf(call) : {};
  const list = (name: string): readonly string[] => {
    if (method === "GET") return (call.query.get(name) ?? "").split(",");
    const given = body[name];
    if (Array.isArray(given)) return given.map(String);
    throw refuse(400, "JSON_PARSER_ERROR", `${name} must be a list`);
  };
  const ids = list("ids").filter((id) => id.trim() !== "");
  limitRows(ids.length, RETRIEVED_MAX);
  const fields = list("fields").map((name) => visibleField(call, object, name.trim()));
  return json(
    200,
    ids.map((id) => {
      const row = liveRow(call.org.store, object.name, parseRecordId(id.trim()) ?? "");
      return row === undefined
        ? null
        : recordBody(object, withFormulas(call.world, object, row), call.base, fields);
    }),
  );
}

/** Refuses the whole call: no row of it is looked at. */
function limitRows(count: number, countMax = ROWS_MAX): void {
  if (count <= countMax) return;
  throw refuse(
    400,
    "LIMIT_EXCEEDED",
    `record limit reached. cannot submit more than ${countMax} records into this call`,
  );
}
