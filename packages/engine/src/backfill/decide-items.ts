/** What a person decides about items of a plan: one by one, or all that a rule picks. */
import { must } from "@accord-sync/core/errors/assert.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { ScoredPair } from "@accord-sync/core/matching/decide-matches.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  type BackfillItem,
  changeItem,
  findItem,
  type ItemState,
  listItems,
  listItemsPairing,
  listItemsClaimedBy,
  listPairs,
} from "@accord-sync/ledger/backfill-items.ts";
import { findBackfill, updateBackfill } from "@accord-sync/ledger/backfills.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type {
  BackfillItemState,
  DecideBackfillRequest,
  PlanBackfillRequest,
} from "../backfill-api.ts";
import type { EngineContext } from "../engine-context.ts";
import { linkStepOf, readRequest, stepOf } from "./backfill-parts.ts";
import { expectedOf } from "./foresee-cost.ts";

/** Items of one transaction. */
const PAGE = 500;
/** Reasons that are told; the rest is only counted. */
const REFUSED_MAX = 100;
const DECIDABLE: readonly ItemState[] = ["planned", "waiting", "skipped"];

export interface Decided {
  readonly decided: number;
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
}

export async function decideItems(
  context: EngineContext,
  id: string,
  request: DecideBackfillRequest,
): Promise<Result<Decided>> {
  let decided = 0;
  const refused: { id: string; reason: string }[] = [];
  let after: string | undefined;
  do {
    const page = await context.ledger.transaction(
      async (tx): Promise<Result<string | undefined>> => {
        const backfill = await findBackfill(tx, id);
        if (backfill === null) return fail(operationalError("BACKFILL_UNKNOWN", { id }));
        if (backfill.state !== "ready" && backfill.state !== "paused") {
          return fail(operationalError("BACKFILL_NOT_SO", { state: backfill.state }));
        }
        const plan = readRequest(backfill);
        const picked = await pick(tx, id, request, after);
        const inFlight = new Set(backfill.underWay?.rows.map(({ item }) => item) ?? []);
        for (const item of picked.items) {
          const reason = inFlight.has(item.id)
            ? "It is being written."
            : await decideOne(tx, plan, item, request);
          if (reason === null) decided += 1;
          else if (refused.length < REFUSED_MAX) refused.push({ id: item.id, reason });
        }
        for (const missing of picked.missing) {
          refused.push({ id: missing, reason: "This plan has no such item." });
        }
        await updateBackfill(tx, id, await expectedOf(context, tx, backfill));
        return succeed(picked.next);
      },
    );
    if (!page.ok) return page;
    after = page.value;
  } while (after !== undefined);
  return succeed({ decided, refused });
}

/** The states that a screen's word stands for. */
export function statesOf(state: BackfillItemState | undefined): readonly ItemState[] | undefined {
  if (state === undefined) return undefined;
  return state === "underWay" ? ["unmarked"] : [state];
}

interface Picked {
  readonly items: readonly BackfillItem[];
  readonly missing: readonly string[];
  /** Behind which item the next page begins; undefined when there is none. */
  readonly next: string | undefined;
}

async function pick(
  tx: Db,
  backfill: string,
  request: DecideBackfillRequest,
  after: string | undefined,
): Promise<Picked> {
  if ("items" in request) {
    const items: BackfillItem[] = [];
    const missing: string[] = [];
    for (const id of request.items) {
      const item = await findItem(tx, backfill, id);
      if (item === null) missing.push(id);
      else items.push(item);
    }
    return { items, missing, next: undefined };
  }
  const { action, mapping, state, withRefusals } = request.rule;
  const states = statesOf(state) ?? DECIDABLE;
  const filter = { action, mapping, withRefusals, states, after };
  const items = await listItems(tx, backfill, filter, PAGE);
  return { items, missing: [], next: items.length < PAGE ? undefined : items.at(-1)?.id };
}

/** Who says what. */
type Saying = Pick<DecideBackfillRequest, "choice" | "actor">;

/** Null when it is decided; else why it cannot be. */
async function decideOne(
  tx: Db,
  plan: PlanBackfillRequest,
  item: BackfillItem,
  { choice, actor }: Saying,
): Promise<string | null> {
  if (!DECIDABLE.includes(item.state)) return "It is done, or was refused.";
  if (item.claimedBy !== null) return "Its record was chosen for another item.";
  const noted = JSON.stringify({ choice, actor });
  if (choice.kind === "skip") {
    await release(tx, item);
    const message = "Skipped by a person.";
    await changeItem(tx, item.id, { ...unlinked(item), state: "skipped", choice: noted, message });
    return null;
  }
  if (item.action === "skip")
    return "There is nothing to do with it: it is left alone for a reason.";
  if (choice.kind === "create") return toCreate(tx, plan, item, noted);
  if (choice.kind === "link" || item.action === "ask") return toLink(tx, item, { choice, actor });
  await changeItem(tx, item.id, { state: "planned", choice: noted, message: null });
  return null;
}

/** A question has one record of its own; the other one is what was chosen. */
function ownSide(item: BackfillItem): SystemName {
  if (item.quickbooksId === null) return "salesforce";
  if (item.salesforceId === null) return "quickbooks";
  const chosen =
    item.choice === null ? null : (JSON.parse(item.choice) as { readonly to?: string });
  return chosen?.to === item.quickbooksId ? "salesforce" : "quickbooks";
}

/** The item without the record that was chosen for it. */
function unlinked(item: BackfillItem) {
  if (item.action !== "ask") return {};
  return ownSide(item) === "quickbooks" ? { salesforceId: null } : { quickbooksId: null };
}

async function release(tx: Db, item: BackfillItem): Promise<void> {
  for (const claimed of await listItemsClaimedBy(tx, item.backfill, item.id)) {
    await changeItem(tx, claimed.id, { claimedBy: null, state: "waiting", message: null });
  }
}

async function toCreate(
  tx: Db,
  plan: PlanBackfillRequest,
  item: BackfillItem,
  choice: string,
): Promise<string | null> {
  if (item.action === "update") return "It is linked already.";
  if (item.action === "link") return "It is a clear match: skip it, or unlink the two later.";
  if (item.action === "create") {
    await changeItem(tx, item.id, { state: "planned", choice, message: null });
    return null;
  }
  await release(tx, item);
  const own = ownSide(item);
  const target = own === "quickbooks" ? "salesforce" : "quickbooks";
  const kind = target === "salesforce" ? "createInSalesforce" : "createInQuickbooks";
  await changeItem(tx, item.id, {
    ...unlinked(item),
    state: "planned",
    target,
    step: stepOf(plan, item.mapping, kind),
    score: null,
    choice,
    message: null,
  });
  return null;
}

async function toLink(
  tx: Db,
  item: BackfillItem,
  { choice, actor }: Saying,
): Promise<string | null> {
  if (item.action !== "ask") return "It is no question: approve or skip it.";
  const own = ownSide(item);
  const id = must(item[`${own}Id`], "an item has a record of its own");
  const pairs = await listPairs(
    tx,
    item,
    own === "quickbooks" ? { quickbooksId: id } : { salesforceId: id },
  );
  const [best, second] = pairs;
  if (best === undefined) return "Nothing was found that it may be.";
  const other = otherSystem(own);
  if (choice.kind !== "link" && second?.score === best.score) {
    return "Several are equally likely: choose one of them.";
  }
  const to = choice.kind === "link" ? choice.to : best[other];
  const pair = pairs.find((each) => each[other] === to);
  if (pair === undefined) return "It is none of the candidates: use Link Record.";
  return claim(tx, item, pair, JSON.stringify({ choice, actor, to }));
}

/** No record comes into two links: whoever asks about it else is answered by this. */
async function claim(
  tx: Db,
  item: BackfillItem,
  pair: ScoredPair,
  choice: string,
): Promise<string | null> {
  const rivals = [
    ...(await listItemsPairing(tx, item, { salesforceId: pair.salesforce })),
    ...(await listItemsPairing(tx, item, { quickbooksId: pair.quickbooks })),
  ].filter(({ id }) => id !== item.id);
  const isChosen = rivals.some(
    ({ action, salesforceId, quickbooksId }) =>
      action === "ask" && salesforceId !== null && quickbooksId !== null,
  );
  if (isChosen) return "One of the two records was chosen for another item.";
  const match = rivals.find(({ action, state }) => action === "link" && state !== "skipped");
  if (match !== undefined) {
    return `One of the two records is a clear match of another, ${match.name}: skip that one first.`;
  }
  await release(tx, item);
  await changeItem(tx, item.id, {
    salesforceId: pair.salesforce,
    quickbooksId: pair.quickbooks,
    state: "planned",
    target: null,
    step: linkStepOf(item.step),
    score: pair.score,
    choice,
    message: null,
  });
  for (const rival of rivals) {
    const message = "Its record was chosen for another item.";
    await changeItem(tx, rival.id, { claimedBy: item.id, state: "skipped", message });
  }
  return null;
}
