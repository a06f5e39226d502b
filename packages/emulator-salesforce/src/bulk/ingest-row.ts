import { ApiError, refuse } from "../api-error.ts";
import { createRow, updateRow } from "../dml/change-rows.ts";
import { deleteRow, hardDeleteRow } from "../dml/delete-rows.ts";
import type { DmlContext } from "../dml/context.ts";
import { BULK_TEXTS, ROW_ERROR_SEPARATOR } from "../not-evidenced.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { parseRecordId } from "../store/record-id.ts";
import { type Column, rowsWith } from "./columns.ts";
import type { IngestJob, IngestOperation } from "./job.ts";

/** What became of one row of a file. */
export type RowOutcome =
  | { readonly id: string; readonly created: boolean }
  | { readonly id: string; readonly error: string };

/** What all rows of a job have in common. */
export interface RowPlan {
  readonly job: IngestJob;
  readonly object: ObjectEntry;
  readonly columns: readonly Column[];
}

/** Does what the job's operation says with one row; a row that fails leaves nothing behind. */
export function ingestRow(
  context: DmlContext,
  plan: RowPlan,
  cells: readonly string[],
): RowOutcome {
  let id = "";
  try {
    checkRecord(plan.columns.length, cells);
    const body: Record<string, unknown> = {};
    for (const [index, column] of plan.columns.entries()) {
      const [name, value] = column(context, cells[index] ?? "");
      if (value !== undefined) body[name] = value;
    }
    const { Id, ...fields } = body;
    id = typeof Id === "string" ? Id : "";
    return OPERATIONS[plan.job.operation](context, plan, id, fields);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return {
      id: plan.job.operation === "insert" ? "" : (parseRecordId(id) ?? id),
      error: rowError(error),
    };
  }
}

/** Characters of one value and of all values of a record (D `bulk_common_limits`). */
const VALUE_MAX = 131_072;
const RECORD_MAX = 400_000;

/** @throws INVALID_FIELD, STRING_TOO_LONG */
function checkRecord(columns: number, cells: readonly string[]): void {
  if (cells.length > columns) {
    throw refuse(400, "INVALID_FIELD", BULK_TEXTS.tooManyCells(columns, cells.length), []);
  }
  let length = 0;
  for (const cell of cells) {
    if (cell.length > VALUE_MAX) {
      throw refuse(400, "STRING_TOO_LONG", BULK_TEXTS.valueTooLong(cell.length, VALUE_MAX), []);
    }
    length += cell.length;
  }
  if (length <= RECORD_MAX) return;
  throw refuse(400, "STRING_TOO_LONG", BULK_TEXTS.recordTooLong(length, RECORD_MAX), []);
}

type Fields = Readonly<Record<string, unknown>>;
type Operation = (context: DmlContext, plan: RowPlan, id: string, fields: Fields) => RowOutcome;

/** The operations; each throws the platform's refusal, and then leaves nothing behind. */
const OPERATIONS: Readonly<Record<IngestOperation, Operation>> = {
  insert: (context, { object }, id, fields) => {
    if (id === "") return { id: createRow(context, object.name, fields), created: true };
    const message = "cannot specify Id in an insert call";
    throw refuse(400, "INVALID_FIELD_FOR_INSERT_UPDATE", message, ["Id"]);
  },
  update: (context, { object }, id, fields) => {
    const known = existingId(context, object, id, "an update");
    updateRow(context, object.name, known, fields);
    return { id: known, created: false };
  },
  upsert: upsertRow,
  delete: (context, { object }, id) => {
    const known = existingId(context, object, id, "a delete");
    deleteRow(context, object.name, known);
    return { id: known, created: false };
  },
  hardDelete: (context, { object }, id) => {
    const known = existingId(context, object, id, "a delete");
    hardDeleteRow(context, object.name, known);
    return { id: known, created: false };
  },
};

/**
 * The id in its long form. Bulk names what is wrong with it as the SOAP API does, whose list of status
 * codes knows no NOT_FOUND.
 */
function existingId(context: DmlContext, object: ObjectEntry, id: string, call: string): string {
  if (id === "") {
    throw refuse(400, "MISSING_ARGUMENT", `Id not specified in ${call} call`, []);
  }
  const known = parseRecordId(id);
  if (known === undefined) throw refuse(400, "MALFORMED_ID", `malformed id ${id}`, ["Id"]);
  if (context.store.get(object.name, known) !== undefined) return known;
  throw refuse(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
}

function upsertRow(context: DmlContext, plan: RowPlan, id: string, fields: Fields): RowOutcome {
  const { object, job } = plan;
  const key = object.field(job.externalIdFieldName ?? "Id");
  if (key === undefined || key.type === "id") {
    if (id === "") return { id: createRow(context, object.name, fields), created: true };
    const known = existingId(context, object, id, "an upsert");
    updateRow(context, object.name, known, fields);
    return { id: known, created: false };
  }
  const { [key.name]: value, ...rest } = fields;
  if (value === undefined || value === null || id !== "") {
    throw refuse(400, "MISSING_ARGUMENT", `${key.name} not specified`, []);
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const [match, ...others] = rowsWith(context, object, key, text);
  if (others.length > 0) {
    const message = `${key.name}: more than one record found for external id field: [${[match, ...others].join(", ")}]`;
    throw refuse(400, "DUPLICATE_EXTERNAL_ID", message, []);
  }
  if (match === undefined) return { id: createRow(context, object.name, fields), created: true };
  updateRow(context, object.name, match, rest);
  return { id: match, created: false };
}

/** `CODE:message:Field Other --`, as jsforce's own tests assert it (S1.8). */
function rowError(error: ApiError): string {
  return error.items
    .map(({ errorCode, message, fields = [] }) => {
      const names = fields.length === 0 ? "" : `${fields.join(" ")} `;
      return `${errorCode}:${message}:${names}--`;
    })
    .join(ROW_ERROR_SEPARATOR);
}
