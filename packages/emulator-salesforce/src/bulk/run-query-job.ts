import { ApiError } from "../api-error.ts";
import type { Row } from "../store/row.ts";
import type { Org } from "../org.ts";
import { runQuery, statementScope } from "../soql/run-query.ts";
import { type QueryWorld, type ResolvedPath, resolvePath } from "../soql/scope.ts";
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
    const columns = columnsOf(world, job.query);
    const finished = { ...job, finishedAt: now, changedAt: now };
    addResults(org.store, job.id, {
      header: writeRecords([columns.map(({ name }) => name)], job),
    });
    for (let start = 0; start < result.rows.length; start += PIECE_ROWS) {
      const lines = result.rows
        .slice(start, start + PIECE_ROWS)
        .map((row) => writeRecords([columns.map((column) => cellOf(row, column))], job));
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
  const includeDeleted = job.operation === "queryAll";
  return { store, schema, access, now, includeDeleted, userId: job.createdById };
}

/** The select list as columns, under the names that the schema has for what the query names. */
export function columnsOf(world: QueryWorld, soql: string): readonly ResolvedPath[] {
  const { query, scope } = statementScope(world, soql);
  return (query.fields ?? []).flatMap((field) => {
    if (field.type === "Field") return [resolvePath(scope, field.field)];
    if (field.type !== "FieldRelationship") return [];
    return [resolvePath(scope, [...field.relationships, field.field].join("."))];
  });
}

/** Null is empty; times end in `Z` in files, other than in JSON. */
function cellOf(row: Row, { field, read }: ResolvedPath): string {
  const value = read(row);
  if (value === null) return "";
  return field.type === "datetime" ? String(value).replace(/\+0000$/, "Z") : String(value);
}
