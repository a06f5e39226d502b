/**
 * Commits what an applied write achieved: receipt, base images, link and log in one transaction,
 * fenced on the revision that the write was planned from. The reverse order would leave a remote
 * record that no link points to.
 */
import { must, unreachable } from "@accord-sync/core/errors/assert.ts";
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { linkMark } from "@accord-sync/core/mapping/link-mark.ts";
import {
  type FieldRule,
  type Mapping,
  type MemberRule,
  pathIn,
} from "@accord-sync/core/mapping/mapping.ts";
import type { FieldValue, Image } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { otherSystem, type RecordRef, SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import { closeEntry, listOpenEntries } from "@accord-sync/ledger/entries.ts";
import { fulfilWish } from "@accord-sync/ledger/inbox.ts";
import { type Intent, moveIntent } from "@accord-sync/ledger/intents.ts";
import { liftKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef, insertLink, type Link, touchLink } from "@accord-sync/ledger/links.ts";
import { unpark } from "@accord-sync/ledger/parked.ts";
import { rememberInDirectory } from "../directory-keeper.ts";
import {
  type EngineContext,
  mappedScope,
  mappingById,
  nowIso,
  quickbooksRef,
} from "../engine-context.ts";
import { recordNotice } from "../notices/record-notice.ts";
import { describeRef, directionTo, nounOf, writeLog, writeParked } from "../journal.ts";
import { firstSide, loadLinkState, saveSide, withBase, withObservation } from "../link-state.ts";
import { releaseCleared } from "../set-aside.ts";
import { endLinkForGood } from "../unlink-commit.ts";
import type { ClearPlan, CreatePlan, MarkPlan, UpdatePlan } from "./intent-plan.ts";
import { readPlan } from "./intent-plan.ts";
import { isAboutTheRecord } from "./about-the-record.ts";
import { commitRemoval } from "./commit-removal.ts";
import { commitStep } from "./commit-step.ts";
import { endDoubts } from "./create-doubt.ts";
import { linkBehind } from "./link-behind.ts";
import { logPartRefused, openUntaken, openUntakenOfCreate } from "./untaken.ts";

/** An applied write and how its result is known: from its own answer, or by looking later. */
export interface Applied {
  readonly intent: Intent;
  readonly observation: Observation;
  /** Known by looking, not by the write's own answer. Default false. */
  readonly isAdopted?: boolean;
  /** The vendor's id of the exchange (`intuit_tid`), for its support. Default: none. */
  readonly requestId?: string | null;
  /** Why a part of it was refused while the rest was taken. Default: nothing was. */
  readonly partRefused?: OperationalError | null;
}

/** Commits the outcome; answers with the link, or null when the write ended it. */
export async function commitApplied(
  context: EngineContext,
  tx: Db,
  applied: Applied,
): Promise<Link | null> {
  const { intent, observation } = applied;
  const mapping = mappingById(context, intent.mapping);
  const at = nowIso(context);
  const receipt = JSON.stringify({
    version: observation.version,
    adopted: applied.isAdopted ?? false,
    requestId: applied.requestId ?? null,
  });
  await moveIntent(tx, intent.id, "applied", { receipt, at });
  if (observation.ref.system === "quickbooks") {
    await rememberInDirectory(context, tx, observation);
  }
  const plan = readPlan(intent.plan);
  switch (plan.kind) {
    case "create":
      return commitCreate(context, tx, { ...applied, mapping, plan });
    case "update":
      return plan.stepAside === undefined
        ? commitUpdate(context, tx, { ...applied, mapping, plan })
        : commitStep(context, tx, { intent, observation, mapping, plan });
    case "mark":
      return commitMark(context, tx, { ...applied, mapping, plan });
    case "clear":
      return commitClear(context, tx, { ...applied, mapping, plan });
    case "removal":
      return commitRemoval(context, tx, { intent, observation, mapping, plan });
    default:
      return unreachable(plan);
  }
}

type Committing<Plan> = Applied & { readonly mapping: Mapping; readonly plan: Plan };

function pair(left: RecordRef, right: RecordRef) {
  const refs = [left, right];
  const of = (system: RecordRef["system"]) =>
    must(
      refs.find((ref) => ref.system === system),
      `a link joins a ${system} record`,
    );
  return { salesforceRef: of("salesforce"), quickbooksRef: of("quickbooks") };
}

/**
 * The base image of a new record: what was sent, as the target stored it. What the target added by
 * itself is no base, so it flows back to the source. A record found later may have been edited since,
 * so there the base is what was sent; but for what was not made, which goes over yet.
 */
function createdBase(mapping: Mapping, committing: Committing<CreatePlan>): Image {
  const { plan, observation, isAdopted } = committing;
  const base: Record<string, FieldValue> = {};
  for (const rule of mapping.fields) {
    const path = pathIn(rule, observation.ref.system);
    const sent = plan.sent[path];
    if (sent === undefined) base[path] = null;
    else if (isAdopted && !isUnmade(committing, rule)) base[path] = sent;
    else base[path] = observation.image[path] ?? null;
  }
  return base;
}

/**
 * Whether the value belongs to a member that is not there and goes over yet: a death came between the record and its
 * member, or the member's request was turned away for a reason that is not its own.
 */
function isUnmade(committing: Committing<CreatePlan>, rule: FieldRule): boolean {
  const { mapping, observation, isAdopted } = committing;
  const { ref, members } = observation;
  const path = pathIn(rule, ref.system);
  const isOf = ({ system, role }: MemberRule) =>
    system === ref.system && path.startsWith(`${role}.`) && members[role] === undefined;
  return (isAdopted === true || isPartPutOff(committing)) && mapping.members.some(isOf);
}

/** Nobody need be asked about what may be tried again. */
function isPartPutOff({ partRefused }: Applied): boolean {
  return partRefused !== undefined && partRefused !== null && !isAboutTheRecord(partRefused);
}

/** The base image of the source: what it held, but for what may go over yet: a reference that was left out, a member. */
function sourceBaseOf(mapping: Mapping, committing: Committing<CreatePlan>): Image {
  const { plan, observation } = committing;
  const target = observation.ref.system;
  const left = mapping.fields.filter(
    (rule) =>
      (rule.reference !== undefined && plan.sent[pathIn(rule, target)] === undefined) ||
      isUnmade(committing, rule),
  );
  const paths = left.map((rule) => [pathIn(rule, otherSystem(target)), null]);
  return { ...plan.source.image, ...(Object.fromEntries(paths) as Image) };
}

/**
 * A record that another link holds already cannot be linked twice (I5). It happens when a company was
 * restored and hands out its Ids again: the write is done, and a person has to look.
 */
async function parkTaken(
  context: EngineContext,
  tx: Db,
  { intent, observation, plan, mapping }: Committing<CreatePlan>,
  taken: Link,
): Promise<null> {
  const { ref: source } = plan.source;
  const refs = { salesforce: null, quickbooks: null, [source.system]: source };
  const other =
    otherSystem(observation.ref.system) === "salesforce"
      ? taken.salesforceRef
      : taken.quickbooksRef;
  await writeParked(context, tx, {
    mapping,
    ...refs,
    name: plan.source.name,
    direction: directionTo(observation.ref.system),
    action: "create",
    outcome: "rejected",
    actor: plan.actor,
    intentId: intent.id,
    error: operationalError("LINK_TAKEN", {
      ref: describeRef(observation.ref),
      other: describeRef(other, taken.name),
    }),
  });
  return null;
}

async function commitCreate(
  context: EngineContext,
  tx: Db,
  committing: Committing<CreatePlan>,
): Promise<Link | null> {
  const { intent, observation, plan, mapping } = committing;
  const at = nowIso(context);
  const refs = pair(plan.source.ref, observation.ref);
  const scope = mappedScope(context, mapping);
  const taken = await findLinkByRef(tx, scope, observation.ref);
  if (taken !== null) return parkTaken(context, tx, committing, taken);
  const link = await insertLink(tx, {
    ...scope,
    ...refs,
    createdAt: at,
    lastSyncAt: at,
    name: plan.source.name,
    salesforceDeleted: false,
    quickbooksDeleted: false,
  });
  const sourceBase = sourceBaseOf(mapping, committing);
  await saveSide(tx, mapping, link.id, firstSide(plan.source, sourceBase));
  await saveSide(tx, mapping, link.id, firstSide(observation, createdBase(mapping, committing)));
  for (const ref of [refs.salesforceRef, refs.quickbooksRef]) {
    await unpark(tx, scope, ref);
    await liftKeptApart(tx, scope, ref);
  }
  await endDoubts(context, tx, mapping, [refs.salesforceRef, refs.quickbooksRef]);
  const mayBeUntaken = committing.isAdopted !== true && !isPartPutOff(committing);
  if (mayBeUntaken) await openUntakenOfCreate(context, tx, { ...committing, link });
  if (plan.wish !== null) await fulfilWish(tx, plan.wish.noticeId, plan.wish.seq);
  const target = observation.ref.system;
  await writeLog(context, tx, {
    mapping,
    salesforce: refs.salesforceRef,
    quickbooks: refs.quickbooksRef,
    name: plan.source.name,
    direction: directionTo(target),
    action: "create",
    outcome: "applied",
    actor: plan.actor,
    linkId: link.id,
    intentId: intent.id,
    message: `Created ${nounOf(observation.ref.type)} ${observation.ref.id} in ${SYSTEM_LABEL[target]}.`,
    changes: mapping.fields
      .filter(
        (rule) => plan.sent[pathIn(rule, target)] !== undefined && !isUnmade(committing, rule),
      )
      .map((rule) => ({
        field: rule.name,
        label: rule.label,
        before: null,
        after: plan.sent[pathIn(rule, target)] ?? null,
      })),
  });
  if (!isPartPutOff(committing)) await logPartRefused(context, tx, { ...committing, link });
  return link;
}

async function commitUpdate(
  context: EngineContext,
  tx: Db,
  committing: Committing<UpdatePlan>,
): Promise<Link | null> {
  const { intent, observation, plan, mapping } = committing;
  const link = await linkBehind(tx, intent, plan.revision);
  if (link === null) return null;
  const state = await loadLinkState(tx, link);
  const target = observation.ref.system;
  const source = otherSystem(target);
  const rules = plan.fields.map((field) => ({
    field,
    rule: must(
      mapping.fields.find((candidate) => candidate.name === field.name),
      `the intent settles ${field.name}, which is not mapped`,
    ),
  }));
  const sourceBase: Record<string, FieldValue> = {};
  const targetBase: Record<string, FieldValue> = {};
  for (const { field, rule } of rules) {
    sourceBase[pathIn(rule, source)] = field.sourceValue;
    targetBase[pathIn(rule, target)] = observation.image[pathIn(rule, target)] ?? null;
  }
  await saveSide(tx, mapping, link.id, withBase(state[source], sourceBase));
  await saveSide(
    tx,
    mapping,
    link.id,
    withBase(withObservation(mapping, state[target], observation, "ourWrite"), targetBase),
  );
  await closeSettledEntries(context, tx, link, plan);
  const untaken = await openUntaken(context, tx, {
    link,
    mapping,
    plan,
    observation,
    source: state[source],
  });
  if (plan.wish !== null) await fulfilWish(tx, plan.wish.noticeId, plan.wish.seq);
  const at = nowIso(context);
  await touchLink(tx, link.id, { lastSyncAt: at });
  await unpark(tx, mappedScope(context, mapping), link.salesforceRef);
  const changes = plan.fields
    .filter((field) => field.before !== field.after && !untaken.includes(field.label))
    .map(({ name, label, before, after }) => ({ field: name, label, before, after }));
  await writeLog(context, tx, {
    mapping,
    salesforce: link.salesforceRef,
    quickbooks: link.quickbooksRef,
    name: link.name,
    direction: directionTo(target),
    action: plan.wish === null ? "update" : target === "quickbooks" ? "send" : "fetch",
    outcome: "applied",
    actor: plan.actor,
    linkId: link.id,
    intentId: intent.id,
    message: updateMessage(SYSTEM_LABEL[target], {
      changed: changes.map((change) => change.label),
      untaken,
      why: whyText(plan),
    }),
    changes,
  });
  await logPartRefused(context, tx, { ...committing, link });
  return link;
}

interface Told {
  readonly changed: readonly string[];
  readonly untaken: readonly string[];
  /** By which rule, or by whose decision, a value won over another. */
  readonly why: readonly string[];
}

function updateMessage(system: string, { changed, untaken, why }: Told): string {
  const said = [
    ...(changed.length === 0 ? [] : [`Updated ${changed.join(", ")} in ${system}.`]),
    ...(untaken.length === 0 ? [] : [`${system} did not take ${untaken.join(", ")}.`]),
  ];
  return said.length === 0
    ? `Already in step: ${system} confirmed every value that was sent.`
    : [...said, ...why].join(" ");
}

/** What the log says of values that won over another edit: each is in an entry too. */
function whyText({ fields, actor }: UpdatePlan): readonly string[] {
  const decided = fields.filter(({ because }) => because === "decided").map(({ label }) => label);
  const policies = fields.filter(({ because }) => because === "policy");
  return [
    ...(decided.length === 0 ? [] : [`${decided.join(", ")}: as ${actor ?? "a person"} decided.`]),
    ...policies.map(
      ({ label, policy }) => `${label} had been changed in both: ${policy ?? "the field's rule"}.`,
    ),
  ];
}

async function closeSettledEntries(
  context: EngineContext,
  tx: Db,
  link: Link,
  plan: UpdatePlan,
): Promise<void> {
  for (const entry of await listOpenEntries(tx, link.id)) {
    const field = plan.fields.find((candidate) => candidate.name === entry.field);
    if (field === undefined) continue;
    const how = field.because === "decided" ? "decided" : "forced";
    await closeEntry(tx, entry.id, how, nowIso(context));
  }
}

async function commitMark(
  context: EngineContext,
  tx: Db,
  committing: Committing<MarkPlan>,
): Promise<Link | null> {
  const { intent, observation, plan, mapping } = committing;
  const link = await linkBehind(tx, intent, plan.revision);
  if (link === null) return null;
  if (plan.reason === "unlink") {
    await endLinkForGood(context, tx, { link, mapping, actor: plan.actor, intentId: intent.id });
    return null;
  }
  const state = await loadLinkState(tx, link);
  await saveSide(tx, mapping, link.id, {
    ...withObservation(mapping, state.salesforce, observation, "ourWrite"),
    stampedMark: observation.linkMark,
  });
  if (plan.reason === "restore") {
    await writeLog(context, tx, {
      mapping,
      salesforce: link.salesforceRef,
      quickbooks: link.quickbooksRef,
      name: link.name,
      direction: "quickbooksToSalesforce",
      action: "mark",
      outcome: "applied",
      actor: plan.actor,
      linkId: link.id,
      intentId: intent.id,
      message: `Restored Accord QB Id to ${linkMark(link.company, link.quickbooksRef)} (found: ${plan.found ?? "empty"}). Accord Sync keeps the link, and editing the field does not change it.`,
    });
  }
  return link;
}

/** The mark's rightful record may have been refused it meanwhile, so it is looked at again. */
async function commitClear(
  context: EngineContext,
  tx: Db,
  { intent, observation, plan, mapping }: Committing<ClearPlan>,
): Promise<null> {
  await releaseCleared(context, tx, mapping, observation.ref);
  await writeLog(context, tx, {
    mapping,
    salesforce: observation.ref,
    quickbooks: null,
    name: plan.name,
    direction: "none",
    action: "mark",
    outcome: "applied",
    intentId: intent.id,
    message: `Cleared Accord QB Id (found: ${plan.found}): it makes no link. Use Link Record to link this record.`,
  });
  const [company, type, id] = plan.found.split(":");
  if (company !== context.scope.company || type !== mapping.quickbooksType || !id) return null;
  const scope = mappedScope(context, mapping);
  const rightful = await findLinkByRef(tx, scope, quickbooksRef(type, id));
  if (rightful === null) return null;
  await unpark(tx, scope, rightful.salesforceRef);
  const { salesforceRef: ref } = rightful;
  await recordNotice(context, tx, { mapping, ref, source: "recovery" });
  return null;
}
