/** Writes what happened where people can read it: the log, and the records that need somebody. */
import { messageOf, type OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import {
  type RecordRef,
  SYSTEM_LABEL,
  type SystemName,
} from "@accord-sync/core/records/record-ref.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { appendLog, type LogEntry } from "@accord-sync/ledger/log-entries.ts";
import { park } from "@accord-sync/ledger/parked.ts";
import { type EngineContext, mappedScope, nowIso } from "./engine-context.ts";

export type LogDirection = LogEntry["direction"];

export interface LoggedChange {
  readonly field: string;
  readonly label: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** One line of the log, with what most lines leave out left out. */
export interface LogLine {
  readonly mapping: Mapping;
  readonly salesforce: RecordRef | null;
  readonly quickbooks: RecordRef | null;
  readonly name: string | null;
  readonly direction: LogDirection;
  readonly action: string;
  readonly outcome: LogEntry["outcome"];
  readonly message: string;
  readonly actor?: string | null;
  readonly linkId?: string | null;
  readonly intentId?: string | null;
  readonly error?: OperationalError | null;
  readonly changes?: readonly LoggedChange[];
}

export function directionTo(target: SystemName): LogDirection {
  return target === "quickbooks" ? "salesforceToQuickbooks" : "quickbooksToSalesforce";
}

export async function writeLog(context: EngineContext, tx: Db, line: LogLine): Promise<string> {
  return appendLog(tx, {
    ...mappedScope(context, line.mapping),
    at: nowIso(context),
    linkId: line.linkId ?? null,
    salesforceRef: line.salesforce,
    quickbooksRef: line.quickbooks,
    name: line.name,
    direction: line.direction,
    action: line.action,
    outcome: line.outcome,
    actor: line.actor ?? null,
    message: line.message,
    error: line.error ? JSON.stringify(line.error) : null,
    changes: JSON.stringify(line.changes ?? []),
    intentId: line.intentId ?? null,
    reprocessed: false,
  });
}

/** The line for a refusal, and the record set aside with it until a person or a change acts. */
export async function writeParked(
  context: EngineContext,
  tx: Db,
  line: Omit<LogLine, "message"> & {
    readonly error: OperationalError;
    readonly refusedWrite?: string | null;
    /** What would let it go on by itself (`names/`). Default: nothing. */
    readonly waitsFor?: string | null;
    /** Default: the error's. */
    readonly message?: string;
  },
): Promise<void> {
  const message = line.message ?? `${messageOf(line.error)}.`;
  const logId = await writeLog(context, tx, { ...line, message });
  const ref = line.salesforce ?? line.quickbooks;
  if (ref === null) return;
  await park(tx, {
    ...mappedScope(context, line.mapping),
    ref,
    error: JSON.stringify(line.error),
    logId,
    at: nowIso(context),
    kind: line.outcome === "held" ? "held" : "error",
    refusedWrite: line.refusedWrite ?? null,
    waitsFor: line.waitsFor ?? null,
  });
}

/** A record as a sentence names it: `QuickBooks Customer 58`, `Salesforce Account Cool Cars`. */
export function describeRef(ref: RecordRef, name: string | null = null): string {
  return `${SYSTEM_LABEL[ref.system]} ${ref.type} ${name ?? ref.id}`;
}

const NOUNS: Readonly<Record<string, string>> = {
  Customer: "customer",
  Item: "product or service",
  Account: "account",
  Product2: "product",
  Invoice: "invoice",
  Opportunity: "opportunity",
};

/** What a sentence calls a record of this type. */
export function nounOf(type: string): string {
  return NOUNS[type] ?? type;
}
