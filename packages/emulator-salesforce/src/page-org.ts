import { ApiError, notFound } from "./api-error.ts";
import { createRow, updateRow } from "./dml/change-rows.ts";
import { deleteRow } from "./dml/delete-rows.ts";
import { rowAt } from "./dml/check-fields.ts";
import { type DmlContext, objectNamed } from "./dml/context.ts";
import { mergeRows } from "./dml/merge-rows.ts";
import { BIN_RETENTION_MS, type BinEntry, RECYCLE_BIN } from "./dml/recycle-bin.ts";
import { undeleteRows } from "./dml/undelete-rows.ts";
import type { Org } from "./org.ts";
import type { BinnedRecord, PageOrg, PageResult, QueryBody, SaveOptions } from "./page-host.ts";
import { describeObject, isSeen } from "./access/describe.ts";
import { idsWithText, type TextWish } from "./page-text.ts";
import { recordBody } from "./soql/project.ts";
import { withFormulas } from "./soql/read-field.ts";
import { noteUse, recentlyViewed } from "./soql/views.ts";
import { runQuery } from "./soql/run-query.ts";

/** How change events name an edit in Lightning Experience, trailing slash included (S2.1). */
export const UI_CHANGE_ORIGIN = "com/salesforce/api/soap/66.0;client=SfdcInternalAPI/";

const BASE = "/services/data/v66.0";
/** Records that a page's query answers at most; lists page by OFFSET. */
const RECORDS_MAX = 2000;

/** Roots of deletions that can still be undone, of objects that the person may read. */
function binned(org: Org, now: number, userId: string): readonly BinnedRecord[] {
  const access = org.accessOf(userId);
  const found: BinnedRecord[] = [];
  for (const [id, document] of org.store.all(RECYCLE_BIN)) {
    const { object, root, deletedAt } = document as BinEntry;
    const isOver = deletedAt + BIN_RETENTION_MS <= now;
    if (root === id && !isOver && access.object(object).read)
      found.push({ id, objectApiName: object, deletedAt });
  }
  return found.sort((a, b) => b.deletedAt - a.deletedAt);
}

/** Carries a refusal out of `together`, so that everything before it is undone. */
class Refused extends Error {
  readonly result: PageResult<never>;

  constructor(result: PageResult<never>) {
    super("refused");
    this.result = result;
  }
}

type Attempt = <Value>(
  use: (context: DmlContext) => Value,
  options?: SaveOptions,
) => PageResult<Value>;

/** Runs what a page does as one transaction; inside `together` the outermost call commits. */
function attemptsOf(org: Org, now: () => number, userId: string): Attempt {
  let depth = 0;
  return (use, options = {}) => {
    const context: DmlContext = {
      store: org.store,
      schema: org.schema,
      ids: org.ids,
      now: now(),
      access: org.accessOf(userId),
      outbox: org.outbox,
      locks: org.locks,
      actor: { userId, changeOrigin: UI_CHANGE_ORIGIN },
      duplicates: {
        allowSave: options.allowDuplicates === true,
        includeRecordDetails: true,
        runAsCurrentUser: true,
      },
    };
    const savepoint = org.store.savepoint();
    depth += 1;
    try {
      const value = use(context);
      if (depth === 1) org.commit(context.actor, context.now);
      return { ok: true, value };
    } catch (error) {
      org.store.rollbackTo(savepoint);
      if (error instanceof Refused) return error.result;
      if (error instanceof ApiError)
        return { ok: false, status: error.status, errors: error.items };
      throw error;
    } finally {
      depth -= 1;
    }
  };
}

/** Reading. */
function readsOf(org: Org, attempt: Attempt) {
  const query = (soql: string, includeDeleted: boolean): PageResult<QueryBody> =>
    attempt((context) => {
      const world = { ...context, includeDeleted };
      const { totalSize, rows, project, aggregates } = runQuery(world, soql, BASE);
      const records = aggregates ?? rows.slice(0, RECORDS_MAX).map(project);
      return { totalSize, done: records.length === totalSize, records };
    });
  return {
    describe: (name: string) =>
      attempt(({ access }) => {
        const object = objectNamed(org.schema, name);
        if (!isSeen(object, access)) throw notFound();
        return describeObject(object, BASE, access);
      }),
    query: (soql: string) => query(soql, false),
    queryAll: (soql: string) => query(soql, true),
    read: (name: string, id: string) =>
      attempt((context) => {
        const object = objectNamed(org.schema, name);
        const { access } = context;
        if (!isSeen(object, access)) throw notFound();
        const { row } = rowAt(context, object, id);
        const fields = object.fields.filter((each) => access.canReadField(object.name, each));
        return recordBody(object, withFormulas(context, object, row), BASE, fields);
      }),
  };
}

/** Calls that change rows answer with nothing but their success. */
const done = (change: () => void): null => {
  change();
  return null;
};

/** The org as its pages use it: as one person, with the origin of the UI, uncounted. */
export function pageOrg(
  org: Org,
  now: () => number,
  userId: string = org.settings.adminUserId,
): PageOrg {
  const attempt = attemptsOf(org, now, userId);
  return {
    ...readsOf(org, attempt),
    objects: () => readableObjects(org, userId),
    idsWithText: (wish) => (maySearch(org, wish, userId) ? idsWithText(org, wish) : undefined),
    create: (name, fields, options) =>
      attempt((context) => ({ id: createRow(context, name, fields) }), options),
    update: (name, id, fields, options) =>
      attempt((context) => done(() => updateRow(context, name, id, fields)), options),
    remove: (name, id) => attempt((context) => done(() => deleteRow(context, name, id))),
    undelete: (id) => attempt((context) => done(() => undeleteRows(context, [id]))),
    recycleBin: () => binned(org, now(), userId),
    merge: (name, request) =>
      attempt((context) => done(() => void mergeRows(context, name, request))),
    noteViewed: (id) => {
      const user = { userId, now: now() };
      attempt(({ store }) => noteUse(store, user, id, { view: true, reference: false }));
    },
    recentlyViewed: () => recentlyViewed(org.store, userId),
    together: (work) =>
      attempt(() => {
        const result = work();
        if (!result.ok) throw new Refused(result);
        return result.value;
      }),
  };
}

/** Names of the objects that the person may read. */
function readableObjects(org: Org, userId: string): readonly string[] {
  const access = org.accessOf(userId);
  const seen = org.schema.objects.filter((object) => isSeen(object, access));
  return seen.map(({ name }) => name).sort();
}

/** Whether the person may read all that a search looks at; the query refuses what they may not. */
function maySearch(org: Org, wish: TextWish, userId: string): boolean {
  const access = org.accessOf(userId);
  const object = org.schema.object(wish.object);
  if (object === undefined || !access.object(object.name).read) return false;
  return wish.fields.every((name) => {
    const field = object.field(name);
    return field !== undefined && access.canReadField(object.name, field);
  });
}
