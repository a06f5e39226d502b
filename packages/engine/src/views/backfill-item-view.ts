/** What screens show of one item of a plan: the records, what is written where, why, and what is foreseen. */
import { agree } from "@accord-sync/core/mapping/canonical.ts";
import { flowsTo, type FieldRule, type Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { matchKeys } from "@accord-sync/core/matching/match-keys.ts";
import { type MatchReason, scoreMatch } from "@accord-sync/core/matching/score-match.ts";
import {
  actionOf,
  messageOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { valueAt } from "@accord-sync/core/records/image.ts";
import { type BackfillItem, listPairs } from "@accord-sync/ledger/backfill-items.ts";
import type { Backfill } from "@accord-sync/ledger/backfills.ts";
import { findSurveyPart, findSurveyRecord } from "@accord-sync/ledger/surveys.ts";
import { readRequest } from "../backfill/backfill-parts.ts";
import { keptSide } from "../backfill/kept-side.ts";
import type {
  BackfillCandidateView,
  BackfillChoice,
  BackfillFieldView,
  BackfillItemView,
  BackfillRecordView,
  ForeseenRefusalView,
  MatchReasonView,
  PlanBackfillRequest,
} from "../backfill-api.ts";
import { type EngineContext, mappingById } from "../engine-context.ts";
import { errorView, readError } from "./error-view.ts";

/** Candidates of one question: more are no help. */
const CANDIDATES_MAX = 10;

interface Sides {
  readonly salesforce: Observation | null;
  readonly quickbooks: Observation | null;
}

export async function backfillItemView(
  context: EngineContext,
  backfill: Backfill,
  item: BackfillItem,
): Promise<BackfillItemView> {
  const mapping = mappingById(context, item.mapping);
  const request = readRequest(backfill);
  const sides: Sides = {
    salesforce: await findRecord(context, backfill, mapping, {
      system: "salesforce",
      id: item.salesforceId,
    }),
    quickbooks: await findRecord(context, backfill, mapping, {
      system: "quickbooks",
      id: item.quickbooksId,
    }),
  };
  const isInFlight = backfill.underWay?.rows.some((row) => row.item === item.id) ?? false;
  const { salesforce, quickbooks } = sides;
  const isMatch = item.score !== null && salesforce !== null && quickbooks !== null;
  const match = isMatch ? scoreOf(context, mapping, salesforce, quickbooks) : null;
  return {
    id: item.id,
    mapping: item.mapping,
    action: item.action,
    state: isInFlight || item.state === "unmarked" ? "underWay" : item.state,
    target: item.target,
    name: item.name,
    salesforce: recordView(mapping.salesforceType, item.salesforceId, salesforce ?? item),
    quickbooks: recordView(mapping.quickbooksType, item.quickbooksId, quickbooks ?? item),
    fields: fieldsOf(mapping, request, item, sides),
    score: item.score,
    reasons: match?.reasons ?? [],
    candidates: item.action === "ask" ? await candidatesOf(context, backfill, item) : [],
    refusals: refusalsOf(item),
    choice: item.choice === null ? null : choiceOf(item.choice),
    message: item.message,
    error:
      item.error === null
        ? null
        : errorView(readError(item.error), backfill.finishedAt ?? backfill.startedAt, null),
  };
}

function choiceOf(text: string): BackfillItemView["choice"] {
  const { choice, actor } = JSON.parse(text) as {
    readonly choice: BackfillChoice;
    readonly actor: string;
  };
  return { choice, actor };
}

async function findRecord(
  context: EngineContext,
  { survey }: Backfill,
  mapping: Mapping,
  { system, id }: { readonly system: SystemName; readonly id: string | null },
): Promise<Observation | null> {
  if (survey === null || id === null) return null;
  const { db } = context.ledger;
  const part = await findSurveyPart(db, survey, mapping.id, system);
  const record = part === null ? null : await findSurveyRecord(db, part.id, id);
  return record?.observation ?? null;
}

function recordView(
  type: string,
  id: string | null,
  { name }: Pick<Observation, "name">,
): BackfillRecordView | null {
  return id === null ? null : { type, id, name };
}

function refusalsOf({ refusals, target }: BackfillItem): readonly ForeseenRefusalView[] {
  if (refusals === null || target === null) return [];
  return (JSON.parse(refusals) as readonly OperationalError[]).map((error) => ({
    system: target,
    code: error.code,
    message: `${messageOf(error)}.`,
    action: actionOf(error),
  }));
}

function fieldsOf(
  mapping: Mapping,
  request: PlanBackfillRequest,
  item: BackfillItem,
  sides: Sides,
): readonly BackfillFieldView[] {
  if (sides.salesforce === null && sides.quickbooks === null) return [];
  return mapping.fields.flatMap((rule): readonly BackfillFieldView[] => {
    const salesforce = valueAt(sides.salesforce?.image ?? {}, rule.salesforce);
    const quickbooks = valueAt(sides.quickbooks?.image ?? {}, rule.quickbooks);
    if (salesforce === null && quickbooks === null) return [];
    const { name: field, label } = rule;
    return [{ field, label, salesforce, quickbooks, ...becomes(rule, request, item, sides) }];
  });
}

/** What comes of a field. A linked pair is the ordinary sync's, which decides by what both hold by then. */
function becomes(
  rule: FieldRule,
  { differing }: PlanBackfillRequest,
  item: BackfillItem,
  { salesforce, quickbooks }: Sides,
): Pick<BackfillFieldView, "writes" | "after" | "isAsked"> {
  const nothing = { writes: null, after: null, isAsked: false } as const;
  const left = valueAt(salesforce?.image ?? {}, rule.salesforce);
  const right = valueAt(quickbooks?.image ?? {}, rule.quickbooks);
  if (item.target === "salesforce") {
    return flowsTo(rule, "salesforce") && right !== null
      ? { writes: "salesforce", after: right, isAsked: false }
      : nothing;
  }
  if (item.target === "quickbooks") {
    const isSent = rule.when === "always" || item.action === "create";
    return flowsTo(rule, "quickbooks") && left !== null && isSent
      ? { writes: "quickbooks", after: left, isAsked: false }
      : nothing;
  }
  const isPair = salesforce !== null && quickbooks !== null;
  const isJoined = item.action === "link" || item.action === "ask";
  if (!isPair || !isJoined || rule.when !== "always" || agree(rule.kind, left, right)) {
    return nothing;
  }
  if (differing === "ask") return { writes: null, after: null, isAsked: true };
  return keptSide(differing, { salesforce: left, quickbooks: right }) === "salesforce"
    ? { writes: "quickbooks", after: left, isAsked: false }
    : { writes: "salesforce", after: right, isAsked: false };
}

async function candidatesOf(
  context: EngineContext,
  backfill: Backfill,
  item: BackfillItem,
): Promise<readonly BackfillCandidateView[]> {
  const mapping = mappingById(context, item.mapping);
  const { db } = context.ledger;
  const own = item.quickbooksId === null ? "salesforce" : "quickbooks";
  const of =
    own === "quickbooks"
      ? { quickbooksId: item.quickbooksId ?? "" }
      : { salesforceId: item.salesforceId ?? "" };
  const other = own === "quickbooks" ? "salesforce" : "quickbooks";
  const ownId = own === "quickbooks" ? item.quickbooksId : item.salesforceId;
  const self = await findRecord(context, backfill, mapping, { system: own, id: ownId });
  const views: BackfillCandidateView[] = [];
  for (const pair of (await listPairs(db, item, of)).slice(0, CANDIDATES_MAX)) {
    const found = await findRecord(context, backfill, mapping, { system: other, id: pair[other] });
    if (found === null || self === null) continue;
    const [left, right] = own === "salesforce" ? [self, found] : [found, self];
    const { type, id } = found.ref;
    const { reasons } = scoreOf(context, mapping, left, right);
    views.push({ type, id, name: found.name, score: pair.score, reasons });
  }
  return views;
}

function scoreOf(
  { scope }: EngineContext,
  mapping: Mapping,
  salesforce: Observation,
  quickbooks: Observation,
): { readonly score: number; readonly reasons: readonly MatchReasonView[] } {
  const card = (seen: Observation) => ({
    name: seen.name,
    keys: matchKeys(mapping, seen, scope.company),
  });
  const { score, reasons } = scoreMatch(card(salesforce), card(quickbooks));
  return {
    score,
    reasons: reasons.map((reason) => ({ text: sayReason(reason), points: reason.points })),
  };
}

const NOUNS: Readonly<Record<MatchReason["kind"], string>> = {
  mark: "QuickBooks Id on the Salesforce record",
  name: "name",
  email: "e-mail address",
  phone: "telephone number",
  address: "billing address",
  sku: "SKU",
};

function sayReason({ kind, how }: MatchReason): string {
  const words = { same: "Same", similar: "Almost the same", differs: "Another" };
  return `${words[how]} ${NOUNS[kind]}`;
}
