/**
 * Makes the plan from what was read, a page a transaction, so that a crash goes on behind the last page:
 *
 *   pairs        for each QuickBooks record: which Salesforce records it may be, with their scores
 *   quickbooks   for each QuickBooks record: what becomes of it
 *   salesforce   for each Salesforce record: what becomes of it, unless it was spoken of already
 *
 * Everything is answered from the ledger; no call is made.
 */
import { canonicalName } from "@accord-sync/core/mapping/canonical.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { matchKeys, matchName } from "@accord-sync/core/matching/match-keys.ts";
import { isClearMatch, type ScoredPair } from "@accord-sync/core/matching/decide-matches.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import {
  foreseeInQuickbooks,
  foreseeInSalesforce,
} from "@accord-sync/core/matching/foresee-refusals.ts";
import { ASK_SCORE, scoreMatch } from "@accord-sync/core/matching/score-match.ts";
import { type CreateSettings, planCreate } from "@accord-sync/core/plan/plan-writes.ts";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import {
  insertItem,
  listPairs,
  type NewItem,
  type PairScope,
  savePair,
} from "@accord-sync/ledger/backfill-items.ts";
import { findBackfill, updateBackfill } from "@accord-sync/ledger/backfills.ts";
import { findInDirectoryByName } from "@accord-sync/ledger/directory.ts";
import { hasCandidates, isInDoubt } from "@accord-sync/ledger/create-candidates.ts";
import { hasKeptApart, isKeptApart } from "@accord-sync/ledger/kept-apart.ts";
import type { Db, MappedScope } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef, hasLinks, type Link } from "@accord-sync/ledger/links.ts";
import {
  findSurveyRecord,
  listSurveyIdsByKey,
  listSurveyRecords,
  type SurveyPart,
} from "@accord-sync/ledger/surveys.ts";
import type { PlanBackfillRequest } from "../backfill-api.ts";
import { DIRECTORY_TYPES } from "../directory-keeper.ts";
import { mappedScope, mappingById, remoteOf } from "../engine-context.ts";
import { loadLinkState } from "../link-state.ts";
import { IN_DOUBT, stepOf, type StepKind, surveyPart, type Work } from "./backfill-parts.ts";

/** Records that are planned in one transaction. */
const PLAN_ROWS = 500;
/**
 * A key that more records share than this tells nobody apart and finds no candidates; but a name finds the first of
 * them, so that none is made beside its namesakes unasked.
 */
const KEY_HOLDERS_MAX = 10;

type Stage = "pairs" | "quickbooks" | "salesforce";
const STAGES: readonly Stage[] = ["pairs", "quickbooks", "salesforce"];

interface Position {
  /** The place of the object in the request. */
  readonly object: number;
  readonly stage: Stage;
  /** The survey's place that it came to. */
  readonly after: number;
}

const START: Position = { object: 0, stage: "pairs", after: 0 };

/** Plans the next page; true when all is planned. Nothing happens when the backfill is no longer being read. */
export async function planPage(work: Work): Promise<boolean> {
  const { context, backfill, request } = work;
  const settings = await context.createSettings();
  return context.ledger.transaction(async (tx) => {
    const held = await findBackfill(tx, backfill.id);
    if (held?.state !== "reading") return true;
    const at = held.position === null ? START : (JSON.parse(held.position) as Position);
    const object = request.objects[at.object];
    if (object === undefined) return true;
    const mapping = mappingById(context, object.mapping);
    const planner = await Planner.prepare(work, tx, mapping, settings);
    const last = await planner.page(at);
    const next = last === null ? nextStage(at) : { ...at, after: last };
    await updateBackfill(tx, backfill.id, { position: JSON.stringify(next) });
    return next.object >= request.objects.length;
  });
}

function nextStage({ object, stage }: Position): Position {
  const next = STAGES[STAGES.indexOf(stage) + 1];
  return next === undefined
    ? { object: object + 1, stage: "pairs", after: 0 }
    : { object, stage: next, after: 0 };
}

/** What is asked of a whole object once a page. */
interface Facts {
  readonly quickbooks: SurveyPart;
  readonly salesforce: SurveyPart;
  /** Where nothing is linked, or kept apart, no record need be looked up. */
  readonly hasLinks: boolean;
  readonly hasKeptApart: boolean;
  readonly hasDoubts: boolean;
  readonly settings: CreateSettings;
}

class Planner {
  readonly #work: Work;
  readonly #tx: Db;
  readonly #mapping: Mapping;
  readonly #scope: MappedScope;
  readonly #pairScope: PairScope;
  readonly #facts: Facts;
  readonly #direction: PlanBackfillRequest["objects"][number]["direction"];

  private constructor(work: Work, tx: Db, mapping: Mapping, facts: Facts) {
    this.#work = work;
    this.#tx = tx;
    this.#mapping = mapping;
    this.#facts = facts;
    this.#scope = mappedScope(work.context, mapping);
    const { tenant } = this.#scope;
    this.#pairScope = { tenant, backfill: work.backfill.id, mapping: mapping.id };
    const object = work.request.objects.find((each) => each.mapping === mapping.id);
    this.#direction = object?.direction ?? "none";
  }

  static async prepare(
    work: Work,
    tx: Db,
    mapping: Mapping,
    settings: CreateSettings,
  ): Promise<Planner> {
    const scope = mappedScope(work.context, mapping);
    return new Planner(work, tx, mapping, {
      quickbooks: await surveyPart(tx, work.backfill, mapping, "quickbooks"),
      salesforce: await surveyPart(tx, work.backfill, mapping, "salesforce"),
      hasLinks: await hasLinks(tx, scope),
      hasKeptApart: await hasKeptApart(tx, scope),
      hasDoubts: await hasCandidates(tx, scope),
      settings,
    });
  }

  /** Answers with the place that it came to; null when the stage has nothing more. */
  async page({ stage, after }: Position): Promise<number | null> {
    const { quickbooks, salesforce } = this.#facts;
    // Where one of the two has no record there is no pair.
    if (stage === "pairs" && (salesforce.records === 0 || quickbooks.records === 0)) return null;
    const part = stage === "salesforce" ? salesforce : quickbooks;
    const records = await listSurveyRecords(this.#tx, part.id, { after, limit: PLAN_ROWS });
    for (const { observation } of records) {
      if (stage === "pairs") await this.#findPairs(observation);
      else await this.#planRecord(observation);
    }
    return records.length < PLAN_ROWS ? null : (records.at(-1)?.place ?? null);
  }

  async #findPairs(own: Observation): Promise<void> {
    if (!(await this.#mayPair(own))) return;
    const { company } = this.#scope;
    const keys = matchKeys(this.#mapping, own, company);
    const found = new Set<string>();
    for (const key of keys) {
      const { id } = this.#facts.salesforce;
      const ids = await listSurveyIdsByKey(this.#tx, id, key, KEY_HOLDERS_MAX + 1);
      if (ids.length > KEY_HOLDERS_MAX && key.kind !== "name") continue;
      for (const each of ids.slice(0, KEY_HOLDERS_MAX)) found.add(each);
    }
    for (const candidate of found) {
      const record = await findSurveyRecord(this.#tx, this.#facts.salesforce.id, candidate);
      if (record === null || !(await this.#mayPair(record.observation))) continue;
      const other = record.observation;
      const { score } = scoreMatch(
        { name: own.name, keys },
        { name: other.name, keys: matchKeys(this.#mapping, other, company) },
      );
      if (score < ASK_SCORE) continue;
      const pair: ScoredPair = { quickbooks: own.ref.id, salesforce: candidate, score };
      await savePair(this.#tx, this.#pairScope, pair);
    }
  }

  /** Not linked, not kept apart and not in doubt. An inactive record counts: none is made beside it unasked. */
  async #mayPair(observation: Observation): Promise<boolean> {
    if ((await this.#linkOf(observation)) !== null) return false;
    return !(await this.#isApart(observation)) && !(await this.#isInDoubt(observation));
  }

  async #isApart({ ref }: Observation): Promise<boolean> {
    return this.#facts.hasKeptApart && isKeptApart(this.#tx, this.#scope, ref);
  }

  async #isInDoubt({ ref }: Observation): Promise<boolean> {
    return this.#facts.hasDoubts && isInDoubt(this.#tx, this.#scope, ref);
  }

  #isWanted({ isActive }: Observation): boolean {
    return isActive || this.#work.request.includeInactive;
  }

  #linkOf({ ref }: Observation): Promise<Link | null> | null {
    return this.#facts.hasLinks ? findLinkByRef(this.#tx, this.#scope, ref) : null;
  }

  /** Why an unlinked record is left alone; null when it is not. */
  async #whyLeft(own: Observation): Promise<string | null> {
    if (await this.#isApart(own)) {
      return "Unlinked by a person, and kept apart since. Link Record or Send lifts that.";
    }
    if (await this.#isInDoubt(own)) return IN_DOUBT;
    return this.#isWanted(own) ? null : "Inactive.";
  }

  async #planRecord(own: Observation): Promise<void> {
    const { system } = own.ref;
    const link = await this.#linkOf(own);
    if (link !== null) {
      // A linked pair is spoken of once.
      if (system === "quickbooks") await this.#planLinked(own, link);
      return;
    }
    const why = await this.#whyLeft(own);
    if (why !== null) return this.#skip(own, why);
    const { id } = own.ref;
    const of = system === "quickbooks" ? { quickbooksId: id } : { salesforceId: id };
    const pairs = await this.#pairs(of);
    const [best] = pairs;
    if (best === undefined) return this.#planCreate(own);
    const related = [
      ...pairs,
      ...(await this.#pairs(
        system === "quickbooks"
          ? { salesforceId: best.salesforce }
          : { quickbooksId: best.quickbooks },
      )),
    ];
    const other = await this.#otherOf(best, system);
    const isClear = isClearMatch(best, related, this.#work.request.linkFrom);
    const isLink = isClear && this.#isWanted(other);
    if (isLink && system === "salesforce") return; // Spoken of from the other side.
    if (isLink) {
      return this.#add(own, {
        action: "link",
        step: this.#step("link"),
        state: "planned",
        salesforceId: best.salesforce,
        score: best.score,
      });
    }
    const one = this.#isWanted(other) ? "A record" : "An inactive record";
    const count = pairs.length === 1 ? one : `${pairs.length} records`;
    const where = system === "quickbooks" ? "Salesforce" : "QuickBooks";
    await this.#add(own, {
      action: "ask",
      step: this.#step("link"),
      state: "waiting",
      message: `${count} of ${where} may be the same.`,
    });
  }

  async #otherOf(pair: ScoredPair, own: SystemName): Promise<Observation> {
    const system = otherSystem(own);
    const record = await findSurveyRecord(this.#tx, this.#facts[system].id, pair[system]);
    return must(record, "both records of a pair were read").observation;
  }

  async #pairs(of: Parameters<typeof listPairs>[2]): Promise<readonly ScoredPair[]> {
    const { quickbooks, salesforce } = this.#facts;
    if (salesforce.records === 0 || quickbooks.records === 0) return [];
    return listPairs(this.#tx, this.#pairScope, of);
  }

  /** A linked record matters when one of the two is newer than what the ledger knows. */
  async #planLinked(own: Observation, link: Link): Promise<void> {
    const state = await loadLinkState(this.#tx, link);
    const other = await findSurveyRecord(
      this.#tx,
      this.#facts.salesforce.id,
      link.salesforceRef.id,
    );
    const isNewer = (seen: Observation | undefined, system: SystemName): boolean =>
      seen !== undefined &&
      remoteOf(this.#work.context, system).compareVersions(seen.version, state[system].version) > 0;
    const newer = [
      ...(isNewer(own, "quickbooks") ? ["QuickBooks"] : []),
      ...(isNewer(other?.observation, "salesforce") ? ["Salesforce"] : []),
    ];
    const isNews = newer.length > 0;
    await this.#add(own, {
      action: isNews ? "update" : "skip",
      step: this.#step("update"),
      state: isNews ? "planned" : "skipped",
      salesforceId: link.salesforceRef.id,
      message: isNews
        ? `Newer in ${newer.join(" and ")}: the ordinary sync brings the two in step.`
        : "Linked already.",
    });
  }

  async #planCreate(own: Observation): Promise<void> {
    const target = otherSystem(own.ref.system);
    const wanted = target === "salesforce" ? "toSalesforce" : "toQuickbooks";
    if (this.#direction !== "both" && this.#direction !== wanted) {
      const where = target === "salesforce" ? "QuickBooks" : "Salesforce";
      return this.#skip(own, `Only in ${where}, and this plan makes none in the other system.`);
    }
    const refusals = await this.#foresee(own, target);
    await this.#add(own, {
      action: "create",
      step: this.#step(target === "salesforce" ? "createInSalesforce" : "createInQuickbooks"),
      target,
      state: refusals.length === 0 ? "planned" : "waiting",
      refusals: refusals.length === 0 ? null : JSON.stringify(refusals),
    });
  }

  async #foresee(own: Observation, target: SystemName): Promise<readonly OperationalError[]> {
    const mapping = this.#mapping;
    const { settings } = this.#facts;
    // Without an account nothing is planned; what else would be refused is to be seen all the same.
    const account = settings.incomeAccountId ?? "none";
    const planned = planCreate({
      mapping,
      target,
      source: own.image,
      settings: { ...settings, incomeAccountId: account },
      linkMark: null,
    });
    if (!planned.ok) return [planned.error];
    const { patch } = planned.value;
    if (target === "salesforce") return foreseeInSalesforce(mapping, patch);
    const { incomeAccountId } = settings;
    const nameHolder = await this.#nameHolder(own);
    return foreseeInQuickbooks({ mapping, values: patch, incomeAccountId, nameHolder });
  }

  /** The type of whoever has the name in QuickBooks, or gets it by an earlier item of this plan. */
  async #nameHolder(own: Observation): Promise<string | null> {
    const { tenant, company } = this.#scope;
    const { quickbooksType } = this.#mapping;
    const name = canonicalName(own.name);
    for (const type of namesakes(quickbooksType)) {
      const found = await findInDirectoryByName(this.#tx, tenant, company, type, name, 1);
      if (found.some(({ isActive }) => isActive)) return type;
    }
    const key = { kind: "name", value: matchName(own.name) };
    const { id: part } = this.#facts.salesforce;
    for (const id of await listSurveyIdsByKey(this.#tx, part, key, KEY_HOLDERS_MAX)) {
      if (id >= own.ref.id) continue;
      const other = await findSurveyRecord(this.#tx, part, id);
      const isSame = other !== null && canonicalName(other.observation.name) === name;
      if (!isSame || !this.#isWanted(other.observation)) continue;
      if (await this.#mayPair(other.observation)) return quickbooksType;
    }
    return null;
  }

  #step(kind: StepKind): number {
    return stepOf(this.#work.request, this.#mapping.id, kind);
  }

  #skip(own: Observation, message: string): Promise<void> {
    return this.#add(own, { action: "skip", step: 0, state: "skipped", message });
  }

  #add(
    { ref, name }: Observation,
    parts: Pick<NewItem, "action" | "step" | "state"> & Partial<NewItem>,
  ): Promise<void> {
    return insertItem(this.#tx, {
      ...this.#scope,
      backfill: this.#work.backfill.id,
      target: null,
      name,
      salesforceId: ref.system === "salesforce" ? ref.id : null,
      quickbooksId: ref.system === "quickbooks" ? ref.id : null,
      score: null,
      refusals: null,
      message: null,
      ...parts,
    });
  }
}

/** Customers, vendors and employees share one list of names; products have their own. */
function namesakes(type: string): readonly string[] {
  return type === "Item"
    ? [type]
    : [type, ...DIRECTORY_TYPES.filter((each) => each !== "Item" && each !== type)];
}
