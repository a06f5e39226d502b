/** The view of one Salesforce record: what the QuickBooks Sync component shows. */
import { createHash } from "node:crypto";
import {
  actionOf,
  dispositionOf,
  messageOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { UNKNOWN_EDIT } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type Entry, listOpenEntries } from "@accord-sync/ledger/entries.ts";
import { listNoticesFor, type Notice } from "@accord-sync/ledger/inbox.ts";
import { findLinkByRef, type Link } from "@accord-sync/ledger/links.ts";
import { findParked, type Parked } from "@accord-sync/ledger/parked.ts";
import type { DecisionView, MatchView, RecordStatus, RecordView } from "../engine-api.ts";
import {
  type EngineContext,
  mappedScope,
  mappingForType,
  salesforceRef,
} from "../engine-context.ts";
import { loadLinkState } from "../link-state.ts";
import { isHeldBack } from "../notices/held-back.ts";
import { reasonText } from "./entry-text.ts";
import { errorView, readError } from "./error-view.ts";
import { viewHeld, viewPaused } from "./held-view.ts";
import { matchViews } from "./match-view.ts";
import { type NeededView, viewNeeded } from "./needed-view.ts";
import { waitingFor } from "./waiting-for.ts";
import type { RecordGlances } from "./record-glances.ts";

/** What screens call each status. */
const STATUS_LABEL: Readonly<Record<RecordStatus, string>> = {
  notLinked: "Not Linked",
  syncing: "Syncing",
  inSync: "In Sync",
  waiting: "Waiting",
  error: "Error",
  needsDecision: "Needs Decision",
  newerRecordAvailable: "Newer Record Available",
  quickbooksRecordDeleted: "QBO Record Deleted",
};

interface Facts {
  readonly mapping: Mapping;
  readonly ref: RecordRef;
  readonly link: Link | null;
  readonly notices: readonly Notice[];
  readonly parked: Parked | null;
  readonly entries: readonly Entry[];
  readonly matches: readonly MatchView[];
  /** Other records that it waits for; null where it waits for none. */
  readonly needed: NeededView | null;
  /** What of it waits as one of far more changes than usual; null for nothing. */
  readonly held: NeededView | null;
  readonly name: string | null;
  /** Why Salesforce could not be asked about a record that is not linked. */
  readonly glanceError: OperationalError | null;
}

interface Verdict {
  readonly status: RecordStatus;
  readonly detail: string;
  readonly waitingFor: string | null;
}

export async function viewRecord(
  context: EngineContext,
  glances: RecordGlances,
  companyName: string,
  { type, id }: { readonly type: string; readonly id: string },
): Promise<Result<RecordView>> {
  const mapping = mappingForType(context, "salesforce", type);
  if (mapping === null) return fail(notMapped(context, type));
  const facts = await gather(context, glances, mapping, salesforceRef(type, id));
  if (!facts.ok) return facts;
  const view = await compose(context, companyName, facts.value);
  const revision = createHash("sha256").update(JSON.stringify(view)).digest("hex").slice(0, 16);
  return succeed({ ...view, revision });
}

/** The view of a record that was unlinked and is not in Salesforce any more. */
export function goneRecordView(
  context: EngineContext,
  mapping: Mapping,
  ref: RecordRef,
  companyName: string,
): RecordView {
  return {
    type: ref.type,
    id: ref.id,
    name: null,
    mapping: {
      id: mapping.id,
      quickbooksObject: mapping.quickbooksType,
      salesforceObject: mapping.salesforceType,
    },
    company: { realmId: context.scope.company, name: companyName },
    status: "notLinked",
    statusLabel: STATUS_LABEL.notLinked,
    detail: "Unlinked. The record is not in Salesforce any more.",
    busy: false,
    waitingFor: null,
    paused: [],
    quickbooks: null,
    lastSyncAt: null,
    error: null,
    decisions: [],
    matches: [],
    actions: { send: false, fetch: false, link: false, unlink: false },
    revision: "gone",
  };
}

export function notMapped(context: EngineContext, type: string): OperationalError {
  const mapped = context.mappings.map((mapping) => mapping.salesforceType).join(", ");
  return operationalError("OBJECT_NOT_MAPPED", { type, mapped });
}

async function gather(
  context: EngineContext,
  glances: RecordGlances,
  mapping: Mapping,
  ref: RecordRef,
): Promise<Result<Facts>> {
  const { db } = context.ledger;
  const scope = mappedScope(context, mapping);
  const link = await findLinkByRef(db, scope, ref);
  const notices = [...(await listNoticesFor(db, context.scope, ref))];
  if (link !== null) {
    notices.push(...(await listNoticesFor(db, context.scope, link.quickbooksRef)));
    const entries = await listOpenEntries(db, link.id);
    const parked = await findParked(db, scope, ref);
    const { name } = link;
    const needed = await viewNeeded(context, mapping, [ref, link.quickbooksRef]);
    const held = await viewHeld(context, link);
    const matches = await matchesOfRest(context, glances, mapping, link);
    return succeed({
      mapping,
      ref,
      link,
      notices,
      parked,
      entries,
      matches,
      needed,
      held,
      name,
      glanceError: null,
    });
  }
  const parked = await findParked(db, scope, ref);
  const needed = await viewNeeded(context, mapping, [ref]);
  const base = { mapping, ref, link, notices, parked, entries: [], needed, held: null };
  const glance = await glances.glance(context, mapping, ref);
  if (!glance.ok) return succeed({ ...base, matches: [], name: null, glanceError: glance.error });
  if (glance.value.kind !== "found") {
    return fail(operationalError("RECORD_UNKNOWN", { type: ref.type, id: ref.id }));
  }
  const { observation } = glance.value;
  const matches = await matchViews(context, mapping, observation);
  return succeed({ ...base, matches, name: observation.name, glanceError: null });
}

/** A record whose QuickBooks counterpart is gone may be linked with another: the same offer as for one without a link. */
async function matchesOfRest(
  context: EngineContext,
  glances: RecordGlances,
  mapping: Mapping,
  link: Link,
): Promise<readonly MatchView[]> {
  if (!link.quickbooksDeleted || link.salesforceDeleted) return [];
  const glance = await glances.glance(context, mapping, link.salesforceRef);
  if (!glance.ok || glance.value.kind !== "found") return [];
  const matches = await matchViews(context, mapping, glance.value.observation);
  return matches.filter(({ quickbooksId }) => quickbooksId !== link.quickbooksRef.id);
}

/**
 * True for work that somebody waits for. A notice that a system sent may be an echo, which is dropped
 * in a moment: it shows only when it has to wait.
 */
const isUnderWay = (notice: Notice): boolean =>
  !isHeldBack(notice) &&
  (notice.waiting !== null ||
    !(["webhook", "change-event", "sweep"] as readonly string[]).includes(notice.source));

/** The first thing that is true, the most pressing first. */
function judge(facts: Facts): Verdict {
  const active = facts.notices.filter(isUnderWay);
  const waiting = active.find((notice) => notice.waiting !== null);
  if (waiting?.waiting) return judgeWaiting(facts, readError(waiting.waiting));
  if (active.length > 0) return verdict("syncing", "Work on this record is under way.");
  if (facts.link?.quickbooksDeleted) {
    return verdict("quickbooksRecordDeleted", goneText(facts.parked));
  }
  if (facts.parked?.kind === "error") {
    const error = readError(facts.parked.error);
    return verdict("error", `${messageOf(error)}.`);
  }
  if (facts.needed !== null) return { status: "waiting", ...facts.needed };
  if (facts.held !== null) return { status: "waiting", ...facts.held };
  if (facts.link?.salesforceDeleted) {
    return verdict(
      "inSync",
      "The Salesforce record was deleted, and nothing is left to decide. Restored from the recycle bin, the two go on as before.",
    );
  }
  if (facts.entries.length > 0) {
    const count = facts.entries.length;
    const fields = count === 1 ? "One field differs" : `${count} fields differ`;
    return verdict(
      "needsDecision",
      `${fields} between the two systems. Choose which value to keep.`,
    );
  }
  if (facts.notices.some(isHeldBack)) {
    return verdict(
      "newerRecordAvailable",
      "QuickBooks has a newer version. Press Sync From QuickBooks to bring it in.",
    );
  }
  if (facts.link !== null) return verdict("inSync", "Both systems hold the same values.");
  return judgeUnlinked(facts);
}

/** Once nothing is asked about it any more, the record is not set aside either. */
function goneText(parked: Parked | null): string {
  if (parked === null) {
    return "The linked QuickBooks record is gone, and this one stays as it is. Press Unlink to end the link.";
  }
  const error = readError(parked.error);
  return `${messageOf(error)}. ${actionOf(error)}`;
}

function judgeUnlinked(facts: Facts): Verdict {
  if (facts.glanceError !== null) return judgeWaiting(facts, facts.glanceError);
  const free = facts.matches.filter((match) => match.linkedTo === null);
  if (free.length > 0) return verdict("notLinked", "QuickBooks has a record that looks the same.");
  if (facts.matches.length > 0) {
    return verdict("notLinked", "The QuickBooks record of this name is linked to another record.");
  }
  return verdict("notLinked", "QuickBooks does not know this record yet.");
}

function judgeWaiting({ needed }: Facts, error: OperationalError): Verdict {
  // As they stand now, not as they stood when it began to wait.
  if (error.code === "NEEDED_RECORDS" && needed !== null) return { status: "waiting", ...needed };
  const isTemporary = dispositionOf(error) !== "retry";
  const message = `${messageOf(error)}.`;
  if (!isTemporary) return verdict("syncing", `${message} Trying again.`);
  return { status: "waiting", detail: message, waitingFor: waitingFor(error) };
}

function verdict(status: RecordStatus, detail: string): Verdict {
  return { status, detail, waitingFor: null };
}

/** Says nothing to anybody else: it is compared, and never read. */
export function seenOf({ salesforceValue, quickbooksValue }: Entry): string {
  return JSON.stringify([salesforceValue, quickbooksValue]);
}

function decisionView(mapping: Mapping, entry: Entry): DecisionView {
  return {
    entry: entry.id,
    field: entry.field,
    label: mapping.fields.find((rule) => rule.name === entry.field)?.label ?? entry.field,
    kind: entry.kind === "difference" ? "difference" : "conflict",
    salesforce: entry.salesforceValue,
    quickbooks: entry.quickbooksValue,
    openedAt: entry.openedAt,
    salesforceEdit: entry.salesforceEdit ?? UNKNOWN_EDIT,
    quickbooksEdit: entry.quickbooksEdit ?? UNKNOWN_EDIT,
    reason: reasonText(entry.reason),
    seen: seenOf(entry),
  };
}

async function compose(
  context: EngineContext,
  companyName: string,
  facts: Facts,
): Promise<Omit<RecordView, "revision">> {
  const { mapping, ref, link, parked } = facts;
  const { status, detail, waitingFor } = judge(facts);
  const isBusy = facts.notices.some(isUnderWay);
  const isError = status === "error" && parked !== null;
  const isFree = link === null || link.quickbooksDeleted;
  return {
    type: ref.type,
    id: ref.id,
    name: facts.name,
    mapping: {
      id: mapping.id,
      quickbooksObject: mapping.quickbooksType,
      salesforceObject: mapping.salesforceType,
    },
    company: { realmId: context.scope.company, name: companyName },
    status,
    statusLabel: STATUS_LABEL[status],
    detail,
    busy: isBusy,
    waitingFor,
    paused: await viewPaused(context),
    quickbooks: link === null ? null : await quickbooksView(context, link),
    lastSyncAt: link?.lastSyncAt ?? null,
    error: isError ? errorView(readError(parked.error), parked.at, parked.logId) : null,
    decisions: facts.entries.map((entry) => decisionView(mapping, entry)),
    matches: facts.matches,
    actions: {
      send: true,
      fetch: link !== null,
      link: isFree && facts.matches.some((match) => match.linkedTo === null),
      unlink: link !== null,
    },
  };
}

async function quickbooksView(
  context: EngineContext,
  link: Link,
): Promise<RecordView["quickbooks"]> {
  const { quickbooks } = await loadLinkState(context.ledger.db, link);
  const name = Object.entries(quickbooks.seen).find(([path]) => /^(Display)?Name$/.test(path))?.[1];
  return {
    id: link.quickbooksRef.id,
    name: typeof name === "string" ? name : link.name,
    active: quickbooks.seen["Active"] !== false,
    url: context.quickbooks.pageUrl(link.quickbooksRef),
  };
}
