/** Surface: a person pauses a connection, and has it go on. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type ConnectionRow, findConnection } from "@accord-sync/ledger/connections.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { appendLog } from "@accord-sync/ledger/log-entries.ts";
import type { ConnectionView } from "../engine-api.ts";
import { type EngineContext, nowIso } from "../engine-context.ts";
import type { Pauses } from "../pauses.ts";
import { connectionViewOf, type ServiceFacts } from "./set-up-surface.ts";

export interface PauseParts extends ServiceFacts {
  readonly pauses: Pauses;
  /** Wakes all that waited for the system. */
  readonly resumed: (system: ConnectionRow["system"]) => void;
}

interface Press {
  readonly id: string;
  readonly actor: string;
}

/** What is on its way arrives; nothing more leaves. Paused already, it stays as it is. */
export async function pauseConnection(
  context: EngineContext,
  parts: PauseParts,
  { id, actor }: Press,
): Promise<Result<ConnectionView>> {
  const row = await findConnection(context.ledger.db, id);
  if (row === null) return unknown(id);
  const paused = { by: actor, at: nowIso(context) };
  await parts.pauses.pause(context.ledger, row, paused, (tx) =>
    tell(context, tx, actor, `Syncing with ${SYSTEM_LABEL[row.system]} is paused.`),
  );
  return succeed(await connectionViewOf(context, parts, id));
}

/** What waited goes on, and sweeps find what no notice told. */
export async function resumeConnection(
  context: EngineContext,
  parts: PauseParts,
  { id, actor }: Press,
): Promise<Result<ConnectionView>> {
  const row = await findConnection(context.ledger.db, id);
  if (row === null) return unknown(id);
  const isResumed = await parts.pauses.resume(context.ledger, row, (tx) =>
    tell(context, tx, actor, `Syncing with ${SYSTEM_LABEL[row.system]} goes on.`),
  );
  if (isResumed) parts.resumed(row.system);
  return succeed(await connectionViewOf(context, parts, id));
}

function unknown(id: string): Result<ConnectionView> {
  return fail(operationalError("CONNECTION_UNKNOWN", { id }));
}

/** Of no mapping: it is about all of them. */
async function tell(context: EngineContext, tx: Db, actor: string, message: string): Promise<void> {
  await appendLog(tx, {
    ...context.scope,
    mapping: "",
    at: nowIso(context),
    linkId: null,
    salesforceRef: null,
    quickbooksRef: null,
    name: null,
    direction: "none",
    action: "setting",
    outcome: "noted",
    actor,
    message,
    error: null,
    changes: "[]",
    intentId: null,
    reprocessed: false,
  });
}
