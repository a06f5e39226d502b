import { ApiError } from "../api-error.ts";
import type { Org } from "../org.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { parseSoql } from "../soql/parse-soql.ts";
import { runQuery } from "../soql/run-query.ts";
import { isObject } from "../wire.ts";
import { writeRecords } from "./csv-text.ts";
import { addResults, type QueryJob, saveJob } from "./job.ts";

/** The work of a query job: the whole result is written down once, as it is at that moment. */

/** Records of one stored piece of a result. */
const PIECE_ROWS = 10_000;

/** Runs the query and stores its records as lines of CSV. The caller has found it valid before. */
export function runQueryJob(org: Org, job: QueryJob, now: number): QueryJob {
  try {
    const world = worldOf(org, job, now);
    const result = runQuery(world, job.query, `/services/data/v${job.version}`);
    const columns = columnsOf(org, result.object, job.query);
    const finished = { ...job, finishedAt: now, changedAt: now };
    addResults(org.store, job.id, {
      header: writeRecords([columns.map(({ title }) => title)], job),
    });
    for (let start = 0; start < result.rows.length; start += PIECE_ROWS) {
      const lines = result.rows.slice(start, start + PIECE_ROWS).map((row) => {
        const record = result.project(row);
        return writeRecords([columns.map((column) => cellOf(record, column))], job);
      });
      addResults(org.store, job.id, { lines });
    }
    return settle(org, { ...finished, state: "JobComplete", processed: result.rows.length });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const [item] = error.items;
    const errorMessage = `InvalidBatch : ${item?.message ?? ""}`;
    return settle(org, { ...job, finishedAt: now, changedAt: now, state: "Failed", errorMessage });
  }
}

function settle(org: Org, job: QueryJob): QueryJob {
  const saved = saveJob(org.store, job);
  org.commit({ userId: job.createdById, changeOrigin: "" }, job.changedAt);
  return saved;
}

/** What the job's creator may see; `queryAll` sees the recycle bin. */
export function worldOf(org: Org, job: Pick<QueryJob, "createdById" | "operation">, now: number) {
  const { store, schema } = org;
  const access = org.accessOf(job.createdById);
  return { store, schema, access, now, includeDeleted: job.operation === "queryAll" };
}

/** A column of the result: its title and the way to its value in a record. */
interface ResultColumn {
  readonly title: string;
  readonly path: readonly string[];
  readonly field: FieldSchema | undefined;
}

/** The select list as columns, under the names that the schema has for what the query names. */
export function columnsOf(org: Org, from: ObjectEntry, soql: string): readonly ResultColumn[] {
  const query = parseSoql(soql);
  return (query.fields ?? []).map((field) => {
    const text =
      field.type === "Field"
        ? field.field
        : field.type === "FieldRelationship"
          ? [...field.relationships, field.field].join(".")
          : "";
    const parts = text.split(".");
    const alias = (query.sObjectAlias ?? from.name).toLowerCase();
    const names = parts.length > 1 && parts[0]?.toLowerCase() === alias ? parts.slice(1) : parts;
    return columnAt(org, from, names);
  });
}

function columnAt(org: Org, from: ObjectEntry, names: readonly string[]): ResultColumn {
  const path: string[] = [];
  let object: ObjectEntry | undefined = from;
  for (const name of names.slice(0, -1)) {
    const lookup: FieldSchema | undefined = object?.parent(name);
    path.push(lookup?.relationshipName ?? name);
    object = org.schema.object(lookup?.referenceTo[0] ?? "");
  }
  const last = names.at(-1) ?? "";
  const field = object?.field(last);
  path.push(field?.name ?? last);
  return { title: path.join("."), path, field };
}

/** Null is empty; times end in `Z` in files, other than in JSON. */
function cellOf(record: unknown, { path, field }: ResultColumn): string {
  let value: unknown = record;
  for (const name of path) value = isObject(value) ? value[name] : null;
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return field?.type === "datetime" ? text.replace(/\+0000$/, "Z") : text;
}
