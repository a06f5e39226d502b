import { ApiError } from "./api-error.ts";
import { createRow, updateRow } from "./dml/change-rows.ts";
import { deleteRow } from "./dml/delete-rows.ts";
import { rowAt } from "./dml/check-fields.ts";
import { type DmlContext, objectNamed } from "./dml/context.ts";
import type { Org } from "./org.ts";
import type { PageOrg, PageResult } from "./page-host.ts";
import { describeObject } from "./schema/describe.ts";
import { recordBody } from "./soql/project.ts";
import { withFormulas } from "./soql/read-field.ts";
import { runQuery } from "./soql/run-query.ts";

/** How change events name an edit in Lightning Experience, trailing slash included (S2.1). */
export const UI_CHANGE_ORIGIN = "com/salesforce/api/soap/66.0;client=SfdcInternalAPI/";

const BASE = "/services/data/v66.0";
/** Records that a page's query answers at most; lists page by OFFSET. */
const RECORDS_MAX = 2000;

/** The org as its pages use it: as the admin, with the origin of the UI, uncounted. */
export function pageOrg(org: Org, now: () => number): PageOrg {
  const contextNow = (): DmlContext => ({
    store: org.store,
    schema: org.schema,
    ids: org.ids,
    now: now(),
    access: org.accessOf(org.settings.adminUserId),
    outbox: org.outbox,
    actor: { userId: org.settings.adminUserId, changeOrigin: UI_CHANGE_ORIGIN },
    locks: org.locks,
  });
  const attempt = <Value>(use: (context: DmlContext) => Value): PageResult<Value> => {
    const context = contextNow();
    const savepoint = org.store.savepoint();
    try {
      const value = use(context);
      org.commit(context.actor, context.now);
      return { ok: true, value };
    } catch (error) {
      org.store.rollbackTo(savepoint);
      if (error instanceof ApiError)
        return { ok: false, status: error.status, errors: error.items };
      throw error;
    }
  };
  return {
    describe: (name) => attempt(() => describeObject(objectNamed(org.schema, name), BASE)),
    query: (soql) =>
      attempt((context) => {
        const world = { ...context, includeDeleted: false };
        const { totalSize, rows, project, aggregates } = runQuery(world, soql, BASE);
        const records = aggregates ?? rows.slice(0, RECORDS_MAX).map(project);
        return { totalSize, done: records.length === totalSize, records };
      }),
    read: (name, id) =>
      attempt((context) => {
        const object = objectNamed(org.schema, name);
        return recordBody(
          object,
          withFormulas(context, object, rowAt(context, object, id).row),
          BASE,
        );
      }),
    create: (name, fields) => attempt((context) => ({ id: createRow(context, name, fields) })),
    update: (name, id, fields) =>
      attempt((context) => {
        updateRow(context, name, id, fields);
        return null;
      }),
    remove: (name, id) =>
      attempt((context) => {
        deleteRow(context, name, id);
        return null;
      }),
  };
}
