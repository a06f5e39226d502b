/**
 * Link Record: joins two records without overwriting either. What each system holds becomes its base
 * image, and each field that differs becomes a difference for a person to decide.
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { FieldRule, Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { agreeAcross } from "@accord-sync/core/mapping/references.ts";
import { differingFields } from "@accord-sync/core/merge/merge-record.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { openEntry } from "@accord-sync/ledger/entries.ts";
import { liftKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef, insertLink, type Link } from "@accord-sync/ledger/links.ts";
import { unpark } from "@accord-sync/ledger/parked.ts";
import { forgetInDirectory, rememberInDirectory } from "./directory-keeper.ts";
import { type EngineContext, mappedScope, nowIso, remoteOf } from "./engine-context.ts";
import { describeRef, writeLog } from "./journal.ts";
import { firstSide, saveSide } from "./link-state.ts";
import { recordNotice } from "./notices/record-notice.ts";
import { nothingDone } from "./nothing-done.ts";
import { inLane } from "./reconcile/reconcile.ts";
import { loadReferences } from "./references/load-references.ts";
import { endLinkForGood } from "./unlink-commit.ts";
import { editOf } from "./value-edits.ts";
import { settleAll } from "./writer/settle-all.ts";

interface LinkOrder {
  readonly mapping: Mapping;
  readonly salesforce: RecordRef;
  readonly quickbooks: RecordRef;
  readonly actor: string;
}

export async function linkRecords(context: EngineContext, order: LinkOrder): Promise<Result<Link>> {
  return inLane(context, [order.salesforce, order.quickbooks], async () => {
    const scope = mappedScope(context, order.mapping);
    const doubt = await settleAll(context, [order.salesforce, order.quickbooks]);
    if (doubt !== null) return fail(nothingDone(doubt));
    let freed: Link | null = null;
    for (const ref of [order.salesforce, order.quickbooks]) {
      const link = await findLinkByRef(context.ledger.db, scope, ref);
      if (link === null) continue;
      if (isFreed(link, ref)) {
        freed = link;
        continue;
      }
      const other =
        ref.system === "salesforce"
          ? describeRef(link.quickbooksRef)
          : describeRef(link.salesforceRef, link.name);
      return fail(operationalError("LINK_TAKEN", { ref: describeRef(ref), other }));
    }
    const salesforce = await look(context, order.mapping, order.salesforce);
    if (!salesforce.ok) return fail(nothingDone(salesforce.error));
    const quickbooks = await look(context, order.mapping, order.quickbooks);
    if (!quickbooks.ok) return fail(nothingDone(quickbooks.error));
    return succeed(
      await context.ledger.transaction((tx) =>
        commitLink(context, tx, order, {
          salesforce: salesforce.value,
          quickbooks: quickbooks.value,
          freed,
        }),
      ),
    );
  });
}

/**
 * A QuickBooks record whose Salesforce record was deleted is free for another: the person who links it
 * ends the old link, whose page is gone, in the transaction that makes the new one.
 */
function isFreed(link: Link, ref: RecordRef): boolean {
  return ref.system === "quickbooks" && link.salesforceDeleted;
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
  /** The link of a deleted record, which ends; null when there is none. */
  readonly freed: Link | null;
}

/** The fields whose values do not mean the same in the two systems. */
async function differingRules(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  { salesforce, quickbooks }: Seen,
): Promise<readonly FieldRule[]> {
  const references = await loadReferences(context, tx, mapping, [
    { system: "salesforce", image: salesforce.image },
    { system: "quickbooks", image: quickbooks.image },
  ]);
  return differingFields(
    mapping,
    salesforce.image,
    quickbooks.image,
    (rule, left, right) => !agreeAcross(rule, { salesforce: left, quickbooks: right }, references),
  );
}

async function commitLink(
  context: EngineContext,
  tx: Db,
  { mapping, salesforce, quickbooks, actor }: LinkOrder,
  seen: Seen,
): Promise<Link> {
  const at = nowIso(context);
  const scope = mappedScope(context, mapping);
  if (seen.freed !== null) {
    const note = "Its Salesforce record was deleted, and another one is linked now.";
    await endLinkForGood(context, tx, { link: seen.freed, mapping, actor, intentId: null, note });
  }
  const link = await insertLink(tx, {
    ...scope,
    salesforceRef: salesforce,
    quickbooksRef: quickbooks,
    createdAt: at,
    lastSyncAt: at,
    name: seen.salesforce.name,
    salesforceDeleted: false,
    quickbooksDeleted: false,
  });
  await saveSide(tx, mapping, link.id, firstSide(seen.salesforce));
  await saveSide(tx, mapping, link.id, firstSide(seen.quickbooks));
  const differing = await differingRules(context, tx, mapping, seen);
  for (const rule of differing) {
    await openEntry(tx, {
      ...scope,
      linkId: link.id,
      field: rule.name,
      kind: "difference",
      salesforceValue: valueAt(seen.salesforce.image, rule.salesforce),
      quickbooksValue: valueAt(seen.quickbooks.image, rule.quickbooks),
      baseRevision: link.revision,
      openedAt: at,
      salesforceEdit: editOf(seen.salesforce, rule.salesforce),
      quickbooksEdit: editOf(seen.quickbooks, rule.quickbooks),
      reason: "linked",
    });
  }
  for (const ref of [salesforce, quickbooks]) {
    await liftKeptApart(tx, scope, ref);
    await unpark(tx, scope, ref);
  }
  await rememberInDirectory(context, tx, seen.quickbooks);
  const labels = differing.map((rule) => rule.label).join(", ");
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
  // The mark on the Salesforce record is written by the next pass.
  await recordNotice(context, tx, { mapping, ref: salesforce, source: "decision", actor });
  return link;
}
