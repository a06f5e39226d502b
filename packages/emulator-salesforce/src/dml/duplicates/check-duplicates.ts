import { ApiError } from "../../api-error.ts";
import { DEFAULT_ALERT_TEXT } from "../../not-evidenced.ts";
import type { ObjectEntry } from "../../schema/registry.ts";
import type { DuplicateRule, MatchingItem, MatchingRule } from "../../schema/types.ts";
import type { DmlContext } from "../context.ts";
import type { Row } from "../../store/row.ts";
import { combine } from "../criteria.ts";
import { matchKeysOf } from "./match-keys.ts";
import { isAlike } from "./similarity.ts";
import type { MatchResult, DuplicateResult } from "../../page-host.ts";

/**
 * Duplicate rules: a row that looks like another of its object is refused, or let through when the rule
 * only warns and the caller said that it may (`Sforce-Duplicate-Rule-Header`, S1.7). A rule that blocks
 * lets nothing through.
 */

/** Matches that an answer shows at most; one more would not change what happens. */
const MATCHES_MAX = 100;

/** @throws DUPLICATES_DETECTED with the first rule that stops the save */
export function checkDuplicates(
  context: DmlContext,
  object: ObjectEntry,
  row: Row,
  before: Row | undefined,
): void {
  for (const rule of object.duplicateRules) {
    const stop = rule.active ? stopOf(context, rule, before) : undefined;
    if (stop === undefined) continue;
    const results = rule.matchingRules.flatMap((name) => {
      const matching = object.matchingRules.get(name);
      if (matching === undefined || !isTouched(matching, row, before)) return [];
      const rows = matchesOf(context, object, matching, row);
      return rows.length === 0 ? [] : [resultOf(context, object, matching, rows)];
    });
    if (results.length > 0) throw duplicatesDetected(rule, stop, results);
  }
}

/** Whether a rule blocks or warns at this save; undefined when it lets it through whatever it finds. */
function stopOf(
  context: DmlContext,
  rule: DuplicateRule,
  before: Row | undefined,
): "block" | "alert" | undefined {
  const isNew = before === undefined;
  if ((isNew ? rule.onInsert : rule.onUpdate) === "Block") return "block";
  const alerts = isNew ? rule.alertsOnInsert : rule.alertsOnUpdate;
  return alerts && context.duplicates?.allowSave !== true ? "alert" : undefined;
}

/** An update is looked at only when it changes what the rule compares. */
function isTouched(rule: MatchingRule, row: Row, before: Row | undefined): boolean {
  if (before === undefined) return true;
  return rule.items.some(({ field }) => (row[field] ?? null) !== (before[field] ?? null));
}

/** The live rows that a matching rule finds alike. */
function matchesOf(
  context: DmlContext,
  object: ObjectEntry,
  rule: MatchingRule,
  row: Row,
): readonly Row[] {
  const found: Row[] = [];
  for (const other of candidates(context, object, rule, row)) {
    if (other["IsDeleted"] === true || other["Id"] === row["Id"]) continue;
    const answers = rule.items.map((item) => itemMatches(item, row, other));
    if (!combine(rule.logic, answers)) continue;
    found.push(other);
    if (found.length >= MATCHES_MAX) break;
  }
  return found;
}

/** Rows that share a match key with the row; every row where the rule has no keys. */
function candidates(
  context: DmlContext,
  object: ObjectEntry,
  rule: MatchingRule,
  row: Row,
): Iterable<Row> {
  const { store } = context;
  const keysOf = matchKeysOf(rule);
  if (keysOf === undefined) return store.all(object.name).values() as Iterable<Row>;
  const index = store.keyIndex(object.name, `match:${rule.name}`, keysOf);
  const ids = new Set(keysOf(row).flatMap((key) => [...index.find(key)]));
  return [...ids].toSorted().map((id) => store.get(object.name, id) as Row);
}

/** Blanks match blanks only, and only where the item says so. */
function itemMatches({ field, method, matchBlanks }: MatchingItem, one: Row, other: Row): boolean {
  const [left, right] = [one[field] ?? null, other[field] ?? null];
  if (left === null || right === null) return matchBlanks && left === right;
  return isAlike(method, left, right);
}

function resultOf(
  context: DmlContext,
  object: ObjectEntry,
  rule: MatchingRule,
  rows: readonly Row[],
): MatchResult {
  const isExact = rule.items.every(({ method }) => method === "Exact");
  return {
    entityType: object.name,
    errors: [],
    matchEngine: isExact ? "ExactMatchEngine" : "FuzzyMatchEngine",
    matchRecords: rows.map((row) => ({
      additionalInformation: [],
      fieldDiffs: [],
      matchConfidence: 100,
      record: shownRecord(context, object, rule, row),
    })),
    rule: rule.name,
    size: rows.length,
    success: true,
  };
}

/** The id of a match, and with `includeRecordDetails` its name and what was compared. */
function shownRecord(
  context: DmlContext,
  object: ObjectEntry,
  rule: MatchingRule,
  row: Row,
): Readonly<Record<string, unknown>> {
  const version = /\/(\d+\.\d)(?:;|$)/.exec(context.actor.changeOrigin)?.[1] ?? "66.0";
  const id = String(row["Id"]);
  const url = `/services/data/v${version}/sobjects/${object.name}/${id}`;
  const record: Record<string, unknown> = { attributes: { type: object.name, url }, Id: id };
  if (context.duplicates?.includeRecordDetails !== true) return record;
  const compared = new Set(rule.items.map(({ field }) => field));
  for (const field of object.fields) {
    if (!field.nameField && !compared.has(field.name)) continue;
    if (context.access.canReadField(object.name, field))
      record[field.name] = row[field.name] ?? null;
  }
  return record;
}

function duplicatesDetected(
  rule: DuplicateRule,
  stop: "block" | "alert",
  matchResults: readonly MatchResult[],
): ApiError {
  const message = rule.alertText === "" ? DEFAULT_ALERT_TEXT : rule.alertText;
  const duplicateResut: DuplicateResult = {
    allowSave: stop === "alert",
    duplicateRule: rule.name,
    duplicateRuleEntityType: rule.object,
    errorMessage: message,
    matchResults,
  };
  return new ApiError(400, [{ duplicateResut, errorCode: "DUPLICATES_DETECTED", message }]);
}
