/**
 * Looks for what a create in doubt may have made: first by what tells it, then by what is left of that where a person
 * changed the record since.
 *
 *   QuickBooks    by the name; then everything that was made about then and changed since
 *   Salesforce    by the link mark; then by the name, and by ourselves as its maker, since the mark may be gone or be
 *                 any text, and the name another
 */
import { must } from "@accord-sync/core/errors/assert.ts";
import { isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { pathIn } from "@accord-sync/core/mapping/mapping.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { Fingerprint, Maker } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { listConnections } from "@accord-sync/ledger/connections.ts";
import type { Intent } from "@accord-sync/ledger/intents.ts";
import { isKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import { findLinkByRef, wasLinkedBy } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappingById, remoteOf } from "../engine-context.ts";
import { readPlan } from "./intent-plan.ts";

/** Both clocks may be off. */
export const CLOCK_SLACK_MS = 300_000;
/** The same, of what is known by its maker alone: less, since much may be made by the same user. */
const MAKER_SLACK_MS = 10_000;

export function fingerprintOf(intent: Intent): Fingerprint {
  return JSON.parse(must(intent.fingerprint, "a create has a fingerprint")) as Fingerprint;
}

export interface Looked {
  readonly free: readonly Observation[];
  /**
   * Linked, or was when the create was resolved upon, or unlinked by a person: it was there before, or went into
   * another link by a person's word. No late receipt may link it.
   */
  readonly taken: readonly Observation[];
}

/** What a doubtful create may have made. */
export async function look(
  context: EngineContext,
  intent: Intent,
  fingerprint: Fingerprint = fingerprintOf(intent),
): Promise<Result<Looked>> {
  const { db } = context.ledger;
  const mapping = mappingById(context, intent.mapping);
  const found = await remoteOf(context, intent.target).find(mapping, fingerprint);
  if (!found.ok) return found;
  const free: Observation[] = [];
  const taken: Observation[] = [];
  for (const observation of found.value) {
    const { ref } = observation;
    const isTaken =
      (await findLinkByRef(db, intent, ref)) !== null ||
      (await isKeptApart(db, intent, ref)) ||
      (await wasLinkedBy(db, intent, ref, intent.createdAt));
    (isTaken ? taken : free).push(observation);
  }
  return succeed({ free, taken });
}

/**
 * Whether its mark stands on a record that is not its own any more: repeated, the create would write its values over
 * it, since it goes under the mark.
 */
export function isMarkElsewhere(intent: Intent, { taken }: Looked): boolean {
  return taken.some((each) => isMarkedFor(intent, each));
}

/** Whether it shows the mark that this create goes under. */
export function isMarkedFor(intent: Intent, found: Observation): boolean {
  const { linkMark } = fingerprintOf(intent);
  return linkMark !== null && found.linkMark === linkMark;
}

/** What `look` cannot find, because a person changed what it looks by. */
export async function lookWider(
  context: EngineContext,
  intent: Intent,
): Promise<Result<readonly Observation[]>> {
  const isChanged = { ...fingerprintOf(intent), isChanged: true };
  const maker = await findMaker(context);
  const wide =
    intent.target === "quickbooks" ? isChanged : { ...unmarkedFingerprint(context, intent), maker };
  const found = await look(context, intent, wide);
  return found.ok
    ? succeed(found.value.free.filter((each) => mayBeOurs(context, intent, { found: each, maker })))
    : found;
}

/** How a record that a Salesforce create made is known without its mark. */
export function unmarkedFingerprint({ pacing }: EngineContext, intent: Intent): Fingerprint {
  const sentAt = Date.parse(intent.sentAt ?? intent.createdAt);
  return {
    ...fingerprintOf(intent),
    linkMark: null,
    createdFrom: isoSeconds(Date.parse(intent.createdAt) - CLOCK_SLACK_MS),
    createdTo: isoSeconds(sentAt + pacing.requestIdTrustMs + CLOCK_SLACK_MS),
  };
}

/** We ourselves, as Salesforce knows us; null until the org was described. */
export async function findMaker({ ledger, scope }: EngineContext): Promise<Maker | null> {
  const connections = await listConnections(ledger.db, scope.tenant);
  const org = connections.find(
    (each) => each.system === "salesforce" && each.accountId === scope.org,
  );
  if (org === undefined || org.userId === null) return null;
  const companies = connections.filter(({ system }) => system === "quickbooks");
  // What carries a mark of ours was made by the create which that mark names.
  return { userId: org.userId, marks: companies.map(({ accountId }) => `${accountId}:`) };
}

export interface Made {
  readonly found: Observation;
  readonly maker: Maker | null;
}

/** Of what carries no such name, only what holds something of what was sent may be ours: many are made within minutes. */
export function mayBeOurs(context: EngineContext, intent: Intent, { found, maker }: Made): boolean {
  if (isMarkedFor(intent, found)) return true;
  const marks = maker?.marks ?? [`${context.scope.company}:`];
  if (marks.some((mark) => found.linkMark?.startsWith(mark) === true)) return false;
  if (intent.target === "salesforce" && isNamed(intent, found)) return true;
  const plan = readPlan(intent.plan);
  if (plan.kind !== "create") return true;
  // Somebody may work as the same user: what he made before is none of ours.
  const from = Date.parse(intent.createdAt) - MAKER_SLACK_MS;
  if (intent.target === "salesforce" && Date.parse(found.createdAt) < from) return false;
  const { fields, matchField } = mappingById(context, intent.mapping);
  const telling = fields.filter(({ name, reference, kind }) =>
    intent.target === "quickbooks"
      ? reference !== undefined
      : name !== matchField && kind !== "boolean",
  );
  const sent = telling.filter((rule) => (plan.sent[pathIn(rule, intent.target)] ?? null) !== null);
  const isKept = sent.some((rule) => {
    const path = pathIn(rule, intent.target);
    return isSameStored(rule.kind, found.image[path] ?? null, plan.sent[path] ?? null);
  });
  return isKept || sent.length === 0;
}

/** Salesforce compares names without case. */
function isNamed(intent: Intent, { name }: Observation): boolean {
  return (name ?? "").toLowerCase() === fingerprintOf(intent).name.toLowerCase();
}
