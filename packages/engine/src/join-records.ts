/** Commits a new link of two records that were just looked at, without overwriting either. */
import type { FieldRule, Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { agreeAcross } from "@accord-sync/core/mapping/references.ts";
import { differingFields } from "@accord-sync/core/merge/merge-record.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { openEntry } from "@accord-sync/ledger/entries.ts";
import { liftKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { insertLink, type Link } from "@accord-sync/ledger/links.ts";
import { unpark } from "@accord-sync/ledger/parked.ts";
import { rememberInDirectory } from "./directory-keeper.ts";
import { type EngineContext, mappedScope, nowIso } from "./engine-context.ts";
import { firstSide, saveSide } from "./link-state.ts";
import { recordNotice } from "./notices/record-notice.ts";
import { loadReferences } from "./references/load-references.ts";
import { editOf } from "./value-edits.ts";
import { endDoubts } from "./writer/create-doubt.ts";

interface Joining {
  readonly mapping: Mapping;
  readonly salesforce: Observation;
  readonly quickbooks: Observation;
  /** The person who asked for it; null where a merge did. */
  readonly actor: string | null;
}

interface Joined {
  readonly link: Link;
  /** Labels of the fields that differ: each has an entry for a person. */
  readonly differing: readonly string[];
}

/** The fields whose values do not mean the same in the two systems. */
async function differingRules(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  { salesforce, quickbooks }: Pick<Joining, "salesforce" | "quickbooks">,
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

/** A link whose mark is written by the pass that this wakes. */
export async function commitJoin(
  context: EngineContext,
  tx: Db,
  joining: Joining,
): Promise<Joined> {
  const joined = await joinRecords(context, tx, joining);
  const { mapping, salesforce, actor } = joining;
  await recordNotice(context, tx, { mapping, ref: salesforce.ref, source: "decision", actor });
  return joined;
}

/**
 * What each system holds becomes its base image, and each field that differs a difference for a person to
 * decide. Both records must be free; the mark is still to be written.
 */
export async function joinRecords(
  context: EngineContext,
  tx: Db,
  { mapping, salesforce, quickbooks }: Omit<Joining, "actor">,
): Promise<Joined> {
  const at = nowIso(context);
  const scope = mappedScope(context, mapping);
  const link = await insertLink(tx, {
    ...scope,
    salesforceRef: salesforce.ref,
    quickbooksRef: quickbooks.ref,
    createdAt: at,
    lastSyncAt: at,
    name: salesforce.name,
    salesforceDeleted: false,
    quickbooksDeleted: false,
  });
  await saveSide(tx, mapping, link.id, firstSide(salesforce));
  await saveSide(tx, mapping, link.id, firstSide(quickbooks));
  const differing = await differingRules(context, tx, mapping, { salesforce, quickbooks });
  for (const rule of differing) {
    await openEntry(tx, {
      ...scope,
      linkId: link.id,
      field: rule.name,
      kind: "difference",
      salesforceValue: valueAt(salesforce.image, rule.salesforce),
      quickbooksValue: valueAt(quickbooks.image, rule.quickbooks),
      baseRevision: link.revision,
      openedAt: at,
      salesforceEdit: editOf(salesforce, rule.salesforce),
      quickbooksEdit: editOf(quickbooks, rule.quickbooks),
      reason: "linked",
    });
  }
  for (const { ref } of [salesforce, quickbooks]) {
    await liftKeptApart(tx, scope, ref);
    await unpark(tx, scope, ref);
  }
  await endDoubts(context, tx, mapping, [salesforce.ref, quickbooks.ref]);
  await rememberInDirectory(context, tx, quickbooks);
  return { link, differing: differing.map(({ label }) => label) };
}
