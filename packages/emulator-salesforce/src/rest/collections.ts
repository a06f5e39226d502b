import { ApiError, methodNotAllowed, notFound, refuse } from "../api-error.ts";
import { createRow, deleteRow, updateRow } from "../dml/change-rows.ts";
import { liveRow, objectNamed } from "../dml/context.ts";
import type { ApiErrorItem } from "../page-host.ts";
import { recordBody } from "../soql/project.ts";
import { parseRecordId } from "../store/record-id.ts";
import { type EmulatorAnswer, isObject, json } from "../wire.ts";
import { bodyOf, type Call } from "./call.ts";
import { rowsByExternalId } from "./rows.ts";

/**
 * sObject Collections (S1.4): up to 200 rows in one call. A row that fails undoes itself; with
 * `allOrNone` all rows are undone and the others say so. Answers keep the order of the request.
 */

const ROWS_MAX = 200;
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
    return changeRows(call, (row) => upsertOne(call, objectName, externalField, row));
  }
  if (objectName !== undefined) throw methodNotAllowed(method, ["PATCH"]);
  if (method === "POST") return changeRows(call, (row) => insertOne(call, row));
  if (method === "PATCH") return changeRows(call, (row) => updateOne(call, row));
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
  const types = rows.map((row) => typeOf(row));
  const chunks = types.filter((type, index) => type !== types[index - 1]).length;
  if (chunks > CHUNKS_MAX) {
    const message = `Cannot have more than ${CHUNKS_MAX} chunks in a single operation. Please rearrange the data to reduce chunking.`;
    throw refuse(400, "LIMIT_EXCEEDED", message);
  }
  return runRows(call, rows, body["allOrNone"] === true, change);
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
      if (error instanceof ApiError) return { success: false, errors: error.items.map(rowError) };
      throw error;
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
function rowError(item: ApiErrorItem) {
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
  return { id: createRow(call.dml, typeOf(row), row), success: true, errors: [] };
}

/** A record of PATCH: the id stands beside the fields. */
function updateOne(call: Call, row: Body): RowResult {
  const { Id, id, ...fields } = row;
  const key = Id ?? id;
  if (typeof key !== "string") {
    throw refuse(400, "MISSING_ARGUMENT", "Id not specified in an update call", []);
  }
  updateRow(call.dml, typeOf(row), key, fields);
  return { id: parseRecordId(key) ?? key, success: true, errors: [] };
}

/** A record of an upsert: the external id stands beside the fields. */
function upsertOne(call: Call, objectName: string, fieldName: string, row: Body): RowResult {
  const object = objectNamed(call.org.schema, objectName);
  const { [fieldName]: value, ...fields } = row;
  if (typeof value !== "string") {
    throw refuse(400, "MISSING_ARGUMENT", `${fieldName} not specified`, []);
  }
  const [match, ...others] = rowsByExternalId(call, object, fieldName, value);
  if (others.length > 0) {
    const message = `${fieldName}: more than one record found for external id field: [${[match, ...others].map((each) => String(each?.["Id"])).join(", ")}]`;
    throw refuse(400, "DUPLICATE_EXTERNAL_ID", message, []);
  }
  if (match === undefined) {
    const id = createRow(call.dml, object.name, row);
    return { id, success: true, errors: [], created: true };
  }
  const id = String(match["Id"]);
  updateRow(call.dml, object.name, id, fields);
  return { id, success: true, errors: [], created: false };
}

/** DELETE takes ids of any objects; the key prefix tells which. */
function deleteRows(call: Call): EmulatorAnswer {
  const ids = (call.query.get("ids") ?? "").split(",").filter((id) => id !== "");
  limitRows(ids.length);
  return runRows(call, ids, call.query.get("allOrNone") === "true", (id) => {
    const object = call.org.schema.objectOfId(id);
    if (object === undefined) throw refuse(400, "MALFORMED_ID", `malformed id ${id}`, []);
    deleteRow(call.dml, object.name, id);
    return { id: parseRecordId(id) ?? id, success: true, errors: [] };
  });
}

/** GET with `ids` and `fields` in the address, POST with them in the body; missing rows are null. */
function retrieve(call: Call, objectName: string): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "GET" && method !== "POST") throw methodNotAllowed(method, ["GET", "POST"]);
  const object = objectNamed(call.org.schema, objectName);
  const body: Body = method === "POST" ? bodyOf(call) : {};
  const list = (name: string): readonly string[] => {
    const given = body[name];
    return Array.isArray(given) ? given.map(String) : (call.query.get(name) ?? "").split(",");
  };
  const ids = list("ids");
  limitRows(ids.length);
  const fields = list("fields").map((name) => {
    const field = object.field(name.trim());
    if (field !== undefined) return field;
    throw refuse(
      400,
      "INVALID_FIELD",
      `No such column '${name}' on sobject of type ${object.name}`,
    );
  });
  return json(
    200,
    ids.map((id) => {
      const row = liveRow(call.org.store, object.name, parseRecordId(id.trim()) ?? "");
      return row === undefined ? null : recordBody(object, row, call.base, fields);
    }),
  );
}

/** Refuses the whole call: no row of it is looked at. */
function limitRows(count: number): void {
  if (count <= ROWS_MAX) return;
  throw refuse(
    400,
    "LIMIT_EXCEEDED",
    `record limit reached. cannot submit more than ${ROWS_MAX} records into this call`,
  );
}
