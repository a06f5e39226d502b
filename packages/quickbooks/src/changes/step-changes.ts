/** One step of a walk of a company's changes: one metered call, and the cursor that follows it. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { CompanyApi } from "../api/company-api.ts";
import { CDC_LATENESS_MS, CDC_TOO_OLD_WORDS } from "../hypotheses.ts";
import { listedRows } from "../query/listed-rows.ts";
import { QUERY_ROWS_MAX } from "../query/query-text.ts";
import { readPageByTime } from "../query/walk-by-time.ts";
import { epochOf } from "../records/quickbooks-time.ts";
import type {
  AskTask,
  CatchingUp,
  ChangeCursor,
  Following,
  ScanTask,
  Task,
} from "./change-cursor.ts";

/** Most objects in one CDC answer, over all its types (D). */
const CDC_OBJECTS_MAX = 1000;
const DAY_MS = 24 * 3_600_000;
/** CDC looks back 30 days (D); a cursor older than this is not put to it. */
const CDC_LOOK_BACK_MS = 29 * DAY_MS;
/** Where scans hand over to CDC: a day younger, so that the hand-over does not grow too old itself. */
const CDC_HAND_OVER_MS = 28 * DAY_MS;

export interface Change {
  readonly type: string;
  /** The record, or for a deleted one its Id with `status: "Deleted"`. */
  readonly record: JsonObject;
}

/** Deletions of this type in this time were not shown: a query finds only what is there. */
export interface UnseenDeletions {
  readonly type: string;
  readonly from: string;
  readonly until: string;
}

export interface ChangeStep {
  readonly changes: readonly Change[];
  readonly cursor: ChangeCursor;
  readonly unseenDeletions: readonly UnseenDeletions[];
  /** Metered calls of the step: 1, but for a scan that has to step back inside a full second. */
  readonly calls: number;
}

export interface ChangeWalk {
  readonly api: CompanyApi;
  /** Types that change data capture covers. */
  readonly types: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Objects that make an answer full. Default: what is documented, 1000. */
  readonly objectsMax?: number;
  /** Rows of a page of a scan, 2 to 1000. Default 1000. */
  readonly rows?: number;
}

/** The cursor of a walk that begins now. No call. */
export function startAt(now: number): ChangeCursor {
  return { state: "following", since: isoSeconds(now - CDC_LATENESS_MS), isByOurClock: true };
}

/** How long a call may wait for its turn and its answer: what hides of a difference of clocks. */
const CALL_MS_MAX = 120_000;

/**
 * Where a walk that began by our clock goes on. When that one is ahead, its first call asked from a
 * moment after the beginning: it is asked again from the beginning as QuickBooks' clock has it.
 */
function afterFirst({ now }: ChangeWalk, since: string, { answeredAt, until }: Asked): Following {
  const aheadMs = now - (epochOf(answeredAt) ?? now);
  if (aheadMs <= CDC_LATENESS_MS) return { state: "following", since: until };
  const beginning = (epochOf(since) ?? now) - aheadMs - CALL_MS_MAX;
  return { state: "following", since: isoSeconds(beginning) };
}

export async function stepChanges(
  walk: ChangeWalk,
  cursor: ChangeCursor,
): Promise<Result<ChangeStep>> {
  if (cursor.state === "catching-up") return catchUp(walk, cursor);
  const { since } = cursor;
  if ((epochOf(since) ?? 0) < walk.now - CDC_LOOK_BACK_MS) {
    return beyondLookBack(walk, since, walk.now - CDC_HAND_OVER_MS);
  }
  const asked = await ask(walk.api, walk.types, since);
  if (!asked.ok) {
    const isTooOld =
      CDC_TOO_OLD_WORDS.test(asked.error.vendor?.detail ?? "") &&
      // By a clock of ours that is weeks behind the walk would come to the same place again and again.
      (epochOf(since) ?? 0) < walk.now - CDC_LATENESS_MS;
    // It looks back less far than is documented, or our clocks disagree by a day: it knows best.
    return isTooOld ? beyondLookBack(walk, since, walk.now) : asked;
  }
  const { changes, until } = asked.value;
  const next: ChangeCursor =
    changes.length < maxOf(walk)
      ? cursor.isByOurClock === true
        ? afterFirst(walk, since, asked.value)
        : { state: "following", since: until }
      : {
          state: "catching-up",
          tasks: splitTypes({ walk, types: walk.types, since, changes }),
          isBehind: false,
          thenSince: until,
        };
  return succeed({ changes, cursor: next, unseenDeletions: [], calls: 1 });
}

/**
 * CDC does not look back so far: what changed before its reach is scanned for, type by type, and CDC
 * goes on from there. Deletions before it are not seen.
 */
async function beyondLookBack(
  walk: ChangeWalk,
  since: string,
  reachMs: number,
): Promise<Result<ChangeStep>> {
  const reach = isoSeconds(reachMs - CDC_LATENESS_MS);
  const until = isoSeconds(reachMs);
  const tasks = walk.types.map((type) => scanOf(type, since, { until, asksAfter: false }));
  const step = await catchUp(walk, {
    state: "catching-up",
    tasks,
    thenSince: reach,
    isBehind: true,
  });
  if (!step.ok) return step;
  const unseen = walk.types.map((type) => ({ type, from: since, until: reach }));
  return succeed({ ...step.value, unseenDeletions: [...unseen, ...step.value.unseenDeletions] });
}

async function catchUp(walk: ChangeWalk, cursor: CatchingUp): Promise<Result<ChangeStep>> {
  const [task, ...rest] = cursor.tasks;
  if (task === undefined) {
    return stepChanges(walk, { state: "following", since: cursor.thenSince });
  }
  const done = task.kind === "ask" ? await askFewer(walk, task) : await scanOn(walk, task);
  if (!done.ok) return done;
  const { changes, follow, unseenDeletions, calls } = done.value;
  const tasks = [...follow, ...rest];
  const isDone = tasks.length === 0 && !cursor.isBehind;
  const next: ChangeCursor = isDone
    ? { state: "following", since: cursor.thenSince }
    : { ...cursor, tasks };
  return succeed({ changes, cursor: next, unseenDeletions, calls });
}

/** What a task brought, and the tasks that take its place. */
interface Done {
  readonly changes: readonly Change[];
  readonly follow: readonly Task[];
  readonly unseenDeletions: readonly UnseenDeletions[];
  readonly calls: number;
}

async function askFewer(
  walk: ChangeWalk,
  { types, since, isLast }: AskTask,
): Promise<Result<Done>> {
  const asked = await ask(walk.api, types, since);
  if (!asked.ok) return asked;
  const { changes, answeredAt } = asked.value;
  const isFull = changes.length >= maxOf(walk);
  if (!isFull) return succeed({ changes, follow: [], unseenDeletions: [], calls: 1 });
  if (isLast) {
    const unseenDeletions = types.map((type) => ({ type, from: since, until: answeredAt }));
    return succeed({ changes, follow: [], unseenDeletions, calls: 1 });
  }
  return succeed({
    changes,
    follow: splitTypes({ walk, types, since, changes }),
    unseenDeletions: [],
    calls: 1,
  });
}

interface FullAnswer {
  readonly walk: ChangeWalk;
  readonly types: readonly string[];
  readonly since: string;
  readonly changes: readonly Change[];
}

function maxOf({ objectsMax = CDC_OBJECTS_MAX }: ChangeWalk): number {
  return objectsMax;
}

/**
 * What to ask after a full answer. A type that filled it alone is scanned; of the others, or where none
 * did, half of the types each.
 */
function splitTypes({ walk, types, since, changes }: FullAnswer): readonly Task[] {
  const isFull = (type: string) =>
    changes.filter((change) => change.type === type).length >= maxOf(walk);
  const full = types.length === 1 ? types : types.filter(isFull);
  const rest = types.filter((type) => !full.includes(type));
  const half = full.length > 0 ? rest.length : Math.ceil(rest.length / 2);
  const asks = [rest.slice(0, half), rest.slice(half)].filter((part) => part.length > 0);
  return [
    ...full.map((type) => scanOf(type, since, { until: null, asksAfter: true })),
    ...asks.map((part): Task => ({ kind: "ask", types: part, since, isLast: false })),
  ];
}

function scanOf(
  type: string,
  since: string,
  rest: Pick<ScanTask, "until" | "asksAfter">,
): ScanTask {
  return { kind: "scan", type, since, at: { from: since, within: null }, ...rest };
}

async function scanOn(
  { api, rows: pageRows = QUERY_ROWS_MAX }: ChangeWalk,
  task: ScanTask,
): Promise<Result<Done>> {
  const { type, since, until, at, asksAfter } = task;
  const page = await readPageByTime({ api, type, until, rows: pageRows }, at);
  if (!page.ok) return page;
  const { rows, next, calls } = page.value;
  const changes = rows.map((record) => ({ type, record }));
  if (next !== null) {
    const follow = [{ ...task, at: next }];
    return succeed({ changes, follow, unseenDeletions: [], calls });
  }
  if (!asksAfter) return succeed({ changes, follow: [], unseenDeletions: [], calls });
  // The last page is not full, so CDC is not either from where it began: that shows the deletions since.
  const last: AskTask = { kind: "ask", types: [type], since: at.from, isLast: true };
  const unseenDeletions = at.from > since ? [{ type, from: since, until: at.from }] : [];
  return succeed({ changes, follow: [last], unseenDeletions, calls });
}

interface Asked {
  readonly changes: readonly Change[];
  /** From where the next call goes on: the answer's own time, less what may become visible late. */
  readonly until: string;
  readonly answeredAt: string;
}

/** One CDC call, whatever the number of types. */
async function ask(
  api: CompanyApi,
  types: readonly string[],
  since: string,
): Promise<Result<Asked>> {
  const answer = await api.get("cdc", { entities: types.join(","), changedSince: since });
  if (!answer.ok) return answer;
  const answeredAt = epochOf(textOf(answer.value, "time"));
  const changes = changesIn(answer.value, types);
  if (answeredAt === null || changes === null) {
    return fail(operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }));
  }
  return succeed({
    changes,
    until: isoSeconds(answeredAt - CDC_LATENESS_MS),
    answeredAt: isoSeconds(answeredAt),
  });
}

/** What an answer lists, by type; null when any part of it is not what it should be. */
function changesIn(body: JsonObject, types: readonly string[]): readonly Change[] | null {
  const parts = body["CDCResponse"];
  if (!Array.isArray(parts)) return null;
  const groups = (parts as readonly Json[]).flatMap((part) => {
    const list = isObject(part) ? part["QueryResponse"] : undefined;
    return Array.isArray(list) ? (list as readonly Json[]) : [null];
  });
  const lists = types.flatMap((type) =>
    groups.map((group) => ({ type, rows: listedRows(group, type) })),
  );
  if (groups.length === 0 || lists.some(({ rows }) => rows === null)) return null;
  const changes = lists.flatMap(({ type, rows }) =>
    (rows ?? []).map((record) => ({ type, record })),
  );
  return changes.every(({ record }) => textOf(record, "Id") !== null) ? changes : null;
}
