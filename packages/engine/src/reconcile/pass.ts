/** One pass over one dirty record: what it is about, and how it may end. */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Prerequisite } from "@accord-sync/core/mapping/references.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { NoticeOutcome } from "@accord-sync/ledger/tally.ts";
import type { Notice } from "@accord-sync/ledger/inbox.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import type { RunOutcome } from "../engine-api.ts";

export interface Pass {
  readonly notice: Notice;
  readonly mapping: Mapping;
  /** The lane that it runs in. */
  readonly held: readonly RecordRef[];
}

/** What a finished pass reports to the run that asked for it, and to the tally of notices (I12). */
export interface Finished {
  readonly kind: "finished";
  readonly outcome: NoticeOutcome;
  readonly result: RunOutcome;
  readonly message: string;
  readonly salesforceRef: RecordRef | null;
  /** It goes on by itself when what it waits for is linked. Default false. */
  readonly isWaiting?: boolean;
}

/** Not before other records are linked (`references/await-records.ts`). */
export interface Waiting {
  readonly kind: "waiting";
  readonly mapping: Mapping;
  readonly needs: readonly Prerequisite[];
  /** The system that is to be written. */
  readonly target: SystemName;
  readonly onMatch: Notice["onMatch"];
  readonly salesforce: RecordRef | null;
  readonly quickbooks: RecordRef | null;
  readonly name: string | null;
  readonly linkId: string | null;
  /** The record stays set aside for a write that was refused. Default false. */
  readonly isRefused?: boolean;
}

export type PassEnd =
  | Finished
  | Waiting
  /** Not done: tried again, by the disposition of the error. */
  | { readonly kind: "stopped"; readonly error: OperationalError }
  /** Not its turn yet: for example another create may turn out to be this very record. */
  | { readonly kind: "postponed"; readonly ms: number }
  /** Kept until real time is switched on again, or a person asks. */
  | { readonly kind: "heldBack" };

export function finished(
  outcome: NoticeOutcome,
  result: RunOutcome,
  message: string,
  salesforceRef: RecordRef | null = null,
): Finished {
  return { kind: "finished", outcome, result, message, salesforceRef };
}

/** After a create that was applied: the pass goes on with its link, or ends where it got none. */
export function afterCreate(
  { notice }: Pass,
  link: Link | null,
): Finished | { readonly kind: "linked" } {
  if (link !== null) return { kind: "linked" };
  const ref = notice.ref.system === "salesforce" ? notice.ref : null;
  return finished("parked", "error", "The record that was made is linked already.", ref);
}

/** True when a person asked for this pass, directly or by Sync Now. */
export function isAsked({ notice }: Pick<Pass, "notice">): boolean {
  const { source, direction, runId } = notice;
  return source === "person" || source === "run" || runId !== null || direction !== "none";
}
