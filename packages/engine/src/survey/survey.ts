/**
 * Survey: reads everything that both systems hold of some mappings, once, and keeps it on disk.
 *
 *   QuickBooks   1,000 records a metered read, in the order of Id
 *   Salesforce   one call an object that a page of 2,000 records holds; else a bulk query job, which Salesforce
 *                works on by itself, then its pages
 *
 * A page and the place it came to are one transaction, and the next page is asked for only then: a crash repeats
 * at most the page that was on its way, and no more than one page is held in memory. Nothing is concluded from a
 * survey alone: it is older than what it is compared with (`surveys.ts` of the ledger).
 */
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { matchKeys } from "@accord-sync/core/matching/match-keys.ts";
import type { ScanPage } from "@accord-sync/core/ports/many-records.ts";
import type { UnreadableRecord } from "@accord-sync/core/ports/remote.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import {
  findSurveyPart,
  listSurveyParts,
  noteSurveyJob,
  openSurveyPart,
  restartSurveyPart,
  saveSurveyPage,
  type SurveyPart,
  type SurveyPurpose,
} from "@accord-sync/ledger/surveys.ts";
import { type EngineContext, mappedScope, mappingById, nowIso } from "../engine-context.ts";
import { recordUnreadable } from "../notices/record-unreadable.ts";

export interface SurveyOrder {
  readonly purpose: SurveyPurpose;
  /** Whose survey it is. */
  readonly owner: string;
  readonly parts: readonly {
    readonly mapping: Mapping;
    readonly system: SystemName;
    /** Keeps match keys, by which records of the other system are joined to these. */
    readonly hasKeys: boolean;
  }[];
}

/** Between two looks at a bulk job, milliseconds: it doubles from the first to the longest. */
const FIRST_LOOK_MS = 500;
const LONGEST_LOOK_MS = 15_000;
/** The refusals that a job cannot recover from: it failed, or Salesforce keeps it no longer (seven days). */
const JOB_LOST: ReadonlySet<string> = new Set(["SF_BULK_NOT_REACHED", "SF_NOT_FOUND"]);
/** A part whose job is lost more often than this is given up. */
const RESTARTS_MAX = 5;

/** Opens a survey in the caller's transaction; answers with its id. Nothing is read yet. */
export async function openSurvey(
  context: EngineContext,
  tx: Db,
  order: SurveyOrder,
): Promise<string> {
  const survey = context.random.id("survey");
  for (const { mapping, system, hasKeys } of order.parts) {
    await openSurveyPart(tx, {
      ...mappedScope(context, mapping),
      survey,
      purpose: order.purpose,
      owner: order.owner,
      system,
      hasKeys,
      at: nowIso(context),
    });
  }
  return survey;
}

/** How a reading ended. */
export type SurveyEnd =
  | { readonly kind: "read" }
  /** Not done: go on by the disposition of the error, from where it is. */
  | { readonly kind: "stopped"; readonly error: OperationalError }
  /** Its job was lost again and again: this survey will not be whole. */
  | { readonly kind: "failed"; readonly error: OperationalError }
  /** Nobody wants it just now. */
  | { readonly kind: "left" };

export interface SurveyWatch {
  /** Asked before each page and each look at a job. Default: it is wanted. */
  readonly isWanted?: () => boolean | Promise<boolean>;
  /** Ends the waiting for a job. */
  readonly signal?: AbortSignal;
}

/** Reads what is not read yet. */
export async function readSurvey(
  context: EngineContext,
  survey: string,
  watch: SurveyWatch = {},
): Promise<SurveyEnd> {
  for (const part of await listSurveyParts(context.ledger.db, survey)) {
    if (part.isRead) continue;
    const end =
      part.system === "quickbooks"
        ? await readCompany(context, part, watch)
        : await readOrg(context, part, watch);
    if (end.kind !== "read") return end;
  }
  return { kind: "read" };
}

async function isLeft({ isWanted, signal }: SurveyWatch): Promise<boolean> {
  if (signal?.aborted) return true;
  return isWanted !== undefined && !(await isWanted());
}

/** A page that is stored. */
interface ReadPage {
  readonly observations: readonly Observation[];
  /** Told of with the page: each is missing in what the survey says. */
  readonly unreadable: readonly UnreadableRecord[];
  readonly position: string | null;
  readonly calls: number;
}

async function store(context: EngineContext, part: SurveyPart, page: ReadPage): Promise<void> {
  const mapping = mappingById(context, part.mapping);
  const { company } = context.scope;
  const records = page.observations.map((observation) => ({
    observation,
    keys: part.hasKeys ? matchKeys(mapping, observation, company) : [],
  }));
  const { position, calls } = page;
  const isLast = position === null;
  await context.ledger.transaction(async (tx) => {
    await saveSurveyPage(tx, part, { records, position, isLast, calls, at: nowIso(context) });
    for (const each of page.unreadable) {
      await recordUnreadable(context, tx, { system: part.system, ...each }, "listed");
    }
  });
  if (page.unreadable.length > 0) context.wake();
}

async function readCompany(
  context: EngineContext,
  part: SurveyPart,
  watch: SurveyWatch,
): Promise<SurveyEnd> {
  const mapping = mappingById(context, part.mapping);
  let { position } = part;
  do {
    if (await isLeft(watch)) return { kind: "left" };
    const page = await context.quickbooks.select(mapping, "", position);
    if (!page.ok) return { kind: "stopped", error: page.error };
    const { items, next, calls = 1, unreadable = [] } = page.value;
    await store(context, part, { observations: items, unreadable, position: next, calls });
    position = next;
  } while (position !== null);
  return { kind: "read" };
}

/** Ends the waiting for a job, or the reading of its pages. */
class NotWanted extends Error {
  override readonly name = "NotWanted";
}

async function readOrg(
  context: EngineContext,
  part: SurveyPart,
  watch: SurveyWatch,
): Promise<SurveyEnd> {
  const mapping = mappingById(context, part.mapping);
  if (await isLeft(watch)) return { kind: "left" };
  // Opening a job is a call, and so is each look: they go with the next page that is stored.
  let calls = 0;
  if (part.job === null && part.position === null) {
    const small = await context.salesforce.many.readSmall(mapping);
    if (!small.ok) return { kind: "stopped", error: small.error };
    calls = 1;
    if (small.value !== null) {
      const { sightings, unreadable = [] } = small.value;
      const observations = foundAmong(sightings);
      await store(context, part, { observations, unreadable, position: null, calls });
      return { kind: "read" };
    }
  }
  const goOn = async (): Promise<void> => {
    if (await isLeft(watch)) throw new NotWanted();
  };
  const steps = {
    known: part.job,
    from: part.position,
    opened: async (job: string) => {
      calls += 1;
      await context.ledger.transaction((tx) => noteSurveyJob(tx, part.id, job));
    },
    rest: async (looks: number) => {
      await goOn();
      // A job that was opened before may be done; a new one never is at once.
      const isFirst = looks === 0 && part.job !== null;
      const ms = Math.min(FIRST_LOOK_MS * 2 ** looks, LONGEST_LOOK_MS);
      if (!isFirst) await context.clock.sleep(ms, watch.signal);
      calls += 1;
    },
    page: async ({ sightings, position, unreadable = [] }: ScanPage) => {
      const observations = foundAmong(sightings);
      calls += 1 + callsBeside(mapping, sightings.length + unreadable.length);
      await store(context, part, { observations, unreadable, position, calls });
      calls = 0;
      if (position !== null) await goOn();
    },
  };
  try {
    const read = await context.salesforce.many.scan(mapping, steps);
    if (read.ok) return { kind: "read" };
    const { error } = read;
    if (!JOB_LOST.has(error.code)) return { kind: "stopped", error };
    if (part.restarts >= RESTARTS_MAX) return { kind: "failed", error };
    await beginAnew(context, part, error);
    return { kind: "stopped", error };
  } catch (error) {
    if (error instanceof NotWanted || watch.signal?.aborted) return { kind: "left" };
    throw error;
  }
}

function foundAmong(sightings: readonly Sighting[]): readonly Observation[] {
  return sightings.flatMap((seen) => (seen.kind === "found" ? [seen.observation] : []));
}

/** Members are read beside their roots, a thousand roots a call. */
const ROOTS_BESIDE = 1_000;

function callsBeside(mapping: Mapping, roots: number): number {
  const hasMembers = mapping.members.some(({ system }) => system === "salesforce");
  return hasMembers ? Math.ceil(roots / ROOTS_BESIDE) : 0;
}

/** What was read under a job that is lost may be no longer so: all of it is read again under another. */
async function beginAnew(
  context: EngineContext,
  { survey, mapping, system }: SurveyPart,
  error: OperationalError,
): Promise<void> {
  context.log.warn("a survey's job was lost: its object is read anew", {
    mapping,
    code: error.code,
  });
  await context.ledger.transaction(async (tx) => {
    const part = await findSurveyPart(tx, survey, mapping, system);
    if (part !== null) await restartSurveyPart(tx, part);
  });
}
