/** Carries out what an error's disposition says for a pass that cannot go on. */
import {
  dispositionOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type EngineContext } from "../engine-context.ts";
import { settleWaiting } from "../names/taken-name.ts";
import { directionTo, writeParked } from "../journal.ts";
import { finished, type Pass, type PassEnd } from "./pass.ts";
import { messageOf } from "@accord-sync/core/errors/operational-error.ts";

export interface Refusal {
  readonly error: OperationalError;
  readonly action: string;
  /** The system that was to be written, for the log's direction. */
  readonly target: SystemName;
  readonly salesforce: RecordRef | null;
  readonly quickbooks: RecordRef | null;
  readonly name: string | null;
  readonly linkId?: string | null;
  readonly intentId?: string | null;
  /** Names the write that was refused (see `refused-write.ts`). */
  readonly refusedWrite?: string | null;
  /** The name that it waits for, as `names/name-lists.ts` writes it. */
  readonly waitsFor?: string | null;
}

/** Parks the record when only a person or a change can help; else hands the error to the inbox. */
export async function stop(
  context: EngineContext,
  { notice, mapping }: Pass,
  refusal: Refusal,
): Promise<PassEnd> {
  const { error } = refusal;
  if (dispositionOf(error) !== "park") return { kind: "stopped", error };
  await context.ledger.transaction(async (tx) => {
    await writeParked(context, tx, {
      mapping,
      salesforce: refusal.salesforce,
      quickbooks: refusal.quickbooks,
      name: refusal.name,
      direction: directionTo(refusal.target),
      action: refusal.action,
      outcome: isHold(error) ? "held" : "rejected",
      actor: notice.actor,
      linkId: refusal.linkId ?? null,
      intentId: refusal.intentId ?? null,
      refusedWrite: refusal.refusedWrite ?? null,
      waitsFor: refusal.waitsFor ?? null,
      error,
    });
    if (refusal.salesforce !== null) await settleWaiting(context, tx, mapping, refusal.salesforce);
  });
  const result = isHold(error) ? "held" : "error";
  return finished(isHold(error) ? "held" : "parked", result, messageOf(error), refusal.salesforce);
}

const HOLDS: ReadonlySet<string> = new Set(["MATCH_FOUND", "MATCH_IN_SALESFORCE", "MADE_IN_DOUBT"]);

/** Nothing is wrong: a person has to choose. */
function isHold({ code }: OperationalError): boolean {
  return HOLDS.has(code);
}
