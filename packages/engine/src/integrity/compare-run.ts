/** The second step of a run: every link, and then every record that is not linked, against the ledger. */
import { unlinkedKind } from "@accord-sync/core/integrity/compare-unlinked.ts";
import {
  addAmounts,
  type Amounts,
  amountsOf,
  NO_AMOUNTS,
} from "@accord-sync/core/integrity/money-sums.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { matchName } from "@accord-sync/core/matching/match-keys.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type Finding, insertFinding } from "@accord-sync/ledger/integrity-findings.ts";
import { type IntegrityRun, moveIntegrityRun } from "@accord-sync/ledger/integrity-runs.ts";
import { isKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef, type Link, listLinks } from "@accord-sync/ledger/links.ts";
import {
  findSurveyRecord,
  listSurveyIdsByKey,
  listSurveyParts,
  listSurveyRecords,
  type SurveyPart,
} from "@accord-sync/ledger/surveys.ts";
import { type EngineContext, mappedScope, mappingById, nowIso } from "../engine-context.ts";
import { judgePair, type ReadPair, workOn } from "./pair-facts.ts";
import { type Place, readPlace, readTotals, Tallies } from "./run-place.ts";

/** Links, and records that are not linked, of one transaction. */
const AT_ONCE = 200;
/** More namesakes than this are many. */
const NAMESAKES_MAX = 3;

/** One page of work, durable with its place. Answers with true when all is compared. */
export async function compareNext(context: EngineContext, run: IntegrityRun): Promise<boolean> {
  const place = readPlace(run);
  const parts = await listSurveyParts(context.ledger.db, run.survey);
  return context.ledger.transaction(async (tx) => {
    const tallies = new Tallies(readTotals(run));
    const step: Step = { context, tx, run, parts, tallies };
    const next =
      place.part === "links" ? await compareLinks(step, place) : await nameRest(step, place);
    const change = { totals: JSON.stringify(tallies.now) };
    if (next !== null) {
      await moveIntegrityRun(tx, run.id, ["comparing"], {
        ...change,
        place: JSON.stringify(next),
      });
      return false;
    }
    await moveIntegrityRun(tx, run.id, ["comparing"], change);
    return true;
  });
}

interface Step {
  readonly context: EngineContext;
  readonly tx: Db;
  readonly run: IntegrityRun;
  readonly parts: readonly SurveyPart[];
  readonly tallies: Tallies;
}

async function compareLinks(step: Step, place: Place): Promise<Place | null> {
  const { context, tx, run } = step;
  const links = await listLinks(tx, context.scope, { after: place.after, limit: AT_ONCE });
  for (const link of links) {
    if (run.mappings.includes(link.mapping)) await compareLink(step, link);
  }
  const last = links.at(-1);
  return last === undefined || links.length < AT_ONCE
    ? { ...place, part: 0, after: null }
    : { ...place, after: last.id };
}

async function compareLink(step: Step, link: Link): Promise<void> {
  const { context, tx, tallies } = step;
  const read = await readOf(step, link);
  const { verdict } = await judgePair(context, tx, link, read);
  const amounts = amountsOfPair(mappingById(context, link.mapping), read);
  tallies.add(link.mapping, "linked");
  tallies.set(link.mapping, { amounts: addAmounts(tallies.of(link.mapping).amounts, amounts) });
  if (verdict.kind === "waits") tallies.add(link.mapping, "waiting");
  if (verdict.kind === "busy") tallies.add(link.mapping, "busy");
  if (verdict.kind !== "finding") return;
  const { kind, systems, fields, repair } = verdict.finding;
  await insertFinding(tx, {
    ...newFinding(step, link.mapping, link.name),
    kind,
    systems,
    repair,
    state: "suspect",
    linkId: link.id,
    salesforceId: link.salesforceRef.id,
    quickbooksId: link.quickbooksRef.id,
    fields: JSON.stringify(fields),
    amounts: JSON.stringify(amounts),
  });
}

/** What the survey read of a pair. */
async function readOf({ tx, parts }: Step, link: Link): Promise<ReadPair> {
  const of = async (system: SystemName, id: string) => {
    const part = parts.find((each) => each.mapping === link.mapping && each.system === system);
    const record = part === undefined ? null : await findSurveyRecord(tx, part.id, id);
    return record?.observation ?? null;
  };
  return {
    salesforce: await of("salesforce", link.salesforceRef.id),
    quickbooks: await of("quickbooks", link.quickbooksRef.id),
  };
}

/** What a pair counts with; nothing while one of it is not there. */
export function amountsOfPair(mapping: Mapping, { salesforce, quickbooks }: ReadPair): Amounts {
  if (salesforce === null || quickbooks === null) return NO_AMOUNTS;
  return amountsOf(mapping, salesforce.image, quickbooks.image);
}

function newFinding(
  { context, run }: Step,
  mapping: string,
  name: string,
): Omit<Finding, "id" | "kind" | "systems" | "repair" | "state"> {
  return {
    ...mappedScope(context, mappingById(context, mapping)),
    runId: run.id,
    linkId: null,
    salesforceId: null,
    quickbooksId: null,
    name,
    fields: "[]",
    amounts: "{}",
    note: null,
    looks: 0,
    foundAt: nowIso(context),
    repairedAt: null,
  };
}

/** The next page of a part's records: each is counted, and those without a link are named. */
async function nameRest(step: Step, place: Place): Promise<Place | null> {
  const part = typeof place.part === "number" ? step.parts[place.part] : undefined;
  if (part === undefined || typeof place.part !== "number") return null;
  const after = Number(place.after ?? 0);
  const records = await listSurveyRecords(step.tx, part.id, { after, limit: AT_ONCE });
  step.tallies.add(part.mapping, part.system, records.length);
  for (const { observation } of records) await nameUnlinked(step, part, observation);
  const last = records.at(-1);
  if (last !== undefined && records.length === AT_ONCE) {
    return { ...place, after: String(last.place) };
  }
  return { ...place, part: place.part + 1, after: null };
}

async function nameUnlinked(step: Step, part: SurveyPart, observation: Observation): Promise<void> {
  const { context, tx } = step;
  const { ref, name, linkMark } = observation;
  if (!isMapped(context, part)) return;
  const scope = mappedScope(context, mappingById(context, part.mapping));
  if ((await findLinkByRef(tx, scope, ref)) !== null) return;
  // A create that is under way makes the link, or says why not.
  if ((await workOn(context, tx, part.mapping, [ref])) === "busy") return;
  const own = newFinding(step, part.mapping, name);
  const ids = ref.system === "salesforce" ? { salesforceId: ref.id } : { quickbooksId: ref.id };
  if (linkMark?.startsWith(`${context.scope.company}:`) === true) {
    const stray = { kind: "mark", systems: ["salesforce"], repair: "look" } as const;
    await insertFinding(tx, { ...own, ...ids, ...stray, state: "suspect" });
    return;
  }
  if (!observation.isActive || (await isKeptApart(tx, scope, ref))) return;
  const { kind, namesake } = await namesakesOf(step, part, observation);
  // A pair of namesakes is told once, from QuickBooks' side.
  if (kind === "match" && ref.system === "salesforce") return;
  const alone = { kind, systems: [ref.system], repair: "none" } as const;
  const other = kind === "match" ? { salesforceId: namesake } : {};
  await insertFinding(tx, { ...own, ...ids, ...other, ...alone, state: "open" });
}

function isMapped({ mappings }: EngineContext, part: SurveyPart): boolean {
  return mappings.some(({ id }) => id === part.mapping);
}

async function namesakesOf(step: Step, part: SurveyPart, { name }: Observation) {
  const { context, tx, parts } = step;
  const key = { kind: "name", value: matchName(name) };
  const mapping = mappingById(context, part.mapping);
  const system = otherSystem(part.system);
  const other = parts.find((each) => each.mapping === part.mapping && each.system === system);
  const here = await listSurveyIdsByKey(tx, part.id, key, NAMESAKES_MAX);
  const there =
    other === undefined ? [] : await listSurveyIdsByKey(tx, other.id, key, NAMESAKES_MAX);
  let linkedThere = 0;
  for (const id of there) {
    const type = system === "salesforce" ? mapping.salesforceType : mapping.quickbooksType;
    const link = await findLinkByRef(tx, mappedScope(context, mapping), { system, type, id });
    if (link !== null) linkedThere += 1;
  }
  const counts = { here: here.length, there: there.length, linkedThere };
  return { kind: unlinkedKind(counts), namesake: there[0] ?? null };
}
