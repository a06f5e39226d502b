/** The open entries of a link: conflicts and differences that wait for a person. */
import { assert } from "@accord-sync/core/errors/assert.ts";
import { isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import type { OpenEntry } from "@accord-sync/core/merge/merge-field.ts";
import type { Merge, MergedField } from "@accord-sync/core/merge/merge-record.ts";
import { type FieldRule, flowsTo, type Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { agreeAcross, type References } from "@accord-sync/core/mapping/references.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import {
  closeEntry,
  decideEntry,
  type EntryEdits,
  type EntryKind,
  type EntryReason,
  overruleEntry,
  listEntries,
  listOpenEntries,
  type NewEntry,
  openEntry,
  recordOverridden,
} from "@accord-sync/ledger/entries.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type EngineContext, mappedScope, nowIso } from "../engine-context.ts";
import { writeLog } from "../journal.ts";
import type { LinkState } from "../link-state.ts";
import { conflictText } from "../views/entry-text.ts";

/**
 * Brings the open entries up to what both systems hold now. A value that changed since a person
 * decided needs a new decision: nobody decides about what they did not see. What was decided about
 * stays on record: the value that lost may be gone already, by a write whose answer never came (I3).
 */
export async function refreshEntries(
  context: EngineContext,
  tx: Db,
  { mapping, state, references }: Pick<MergedState, "mapping" | "state"> & Refers,
): Promise<Readonly<Record<string, OpenEntry>>> {
  for (const entry of await listOpenEntries(tx, state.link.id)) {
    const rule = mapping.fields.find((candidate) => candidate.name === entry.field);
    if (rule === undefined) continue;
    const salesforceValue = valueAt(state.salesforce.seen, rule.salesforce);
    const quickbooksValue = valueAt(state.quickbooks.seen, rule.quickbooks);
    const isSame =
      isSameStored(rule.kind, salesforceValue, entry.salesforceValue) &&
      isSameStored(rule.kind, quickbooksValue, entry.quickbooksValue);
    // One that is settled closes with the values that it was about.
    const values = { salesforce: salesforceValue, quickbooks: quickbooksValue };
    if (isSame || agreeAcross(rule, values, references)) continue;
    if (entry.keep !== null) await closeEntry(tx, entry.id, "recorded", nowIso(context));
    await openEntry(tx, {
      ...entry,
      ...editsOf(state, rule),
      kind: openKind(entry.kind),
      salesforceValue,
      quickbooksValue,
    });
  }
  const open = await listOpenEntries(tx, state.link.id);
  return Object.fromEntries(open.map((entry) => [entry.field, entry.keep ?? "undecided"]));
}

interface Refers {
  readonly references: References;
}

/** An overridden entry is recorded closed, so an open one is of another kind. */
function openKind(kind: EntryKind): NewEntry["kind"] {
  assert(kind !== "overridden", "an overridden entry is never open");
  return kind;
}

/** Who wrote what the two sides were last seen to hold. */
function editsOf({ salesforce, quickbooks }: LinkState, rule: FieldRule): EntryEdits {
  return {
    salesforceEdit: salesforce.edits[rule.salesforce] ?? null,
    quickbooksEdit: quickbooks.edits[rule.quickbooks] ?? null,
  };
}

interface EntryParts {
  readonly mapping: Mapping;
  readonly state: LinkState;
  readonly field: MergedField;
  readonly reason: EntryReason;
}

function newEntry(context: EngineContext, { mapping, state, field, reason }: EntryParts): NewEntry {
  return {
    ...mappedScope(context, mapping),
    linkId: state.link.id,
    field: field.rule.name,
    kind: "conflict",
    salesforceValue: field.seen.salesforce,
    quickbooksValue: field.seen.quickbooks,
    baseRevision: state.link.revision,
    openedAt: nowIso(context),
    ...editsOf(state, field.rule),
    reason,
  };
}

const POLICY_REASON = {
  ask: "asked",
  salesforce: "salesforceWins",
  quickbooks: "quickbooksWins",
  newest: "newestWins",
} as const;

/** Why an edit is replaced. */
function replacedBecause({ rule, verdict }: MergedField): EntryReason {
  if (verdict.kind === "copy" && verdict.because === "forced") return "forced";
  return rule.direction === "both" ? POLICY_REASON[rule.policy] : "oneWay";
}

interface MergedState {
  readonly mapping: Mapping;
  readonly state: LinkState;
  readonly merge: Merge;
}

/** Opens an entry for each new conflict and closes those whose values came to agree. */
export async function recordConflicts(
  context: EngineContext,
  tx: Db,
  { mapping, state, merge }: MergedState,
): Promise<number> {
  const open = await listOpenEntries(tx, state.link.id);
  for (const field of merge.fields) {
    const entry = open.find((candidate) => candidate.field === field.rule.name);
    if (field.verdict.kind === "conflict") {
      const { reason } = field.verdict;
      const opened = newEntry(context, { mapping, state, field, reason });
      await openEntry(tx, opened);
      if (entry === undefined) await logConflict(context, tx, { mapping, state, field }, opened);
    }
    if (field.verdict.kind === "agreed" && entry !== undefined) {
      await closeEntry(tx, entry.id, "agreed", nowIso(context));
    }
  }
  return (await listOpenEntries(tx, state.link.id)).length;
}

/** One line in the log for the one entry of a conflict: both values, who and when, and why a person is asked. */
async function logConflict(
  context: EngineContext,
  tx: Db,
  { mapping, state, field }: Omit<EntryParts, "reason">,
  entry: NewEntry,
): Promise<void> {
  const { label } = field.rule;
  await writeLog(context, tx, {
    mapping,
    salesforce: state.link.salesforceRef,
    quickbooks: state.link.quickbooksRef,
    name: state.link.name,
    direction: "none",
    action: "conflict",
    outcome: "noted",
    linkId: state.link.id,
    message: conflictText(label, entry),
  });
}

/**
 * Records each edit that a write is about to replace, with both values and who asked, before it is
 * replaced. Once per base: a pass that is repeated records nothing twice.
 */
export async function recordReplacedEdits(
  context: EngineContext,
  tx: Db,
  parts: {
    readonly mapping: Mapping;
    readonly state: LinkState;
    readonly fields: readonly MergedField[];
    readonly actor: string | null;
  },
): Promise<void> {
  const { mapping, state, fields, actor } = parts;
  const earlier = await listEntries(tx, state.link.id);
  for (const field of fields) {
    const { verdict, rule, seen } = field;
    if (verdict.kind !== "copy" || !verdict.replacesEdit) continue;
    const isRecorded = earlier.some(
      (entry) =>
        entry.kind === "overridden" &&
        entry.field === rule.name &&
        entry.salesforceValue === seen.salesforce &&
        entry.quickbooksValue === seen.quickbooks &&
        entry.baseRevision >= state.link.revision - 1,
    );
    if (isRecorded) continue;
    const winner = otherSystem(verdict.to);
    const reason = replacedBecause(field);
    const { kind: _kind, ...values } = newEntry(context, { mapping, state, field, reason });
    await recordOverridden(tx, { ...values, keep: winner, decidedBy: actor });
  }
}

/**
 * A forced run decides the open entries of the fields that it covers. Durable before the write, so
 * that a run which is cut off is carried on as the decision that it was.
 */
export async function decideForced(
  context: EngineContext,
  tx: Db,
  state: LinkState,
  { fields, actor }: { readonly fields: readonly MergedField[]; readonly actor: string | null },
): Promise<void> {
  const open = await listOpenEntries(tx, state.link.id);
  for (const { rule, verdict } of fields) {
    if (verdict.kind !== "copy" || verdict.because !== "forced") continue;
    const entry = open.find((candidate) => candidate.field === rule.name);
    if (entry === undefined) continue;
    const winner = otherSystem(verdict.to);
    const by = actor ?? "Accord Sync";
    await overruleEntry(tx, entry.id, { keep: winner, by, at: nowIso(context) });
  }
}

/**
 * Has each of these fields wait for a person, or, with `keep`, for that system's value to be written back: what a
 * guard held and a person turned aside. The log has told it of all the records together.
 */
export async function openAside(
  context: EngineContext,
  tx: Db,
  parts: Pick<MergedState, "mapping" | "state"> & {
    readonly fields: readonly MergedField[];
    readonly keep: SystemName | null;
    readonly by: string | null;
  },
): Promise<void> {
  const { mapping, state, fields, keep, by } = parts;
  for (const field of fields) {
    const entry = newEntry(context, { mapping, state, field, reason: "guard" });
    const id = await openEntry(tx, entry);
    // A field that is only written to the other system cannot be written back: it waits for a person.
    if (keep === null || !flowsTo(field.rule, otherSystem(keep))) continue;
    await decideEntry(tx, id, { keep, by: by ?? "Accord Sync", at: nowIso(context) });
  }
}
