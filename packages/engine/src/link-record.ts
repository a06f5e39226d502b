/**
 * Link Record: joins two records without overwriting either. What each system holds becomes its base
 * image, and each field that differs becomes a difference for a person to decide.
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef, type Link } from "@accord-sync/ledger/links.ts";
import { forgetInDirectory } from "./directory-keeper.ts";
import { type EngineContext, mappedScope, remoteOf } from "./engine-context.ts";
import { describeRef, writeLog } from "./journal.ts";
import { commitJoin } from "./join-records.ts";
import { nothingDone } from "./nothing-done.ts";
import { inLane } from "./reconcile/reconcile.ts";
import { endLinkForGood } from "./unlink-commit.ts";
import { settleAll } from "./writer/settle-all.ts";

interface LinkOrder {
  readonly mapping: Mapping;
  readonly salesforce: RecordRef;
  readonly quickbooks: RecordRef;
  readonly actor: string;
}

export async function linkRecords(context: EngineContext, order: LinkOrder): Promise<Result<Link>> {
  return inLane(context, [order.salesforce, order.quickbooks], async () => {
    const doubt = await settleAll(context, [order.salesforce, order.quickbooks]);
    if (doubt !== null) return fail(nothingDone(doubt));
    const free = await freeToLink(context, context.ledger.db, order);
    if (!free.ok) return free;
    const salesforce = await look(context, order.mapping, order.salesforce);
    if (!salesforce.ok) return fail(nothingDone(salesforce.error));
    const quickbooks = await look(context, order.mapping, order.quickbooks);
    if (!quickbooks.ok) return fail(nothingDone(quickbooks.error));
    return context.ledger.transaction(async (tx) => {
      // A create that is settled meanwhile, in the lane of the record that it was made for, links what it made.
      const still = await freeToLink(context, tx, order);
      if (!still.ok) return still;
      return succeed(
        await commitLink(context, tx, order, {
          salesforce: salesforce.value,
          quickbooks: quickbooks.value,
          freed: still.value,
        }),
      );
    });
  });
}

/** The links that rest and end when the two are linked; an error where one of the two is linked otherwise. */
async function freeToLink(
  context: EngineContext,
  db: Db,
  { mapping, salesforce, quickbooks }: LinkOrder,
): Promise<Result<readonly Link[]>> {
  const freed: Link[] = [];
  for (const ref of [salesforce, quickbooks]) {
    const link = await findLinkByRef(db, mappedScope(context, mapping), ref);
    if (link === null) continue;
    if (isFreed(link, ref)) {
      freed.push(link);
      continue;
    }
    const other =
      ref.system === "salesforce"
        ? describeRef(link.quickbooksRef)
        : describeRef(link.salesforceRef, link.name);
    return fail(operationalError("LINK_TAKEN", { ref: describeRef(ref), other }));
  }
  return succeed(freed);
}

/**
 * A record whose other one was deleted is free for another: the person who links it ends the link that rests,
 * in the transaction that makes the new one.
 */
function isFreed(link: Link, ref: RecordRef): boolean {
  return ref.system === "quickbooks" ? link.salesforceDeleted : link.quickbooksDeleted;
}

async function look(
  context: EngineContext,
  mapping: Mapping,
  ref: RecordRef,
): Promise<Result<Observation>> {
  const seen = await remoteOf(context, ref.system).observe(mapping, ref.id);
  if (!seen.ok) return seen;
  if (seen.value.kind === "found") return succeed(seen.value.observation);
  if (ref.system === "quickbooks") await forgetInDirectory(context, ref);
  const code = ref.system === "salesforce" ? "SF_NOT_FOUND" : "QBO_NOT_FOUND";
  return fail(operationalError(code, { type: ref.type, id: ref.id }));
}

interface Seen {
  readonly salesforce: Observation;
  readonly quickbooks: Observation;
  /** Links that rest, and end. */
  readonly freed: readonly Link[];
}

async function commitLink(
  context: EngineContext,
  tx: Db,
  { mapping, salesforce, quickbooks, actor }: LinkOrder,
  seen: Seen,
): Promise<Link> {
  for (const link of seen.freed) {
    const gone = link.salesforceDeleted ? "Salesforce" : "QuickBooks";
    const note = `Its ${gone} record was deleted, and another one is linked now.`;
    await endLinkForGood(context, tx, { link, mapping, actor, intentId: null, note });
  }
  const { link, differing } = await commitJoin(context, tx, {
    mapping,
    salesforce: seen.salesforce,
    quickbooks: seen.quickbooks,
    actor,
  });
  const labels = differing.join(", ");
  await writeLog(context, tx, {
    mapping,
    salesforce,
    quickbooks,
    name: seen.salesforce.name,
    direction: "none",
    action: "link",
    outcome: "applied",
    actor,
    linkId: link.id,
    message:
      differing.length === 0
        ? `Linked with QuickBooks ${quickbooks.type} ${quickbooks.id}. Every mapped field agrees.`
        : `Linked with QuickBooks ${quickbooks.type} ${quickbooks.id}. To be decided: ${labels}.`,
  });
  return link;
}
