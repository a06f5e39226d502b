/** The one way into the inbox: everything that may have made a record dirty is recorded alike. */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { appendNotice, listNoticesFor, type NoticeSource } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { addTally } from "@accord-sync/ledger/tally.ts";
import { type EngineContext, mappedScope, dueIso } from "../engine-context.ts";
import { type Known, writeKnown } from "./notice-known.ts";

/** Lower goes first: a person's click before a change, a change before a sweep, a sweep before bulk. */
export const PRIORITY: Readonly<Record<NoticeSource, number>> = {
  person: 0,
  decision: 0,
  recovery: 0,
  webhook: 1,
  "change-event": 1,
  sweep: 2,
  run: 2,
};

export interface NoticeParts {
  readonly mapping: Mapping;
  readonly ref: RecordRef;
  readonly source: NoticeSource;
  readonly direction?: "none" | "send" | "fetch";
  readonly onMatch?: "ask" | "create";
  readonly actor?: string | null;
  readonly remoteTime?: string | null;
  readonly known?: Known | null;
  readonly runId?: string | null;
  /** How long it may wait for something that tells more. Default 0. */
  readonly dueInMs?: number;
  /** As urgent as what it is asked for by. Default: by its source. */
  readonly priority?: number;
  /** A person's act, which ends a *kept apart* mark. */
  readonly lift?: boolean;
}

export async function recordNotice(
  context: EngineContext,
  tx: Db,
  parts: NoticeParts,
): Promise<void> {
  const at = dueIso(context);
  await countArrival(context, tx, parts);
  await appendNotice(tx, {
    ...mappedScope(context, parts.mapping),
    ref: parts.ref,
    source: parts.source,
    direction: parts.direction ?? "none",
    onMatch: parts.onMatch ?? "ask",
    actor: parts.actor ?? null,
    priority: parts.priority ?? PRIORITY[parts.source],
    at,
    dueAt: dueIso(context, parts.dueInMs ?? 0),
    remoteTime: parts.remoteTime ?? null,
    known: parts.known ? writeKnown(parts.known) : null,
    runId: parts.runId ?? null,
    lift: parts.lift ?? false,
  });
}

/** Whose notice it is, for the tally: what the product raised itself is nobody's. */
const RAISED_HERE = "accord";

/** A notice that joins one that waits ends there; the sum of all ends is the number received (I12). */
async function countArrival(context: EngineContext, tx: Db, parts: NoticeParts): Promise<void> {
  const { tenant, company, org } = context.scope;
  const { mapping, ref, source } = parts;
  const account = source === "webhook" ? company : source === "change-event" ? org : RAISED_HERE;
  await addTally(tx, tenant, account, "received", 1);
  const waiting = await listNoticesFor(tx, context.scope, ref);
  const isJoined = waiting.some((each) => each.mapping === mapping.id);
  if (isJoined) await addTally(tx, tenant, account, "coalesced", 1);
}
