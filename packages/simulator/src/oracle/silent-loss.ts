/**
 * I3: every value that a person wrote is there at the end, or was overwritten by somebody who could see
 * it, or is named in an entry. Decided from the journal; no merging is involved.
 */
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import type { Entry } from "@accord-sync/ledger/entries.ts";
import type { UserWrite } from "../journal.ts";
import { findRecord } from "../remote-view.ts";
import { meansTheSame, PAIRS, type Value, type ValueForm } from "../shared-fields.ts";
import { SALESFORCE_ORIGIN } from "../sim-servers.ts";
import { type Evidence, everLinkedWith, linkIdsOf, type Violation } from "./evidence.ts";

export function judgeSilentLoss(evidence: Evidence): readonly Violation[] {
  const found: Violation[] = [];
  for (const [index, write] of evidence.journal.writes.entries()) {
    const form = PAIRS[write.pair].fields.find((field) => field.name === write.field)?.form;
    // Writing what stands there already changes nothing that anybody could lose.
    if (form === undefined || meansTheSame(form, write.previous, write.value)) continue;
    if (isUnseenReturn(evidence, index, write, form)) continue;
    if (isAccountedFor(evidence, index, write, form)) continue;
    const { at, system, pair, id, field, previous, value } = write;
    found.push({
      id: "I3",
      text: `${JSON.stringify(value)}, written at ${at} into ${field} of ${system} ${pair} ${id} over ${JSON.stringify(previous)}, disappeared with no entry`,
    });
  }
  return found;
}

/**
 * True when the value stood there before, was changed, and was put back before anybody looked: systems
 * are kept in agreement by what they hold, not by what they held in between, so nothing was written.
 */
function isUnseenReturn(
  evidence: Evidence,
  index: number,
  write: UserWrite,
  form: ValueForm,
): boolean {
  const isSameField = (each: UserWrite) =>
    each.system === write.system && each.id === write.id && each.field === write.field;
  const before = evidence.journal.writes.slice(0, index).filter(isSameField);
  const from = before.findLastIndex((each) => meansTheSame(form, each.previous, write.value));
  if (from === -1) return false;
  const meanwhile = before.slice(from);
  return meanwhile.every((each, place) => {
    // A note of a value to be replaced that was still there for the next person: nothing replaced it.
    const next = meanwhile[place + 1] ?? write;
    const isUntouched = meansTheSame(form, next.previous, each.value);
    return !wasSeen(evidence, each, form, isUntouched);
  });
}

interface LoggedChange {
  readonly field: string;
  readonly after: FieldValue;
}

/**
 * True when the product reports that it took this value out of this record, asked about it, or, unless the
 * value stayed there untouched, replaced it.
 */
function wasSeen(
  { reports }: Evidence,
  write: UserWrite,
  form: ValueForm,
  isUntouched: boolean,
): boolean {
  const { system, id, field, at } = write;
  const away = system === "salesforce" ? "salesforceToQuickbooks" : "quickbooksToSalesforce";
  const isIt = (value: FieldValue) => meansTheSame(form, textOf(value), write.value);
  const isSince = (time: string) => Date.parse(time) + 1_000 > at;
  const isCarried = reports.log.some(
    (line) =>
      (system === "salesforce" ? line.salesforceRef : line.quickbooksRef)?.id === id &&
      line.direction === away &&
      isSince(line.at) &&
      (JSON.parse(line.changes) as LoggedChange[]).some(
        (change) => change.field === field && isIt(change.after),
      ),
  );
  const isAsked = (entry: Entry) =>
    entry.field === field &&
    (entry.kind !== "overridden" || !isUntouched) &&
    isSince(entry.openedAt) &&
    isIt(system === "salesforce" ? entry.salesforceValue : entry.quickbooksValue);
  return isCarried || [...reports.entries.values()].flat().some(isAsked);
}

function textOf(value: FieldValue): Value {
  return value === null ? null : String(value);
}

function isAccountedFor(
  evidence: Evidence,
  index: number,
  write: UserWrite,
  form: ValueForm,
): boolean {
  const pair = PAIRS[write.pair];
  const record = findRecord(evidence.world, write.system, pair, write.id);
  if (record === null) return true; // A person deleted the record with all it held.
  const isIt = (value: Value) => meansTheSame(form, value, write.value);
  if (isIt(record.values[write.field] ?? null)) return true;
  const type = pair.types[write.system];
  const keys = everLinkedWith(evidence, { system: write.system, type, id: write.id });
  const isOverwritten = evidence.journal.writes.slice(index + 1).some((later) => {
    const ref = { system: later.system, type: PAIRS[later.pair].types[later.system], id: later.id };
    return later.field === write.field && keys.has(refKey(ref)) && isIt(later.previous);
  });
  return (
    isOverwritten ||
    isNamed(evidence, keys, write.field, isIt) ||
    isRemoval(evidence, write, record.id) ||
    isAgreedByChance(evidence, keys, write, isIt)
  );
}

/** That a record was made inactive because its other one is gone stands in the log; `removals.ts` judges it. */
function isRemoval({ reports }: Evidence, { field, value, at }: UserWrite, id: string): boolean {
  return (
    field === "active" &&
    value === "true" &&
    reports.log.some(
      (line) =>
        line.action === "deactivate" &&
        [line.salesforceRef?.id, line.quickbooksRef?.id].includes(id) &&
        Date.parse(line.at) + 1_000 > at,
    )
  );
}

/**
 * True when the product was bringing the same value here from the other system, where somebody who saw it had just
 * changed it, or could not know yet that it was changed there: both stood at one value for the product, and the
 * later edit is that person's, not this one.
 */
function isAgreedByChance(
  { world, journal }: Evidence,
  keys: ReadonlySet<string>,
  { system, id, field, at }: UserWrite,
  isIt: (value: Value) => boolean,
): boolean {
  const isBrought = world.traffic.some(
    ({ doneAt, refusedAt, changes }) =>
      // One that got lost is in doubt, and the value that stands there later passes for what it brought.
      (doneAt === null ? refusedAt === null : doneAt >= at) &&
      changes.some(
        (each) =>
          each.system === system && each.id === id && each.field === field && isIt(each.sent),
      ),
  );
  const changed = journal.writes.filter((other) => {
    const type = PAIRS[other.pair].types[other.system];
    const isThere = keys.has(refKey({ system: other.system, type, id: other.id }));
    const isBefore = other.system !== system && other.at <= at;
    return isThere && isBefore && other.field === field && isIt(other.previous);
  });
  // Or the value still stood there for the product, which could not have looked since.
  const couldLook = (from: number) =>
    world.traffic.some(({ origin, doneAt }) => {
      const isThere = (origin === SALESFORCE_ORIGIN) === (system === "quickbooks");
      return isThere && doneAt !== null && doneAt > from && doneAt <= at;
    });
  return changed.length > 0 && (isBrought || changed.some((each) => !couldLook(each.at)));
}

function isNamed(
  evidence: Evidence,
  keys: ReadonlySet<string>,
  field: string,
  isIt: (value: Value) => boolean,
): boolean {
  for (const id of linkIdsOf(evidence, keys)) {
    for (const entry of evidence.reports.entries.get(id) ?? []) {
      if (entry.field !== field) continue;
      if (isIt(textOf(entry.salesforceValue)) || isIt(textOf(entry.quickbooksValue))) return true;
    }
  }
  return false;
}
