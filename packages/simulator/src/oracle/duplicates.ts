/**
 * I4 and I5: what the product created was created once, for one record, and is linked or was; and no
 * record has two live links.
 */
import { type RecordRef, refKey, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { directionTo } from "@accord-sync/engine/journal.ts";
import { type LiveRecord, listRecords } from "../remote-view.ts";
import { type Pair, PAIR_LIST } from "../shared-fields.ts";
import type { LogEntry } from "@accord-sync/ledger/log-entries.ts";
import type { Reports } from "../reports.ts";
import type { Evidence, Violation } from "./evidence.ts";
import { LINK_ENDS } from "./set-aside.ts";

/** The log's times are whole seconds. */
const SECOND = 1_000;
const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];

export function judgeDuplicates(evidence: Evidence): readonly Violation[] {
  return [...judgeLinks(evidence), ...PAIR_LIST.flatMap((pair) => judgeCreated(evidence, pair))];
}

function judgeLinks({ reports }: Evidence): readonly Violation[] {
  const seen = new Set<string>();
  const found: Violation[] = [];
  for (const { mapping, salesforceRef, quickbooksRef } of reports.links) {
    for (const ref of [salesforceRef, quickbooksRef]) {
      const key = `${mapping} ${refKey(ref)}`;
      if (seen.has(key)) found.push({ id: "I5", text: `${key} is linked twice` });
      seen.add(key);
    }
  }
  return found;
}

/**
 * Every record that no person made must be the one result of one logged create in its system. Unlinked
 * by a person, it may later be the source of a create in the other one.
 */
function judgeCreated({ world, journal, reports }: Evidence, pair: Pair): readonly Violation[] {
  const found: Violation[] = [];
  for (const system of SYSTEMS) {
    const type = pair.types[system];
    for (const { id, values } of listRecords(world, system, pair)) {
      if (journal.isUsers(system, id) || world.isSeeded(type, id)) continue;
      const key = refKey({ system, type, id });
      const creates = reports.log.filter(
        (line) =>
          line.action === "create" &&
          line.outcome === "applied" &&
          line.direction === directionTo(system) &&
          refIs(line, key),
      );
      const isUntold = creates.length === 0;
      if (isUntold && isInDoubt({ world, journal, reports }, pair, { system, type, id })) {
        found.push(...judgeInDoubt({ journal, reports }, pair, { system, type, id }));
        continue;
      }
      if (isUntold && isAskedAbout({ journal, reports }, pair, { id, system, values })) continue;
      // A person found it before its create was settled, and linked it with another.
      const isGiven = reports.log.some(
        (line) => line.action === "link" && line.outcome === "applied" && refIs(line, key),
      );
      if (isUntold && isGiven) continue;
      if (creates.length !== 1) {
        const text = `${key} (${values["name"] ?? ""}) was made by the product, and ${creates.length} log entries say so`;
        found.push({ id: "I4", text });
      }
    }
  }
  return [...found, ...judgeSources({ reports }, pair)];
}

interface Found {
  readonly system: SystemName;
  readonly id: string;
  readonly values: LiveRecord["values"];
}

/**
 * True when somebody changed the record before the product could look what became of its create: it may be
 * anybody's then, and a person is asked about the two of that name.
 */
function isAskedAbout(
  { journal, reports }: Pick<Evidence, "journal" | "reports">,
  pair: Pair,
  { system, id, values }: Found,
): boolean {
  const isTouched = pair.fields.some(
    ({ name }) => journal.writesTo(system, pair.name, id, name).length > 0,
  );
  return (
    isTouched &&
    reports.log.some(
      ({ error, mapping, name }) =>
        error !== null &&
        mapping === pair.mapping &&
        name === values["name"] &&
        ASKS.test((JSON.parse(error) as { readonly code: string }).code),
    )
  );
}

const ASKS = /^(?:MATCH_\w+|WRITE_OUTCOME_AMBIGUOUS|QBO_DUPLICATE_NAME)$/;

/**
 * What a lost answer tells of may be changed by a person before it is looked at, or stand beside another of that name
 * made within the same minutes. Then nobody but a person can tell which we made, and one is asked: about the record
 * that it was made for.
 */
function isInDoubt(
  { world, journal, reports }: Pick<Evidence, "world" | "journal" | "reports">,
  pair: Pair,
  made: RecordRef,
): boolean {
  if (questionsOf(reports, pair).length === 0) return false;
  const records = listRecords(world, made.system, pair);
  const name = plainName(records.find(({ id }) => id === made.id));
  const hasNamesake = records.some((each) => each.id !== made.id && plainName(each) === name);
  return hasNamesake || journal.touchesOf(made.system, made.id).length > 0;
}

/** Without what QuickBooks appends to the name of an inactive record. */
function plainName(record: LiveRecord | undefined): string | null {
  return record?.values["name"]?.replace(/ \(deleted\)$/, "") ?? null;
}

function questionsOf({ log }: Reports, pair: Pair): readonly LogEntry[] {
  return log.filter(
    ({ mapping, error }) => mapping === pair.mapping && codeOf(error) === "WRITE_OUTCOME_AMBIGUOUS",
  );
}

/**
 * Nothing is made from it while the question is open. A person answers by linking the record that it was made for, or
 * merging a linked one into it, by a Send that creates another one, or by deleting it.
 */
function judgeInDoubt(
  { journal, reports }: Pick<Evidence, "journal" | "reports">,
  pair: Pair,
  made: RecordRef,
): readonly Violation[] {
  const key = refKey(made);
  const double = reports.log.find(
    (line) =>
      line.action === "create" &&
      line.outcome === "applied" &&
      line.direction !== directionTo(made.system) &&
      refIs(line, key),
  );
  if (double === undefined) return [];
  const by = Date.parse(double.at) + SECOND;
  const isAnswered = questionsOf(reports, pair).some((question) => {
    const source = question.salesforceRef ?? question.quickbooksRef;
    if (source === null) return false;
    const isLinked = reports.log.some(
      (line) =>
        Number(line.id) > Number(question.id) &&
        Number(line.id) < Number(double.id) &&
        line.outcome === "applied" &&
        (line.action === "link" || line.action === "move") &&
        refIs(line, refKey(source)),
    );
    // Heard or not: a process that died over a click may have kept it.
    const isSaid = journal.acts.some(
      ({ isAnother = false, salesforceId, at }) =>
        isAnother &&
        (salesforceId === source.id || salesforceId === made.id) &&
        at + SECOND > Date.parse(question.at) &&
        at < by,
    );
    return isLinked || isSaid || journal.wasRemovedBy(source.id, by);
  });
  if (isAnswered) return [];
  const text = `${key} may be our own, nobody said that it is not, and it was taken for new`;
  return [{ id: "I4", text }];
}

function codeOf(error: string | null): string | null {
  return error === null ? null : (JSON.parse(error) as { readonly code: string }).code;
}

function refIs(
  line: { readonly salesforceRef: RecordRef | null; readonly quickbooksRef: RecordRef | null },
  key: string,
): boolean {
  return [line.salesforceRef, line.quickbooksRef].some(
    (ref) => ref !== null && refKey(ref) === key,
  );
}

/** A record gets another counterpart only after a person unlinked it from the one before. */
function judgeSources({ reports }: Pick<Evidence, "reports">, pair: Pair): readonly Violation[] {
  const counts = new Map<string, { creates: number; unlinks: number }>();
  for (const line of reports.log) {
    if (line.mapping !== pair.mapping || line.outcome !== "applied") continue;
    for (const ref of [line.salesforceRef, line.quickbooksRef]) {
      if (ref === null) continue;
      const held = counts.get(refKey(ref)) ?? { creates: 0, unlinks: 0 };
      if (line.action === "create") held.creates += 1;
      // A removal ends a link as an unlink does, where it leaves nothing.
      if (LINK_ENDS.has(line.action)) held.unlinks += 1;
      counts.set(refKey(ref), held);
    }
  }
  return [...counts]
    .filter(([, { creates, unlinks }]) => creates > 1 + unlinks)
    .map(([key, { creates }]) => ({ id: "I4", text: `${key} was created ${creates} times over` }));
}
