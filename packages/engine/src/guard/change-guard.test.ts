import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import { setChangeLimit } from "@accord-sync/ledger/change-limits.ts";
import { appendLog } from "@accord-sync/ledger/log-entries.ts";
import { mappedScope, nowIso } from "../engine-context.ts";
import { DEFAULT_GUARDS } from "../guards.ts";
import { type TestContext, testContext } from "../testing/test-context.ts";
import { ChangeGuard } from "./change-guard.ts";

const HOUR_MS = 3_600_000;
const guards = {
  ...DEFAULT_GUARDS,
  changes: { more: 3, share: 0, withinMs: HOUR_MS },
  losses: { more: 1, share: 0, withinMs: HOUR_MS },
};

const mapping = CUSTOMER_ACCOUNT;
const NEW = { name: "phone", before: "1", after: "2" };
const EMPTIED = { name: "phone", before: "1", after: null };

/** What becomes of a change of each of these links, in turn. */
async function counts(
  context: TestContext,
  links: readonly number[],
  field = NEW as typeof NEW | typeof EMPTIED,
) {
  const found: (string | null)[] = [];
  for (const link of links) {
    const planned = {
      mapping,
      system: "salesforce" as const,
      linkId: String(link),
      fields: [field],
    };
    const excess = await context.changeGuard.count(context.ledger.db, planned);
    found.push(excess === null ? null : `${excess.kind} after ${excess.written}`);
  }
  return found;
}

const start = () => testContext({ guards });

describe("the guard's counts", () => {
  it("let pass as many records as are usual, and count each once", async () => {
    const context = await start();
    expect(await counts(context, [1, 2, 1, 2, 3, 3])).toEqual(Array(6).fill(null));
    expect(await counts(context, [4, 1])).toEqual(["changes after 3", null]);
  });

  it("forget what is longer ago than the stretch of time", async () => {
    const context = await start();
    await counts(context, [1, 2, 3]);
    await context.clock.advance(HOUR_MS + 1_000);
    expect(await counts(context, [4, 5, 6])).toEqual([null, null, null]);
  });

  it("have a smaller number for what takes something away", async () => {
    const context = await start();
    expect(await counts(context, [1, 2], EMPTIED)).toEqual([null, "losses after 1"]);
    expect(await counts(context, [2])).toEqual([null]);
  });

  it("begin anew with a decision, and heed a mapping's own limit", async () => {
    const context = await start();
    const { changeGuard, ledger } = context;
    await counts(context, [1, 2, 3]);
    changeGuard.startAnew({ mapping: mapping.id, system: "salesforce" });
    expect(await counts(context, [4])).toEqual([null]);
    await ledger.transaction(async (tx) => {
      const place = { system: "salesforce", kind: "changes" } as const;
      await setChangeLimit(tx, mappedScope(context, mapping), place, { more: 1, share: 0 });
      changeGuard.forget();
    });
    await changeGuard.allHolds(ledger.db);
    expect(await counts(context, [5])).toEqual(["changes after 1"]);
  });

  it("are taken from the log after a start: what was written, and nobody asked for", async () => {
    const context = await start();
    const line = (linkId: number, actor: string | null, change: typeof NEW | typeof EMPTIED) =>
      context.ledger.transaction(async (tx) => {
        const { id } = await tx
          .insertInto("links")
          .values({
            ...mappedScope(context, mapping),
            salesforceType: "Account",
            salesforceId: `a${linkId}`,
            quickbooksType: "Customer",
            quickbooksId: String(linkId),
            revision: 1,
            createdAt: nowIso(context),
            lastSyncAt: null,
            name: "",
            salesforceDeleted: 0,
            quickbooksDeleted: 0,
            endedAt: null,
          })
          .returning("id")
          .executeTakeFirstOrThrow();
        const { name: field, before, after } = change;
        await appendLog(tx, {
          ...mappedScope(context, mapping),
          at: nowIso(context),
          linkId: String(id),
          salesforceRef: null,
          quickbooksRef: null,
          name: null,
          direction: "salesforceToQuickbooks",
          action: "update",
          outcome: "applied",
          actor,
          message: "",
          error: null,
          changes: JSON.stringify([{ field, label: "Phone", before, after }]),
          intentId: null,
          reprocessed: false,
        });
      });
    await line(1, null, NEW);
    await line(2, "Ada", NEW);
    await line(3, null, EMPTIED);
    const { clock, scope, mappings, ledger } = context;
    const changeGuard = new ChangeGuard({ guards, clock, scope, mappings });
    await changeGuard.load(ledger.db);
    const next = { ...context, changeGuard };
    expect(await counts(next, [9], EMPTIED)).toEqual(["losses after 1"]);
    expect(await counts(next, [9, 10])).toEqual([null, "changes after 3"]);
  });
});

describe("the guard's cost", () => {
  it("is no statement of the ledger below the number that may be too many", async () => {
    const context = await start();
    await context.changeGuard.load(context.ledger.db);
    await context.ledger.close();
    expect(await counts(context, [1, 2, 3])).toEqual([null, null, null]);
    const holds = await context.changeGuard.holdsOf(context.ledger.db, {
      mapping,
      system: "salesforce",
    });
    expect(holds).toEqual([]);
  });
});
