/**
 * Puts a rate budget and the month's metering in front of a remote: each call waits for room, is
 * counted by class, and pauses its whole connection when the vendor asks for it.
 */
import {
  dispositionOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type {
  JobSteps,
  KeyedWrite,
  ManyEnd,
  ManyRecords,
} from "@accord-sync/core/ports/many-records.ts";
import type {
  CallClass,
  DailyUsage,
  QuickbooksRemote,
  Receipt,
  Remote,
  SalesforceRemote,
} from "@accord-sync/core/ports/remote.ts";
import type { Permit } from "@accord-sync/core/ports/permit.ts";
import { fail, type Result } from "@accord-sync/core/records/result.ts";
import type { RateBudget } from "./rate-budget.ts";
import { isAboutTheRecord } from "./writer/about-the-record.ts";

/** What the connection keeper wants to know of each call. */
export interface CallObserver {
  /** Counts calls as the vendor does: those it answered, and those whose answer is not known. */
  counted(callClass: CallClass, calls: number): Promise<void>;
  answered(): void;
  /** An answer says that the schema, or what its user may do, may have changed. */
  schemaDoubted(): void;
  failed(error: OperationalError): void;
}

/** The work that may tell that the org's schema, or what its user may do, is not what it was. */
const SCHEMA_DOUBTS: ReadonlySet<string> = new Set(["SF_FIELD_NOT_WRITABLE", "SF_REFUSED"]);

interface Parts {
  readonly budget: RateBudget;
  readonly clock: Clock;
  readonly observer: CallObserver;
  /** Why nothing may be asked of the system now; null when it may. */
  readonly paused: () => OperationalError | null;
  /** The priority of the pass that is calling. */
  readonly priority: number;
  /** What the vendor told of its day's requests, where it tells. */
  readonly dailyUsage?: () => DailyUsage | null;
}

type Answer = Result<unknown> | Receipt;

/** Intuit's advice after a 429 (Q-LIMITS). */
const THROTTLE_PAUSE_MS = 60_000;

/** A look at what the channel of change events tells is two reads: the channel, and its members. */
const SET_UP_CALLS = 2;

/** A description of the company is two reads: the company, and its income accounts. */
const COMPANY_DESCRIPTION_CALLS = 2;

function errorOf(answer: Answer): OperationalError | null {
  if ("ok" in answer) return answer.ok ? null : answer.error;
  return answer.outcome === "applied" || answer.outcome === "deleted" ? null : answer.error;
}

/** The vendor counts what it carried out; what it refused, or never received, is not counted (Q-METERING). */
function isCounted(answer: Answer): boolean {
  return "ok" in answer ? answer.ok : answer.outcome !== "rejected";
}

/** What a page or a sweep says of itself: a walk may have had to step back. */
function callsOf(answer: Answer): number | null {
  if (!("ok" in answer) || !answer.ok) return null;
  const { value } = answer;
  const isTold = typeof value === "object" && value !== null && "calls" in value;
  return isTold && typeof value.calls === "number" ? value.calls : null;
}

/** A request was about to leave when its connection was paused. */
class Stopped extends Error {
  readonly error: OperationalError;
  constructor(error: OperationalError) {
    super("the connection is paused");
    this.error = error;
  }
}

/** The first request of a call leaves unless the connection is paused; what has begun is not cut in two. */
function unlessPaused({ paused }: Parts, permit: Permit): Permit {
  let hasLeft = false;
  return (request) => {
    const error = hasLeft ? null : paused();
    if (error !== null) throw new Stopped(error);
    hasLeft = true;
    return permit(request);
  };
}

/** No request leaves while the connection is paused, whatever has begun: a load is settled by a look afterwards. */
function whileRunning({ paused }: Parts, permit: Permit): Permit {
  return (request) => {
    const error = paused();
    if (error !== null) throw new Stopped(error);
    return permit(request);
  };
}

async function unlessStopped<T extends Answer>(
  callClass: CallClass,
  error: OperationalError | null,
  call: () => Promise<T>,
): Promise<T> {
  if (error !== null) return refusal(callClass, error) as T;
  try {
    return await call();
  } catch (thrown) {
    if (thrown instanceof Stopped) return refusal(callClass, thrown.error) as T;
    throw thrown;
  }
}

/** Nothing was sent: a write is refused for certain. */
function refusal(callClass: CallClass, error: OperationalError): Answer {
  return callClass === "write" ? { outcome: "rejected", error } : fail(error);
}

async function through<T extends Answer>(
  parts: Parts,
  callClass: CallClass,
  call: (permit: Permit) => Promise<T>,
  calls = 1,
): Promise<T> {
  const exchange = async (given: Permit, isRepeated: boolean) => {
    const permit = unlessPaused(parts, given);
    const answer = await unlessStopped(callClass, parts.paused(), () => call(permit));
    if (errorOf(answer)?.code === "CONNECTION_PAUSED") return answer;
    const made = callsOf(answer) ?? calls;
    if (isCounted(answer)) await parts.observer.counted(callClass, made);
    const usage = parts.dailyUsage?.() ?? null;
    if (usage !== null) parts.budget.tellDaily(usage);
    const error = errorOf(answer);
    // Its token was renewed: with the next one it leaves again.
    if (error?.code === "AUTH_EXPIRED" && !isRepeated) return answer;
    if (error !== null && SCHEMA_DOUBTS.has(error.code)) parts.observer.schemaDoubted();
    // The day's end is not told: whoever can wait looks again after a while, by one call.
    if (error?.code === "SF_REQUEST_LIMIT") parts.budget.tellDaily({ used: 1, max: 1 });
    if (error === null) {
      parts.observer.answered();
      return answer;
    }
    if (error.code === "QBO_THROTTLED") {
      await parts.budget.throttled(parts.clock.now() + (error.retryAfterMs ?? THROTTLE_PAUSE_MS));
    }
    // A refusal of one record is an answer too: the system is there.
    if (dispositionOf(error) === "park" || dispositionOf(error) === "observe-again") {
      parts.observer.answered();
    } else {
      parts.observer.failed(error);
    }
    return answer;
  };
  const run = (isRepeated: boolean) =>
    parts.budget.runRequests({ callClass, priority: parts.priority, calls }, (permit) =>
      exchange(permit, isRepeated),
    );
  const answer = await run(false);
  // Refused for its token alone it had no effect; to be sent again takes a place of its own in the budget.
  return errorOf(answer)?.code === "AUTH_EXPIRED" ? run(true) : answer;
}

function budgeted(remote: Remote, parts: Parts) {
  return {
    accountId: remote.accountId,
    observe: (mapping, id) =>
      through(parts, "read", (permit) => remote.observe(mapping, id, permit)),
    encode: (write, key) => remote.encode(write, key),
    send: (mapping, payload) =>
      through(parts, "write", (permit) => remote.send(mapping, payload, permit)),
    find: (mapping, fingerprint) =>
      through(parts, "read", (permit) => remote.find(mapping, fingerprint, permit)),
    sweep: (mappings, cursor, now) =>
      cursor === null
        ? remote.sweep(mappings, cursor, now)
        : through(parts, "read", (permit) => remote.sweep(mappings, cursor, now, permit)),
    compareVersions: (left, right) => remote.compareVersions(left, right),
    pageUrl: (ref) => remote.pageUrl(ref),
    removals: (mapping) => remote.removals(mapping),
  } satisfies Omit<Remote, "system">;
}

export function budgetedQuickbooks(remote: QuickbooksRemote, parts: Parts): QuickbooksRemote {
  return {
    ...budgeted(remote, parts),
    system: "quickbooks",
    listDirectory: (type, from) =>
      through(parts, "read", (permit) => remote.listDirectory(type, from, permit)),
    directoryEntry: (observation) => remote.directoryEntry(observation),
    select: (mapping, filter, from) =>
      through(parts, "read", (permit) => remote.select(mapping, filter, from, permit)),
    describeCompany: () =>
      through(parts, "read", (permit) => remote.describeCompany(permit), COMPANY_DESCRIPTION_CALLS),
  };
}

export function budgetedSalesforce(
  remote: SalesforceRemote,
  given: Omit<Parts, "dailyUsage">,
): SalesforceRemote {
  const parts: Parts = { ...given, dailyUsage: () => remote.dailyUsage() };
  return {
    ...budgeted(remote, parts),
    system: "salesforce",
    dailyUsage: () => remote.dailyUsage(),
    listCaptured: () => through(parts, "read", () => remote.listCaptured(), SET_UP_CALLS),
    checkAccess: (mappings) =>
      through(parts, "read", () => remote.checkAccess(mappings), mappings.length),
    rewindSweep: (cursor, type, time) => remote.rewindSweep(cursor, type, time),
    findMatches: (mapping, name, linkMark) =>
      through(parts, "read", () => remote.findMatches(mapping, name, linkMark)),
    describeOrg: () => through(parts, "read", () => remote.describeOrg()),
    many: budgetedMany(remote.many, parts),
  };
}

/** Nothing was done of any row, or nobody knows, as after a job that went on unwatched. */
function all(
  writes: readonly KeyedWrite[],
  outcome: "rejected" | "unknown",
  error: OperationalError,
): ManyEnd {
  return { receipts: new Map(writes.map(({ key }) => [key, { outcome, error }])), calls: 0 };
}

/** Why the system did not look at these rows; null when it did, whatever it said of one of them. */
function unheard(receipts: readonly Receipt[]): OperationalError | null {
  const failed = receipts.flatMap((receipt) =>
    receipt.outcome === "unknown" ||
    (receipt.outcome === "rejected" && !isAboutTheRecord(receipt.error))
      ? [receipt.error]
      : [],
  );
  return failed.length < receipts.length ? null : (failed[0] ?? null);
}

/**
 * A load takes one place among the calls under way, however long it lasts: the steps inside it follow one
 * another, and what they rest in is not the budget's time. It stops where its connection is paused.
 */
function budgetedMany(many: ManyRecords, parts: Parts): ManyRecords {
  return {
    choose: (mapping, writes) => many.choose(mapping, writes),
    readMany: (mapping, ids) =>
      through(parts, "read", (permit) => many.readMany(mapping, ids, permit)),
    findMarked: (mapping, marks) =>
      through(parts, "read", (permit) => many.findMarked(mapping, marks, permit)),
    findNamed: (mapping, names, window) =>
      through(parts, "read", (permit) => many.findNamed(mapping, names, window, permit)),
    readSmall: (mapping) => through(parts, "read", (permit) => many.readSmall(mapping, permit)),
    scan: (mapping, steps) => through(parts, "batch", () => many.scan(mapping, steps)),
    endJob: (jobId, rest) =>
      through(parts, "read", (permit) => many.endJob(jobId, rest, whileRunning(parts, permit))),
    writeMany: (mapping, writes, steps) =>
      parts.budget.run("batch", parts.priority, async () => {
        const end = await writeWatched(many, parts, { mapping, writes, steps });
        await parts.observer.counted("batch", end.calls);
        const usage = parts.dailyUsage?.() ?? null;
        if (usage !== null) parts.budget.tellDaily(usage);
        const error = unheard([...end.receipts.values()]);
        if (error === null) parts.observer.answered();
        else if (error.code !== "CONNECTION_PAUSED") parts.observer.failed(error);
        return end;
      }),
  };
}

interface Load {
  readonly mapping: Mapping;
  readonly writes: readonly KeyedWrite[];
  readonly steps: JobSteps;
}

async function writeWatched(
  many: ManyRecords,
  parts: Parts,
  { mapping, writes, steps }: Load,
): Promise<ManyEnd> {
  let hasLeft = false;
  const permit = whileRunning(parts, (request) => {
    hasLeft = true;
    return request();
  });
  try {
    return await many.writeMany(mapping, writes, steps, permit);
  } catch (thrown) {
    if (!(thrown instanceof Stopped)) throw thrown;
    return all(writes, hasLeft ? "unknown" : "rejected", thrown.error);
  }
}
