/** How a command ends, for scripts. The README and `accord help` list the same codes. */
import type { BackfillView } from "@accord-sync/engine/backfill-api.ts";
import type {
  RecordStatus,
  RecordView,
  RunView,
  StatusView,
} from "@accord-sync/engine/engine-api.ts";
import type { ServiceRefusal } from "./service-client.ts";

export const EXIT = {
  /** Done; the record is in step. */
  done: 0,
  /** An error: the record is red, or the service refused. */
  error: 1,
  /** The command line or its input is wrong; nothing was done. */
  usage: 2,
  /** A person must choose: a match, a difference, a conflict, a connection. */
  needsPerson: 3,
  /** Not finished: it waits for a system or ran out of time. The work goes on. */
  waiting: 4,
  /** The service does not answer. */
  unreachable: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: "done, the record is in step",
  1: "an error: the record is red, or the service refused",
  2: "the command line or its input is wrong; nothing was done",
  3: "a person must choose: a match, a difference, a conflict, a connection",
  4: "not finished: it waits for a system, or the time ran out; the work goes on",
  5: "the service does not answer",
};

/** Codes of an error that only a person's choice ends. */
const PERSON_CODES = new Set([
  "MATCH_FOUND",
  "MATCH_IN_SALESFORCE",
  "WRITE_OUTCOME_AMBIGUOUS",
  "MADE_IN_DOUBT",
  "RECORD_DELETED_IN_QUICKBOOKS",
  "RECORD_DELETED_IN_SALESFORCE",
  "RECORD_MERGED_IN_QUICKBOOKS",
  "RECORD_MERGED_IN_SALESFORCE",
  "AUTH_NOT_CONNECTED",
  "AUTH_REFRESH_REJECTED",
  "AUTH_FORBIDDEN",
  "SF_APP_UNKNOWN",
  "SF_ASSERTION_EXPIRED",
  "SF_AUDIENCE_WRONG",
  "SF_KEY_UNKNOWN",
  "SF_USER_NOT_APPROVED",
  "LINK_TAKEN",
]);

/** What a record's status means to a command that meant to bring it in step. */
const CODE_BY_STATUS: Record<RecordStatus, ExitCode> = {
  inSync: EXIT.done,
  error: EXIT.error,
  notLinked: EXIT.error,
  syncing: EXIT.waiting,
  waiting: EXIT.waiting,
  needsDecision: EXIT.needsPerson,
  newerRecordAvailable: EXIT.needsPerson,
  quickbooksRecordDeleted: EXIT.needsPerson,
};

export function exitCodeOfRecord(view: RecordView): ExitCode {
  if (view.error !== null && PERSON_CODES.has(view.error.code)) return EXIT.needsPerson;
  if (view.busy) return EXIT.waiting;
  const isHeldByMatch = view.status === "notLinked" && view.matches.length > 0;
  return isHeldByMatch ? EXIT.needsPerson : CODE_BY_STATUS[view.status];
}

export function exitCodeOfRun(run: RunView): ExitCode {
  if (run.state === "running") return EXIT.waiting;
  const outcomes = new Set(run.results.map((result) => result.outcome));
  if (run.state === "failed" || outcomes.has("error")) return EXIT.error;
  if (outcomes.has("held")) return EXIT.needsPerson;
  return outcomes.has("waiting") ? EXIT.waiting : EXIT.done;
}

/** What is planned waits for Apply, and what is asked for an answer: both are a person's. */
export function exitCodeOfBackfill({ state, items }: BackfillView): ExitCode {
  if (state === "reading" || state === "applying") return EXIT.waiting;
  if (state === "failed" || items.refused > 0) return EXIT.error;
  return items.waiting > 0 && state !== "cancelled" ? EXIT.needsPerson : EXIT.done;
}

/** For `status --check`: the worst that the whole has to tell. */
export function exitCodeOfStatus({ connections, counts }: StatusView): ExitCode {
  if (counts.errors > 0) return EXIT.error;
  const states = new Set(connections.map((connection) => connection.state));
  const asked = counts.needsDecision + counts.heldDeletes + counts.heldChanges;
  if (states.has("needsReconnect") || asked > 0) return EXIT.needsPerson;
  return states.has("waiting") ? EXIT.waiting : EXIT.done;
}

export function exitCodeOfRefusal({ status, error }: ServiceRefusal): ExitCode {
  if (PERSON_CODES.has(error.code)) return EXIT.needsPerson;
  if (status === 400 || error.code === "OBJECT_NOT_MAPPED") return EXIT.usage;
  return status === 503 || error.code === "RECORD_BUSY" ? EXIT.waiting : EXIT.error;
}
