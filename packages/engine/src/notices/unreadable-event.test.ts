import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import type { FeedPage, UnreadableEvent } from "@accord-sync/core/ports/change-feed.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import { type CommitProbe, openLedger } from "@accord-sync/ledger/ledger.ts";
import { readTally } from "@accord-sync/ledger/tally.ts";
import { rewindSweep } from "@accord-sync/salesforce/sweep/rewind-sweep.ts";
import { CHANGE_FEED, SWEEP_FEED } from "../feeds.ts";
import { testContext } from "../testing/test-context.ts";
import { receiveChanges } from "./intake.ts";

const at = (from: string) => ({ from, after: null });
/** Where the sweeps stand; the test's clock stands at nine. */
const SWEPT = {
  Account: at("2026-01-05T08:59:00Z"),
  Product2: at("2026-01-05T08:59:00Z"),
  "Product2/prices": at("2026-01-05T08:59:00Z"),
};

const databases: DatabaseSync[] = [];
afterEach(() => {
  for (const database of databases.splice(0)) database.close();
});

/** A database that outlives the processes which open it. */
async function newDatabase() {
  const database = new DatabaseSync(":memory:");
  databases.push(database);
  const { ledger } = await processOn(database);
  await ledger.transaction(async (tx) => {
    await saveCursor(tx, "t", "o", CHANGE_FEED, "01");
    await saveCursor(tx, "t", "o", SWEEP_FEED, JSON.stringify(SWEPT));
  });
  return database;
}

async function processOn(database: DatabaseSync, probe?: CommitProbe) {
  const file = ":memory:";
  const ledger = await openLedger({ file, database, ...(probe === undefined ? {} : { probe }) });
  const base = await testContext();
  const warnings: { readonly message: string; readonly code: unknown }[] = [];
  const log = {
    ...base.log,
    warn: (message: string, fields?: Readonly<Record<string, unknown>>) =>
      void warnings.push({ message, code: fields?.["code"] }),
  };
  const salesforce = { ...base.salesforce, rewindSweep };
  const connectedAt = async () => "2025-11-05T09:00:00Z";
  const context = { ...base, ledger, log, salesforce, connectedAt };
  const stored = async () => ({
    place: await readCursor(ledger.db, "t", "o", CHANGE_FEED),
    sweep: JSON.parse((await readCursor(ledger.db, "t", "o", SWEEP_FEED)) ?? "") as unknown,
  });
  return { ledger, context, warnings, stored };
}

const OF_ACCOUNT: UnreadableEvent = {
  type: "Account",
  since: "2026-01-05T08:30:00Z",
  reason: "it ends too early",
};

const pageOf = (...unreadable: UnreadableEvent[]): FeedPage => ({
  notices: [],
  unreadable,
  replayId: "02",
});

/** What the sweeps and the place are after a page of these events. */
async function after(...events: UnreadableEvent[]) {
  const { context, warnings, stored } = await processOn(await newDatabase());
  await receiveChanges(context, pageOf(...events), null);
  const tally = await readTally(context.ledger.db, "t", "o");
  return { ...(await stored()), warnings, tally };
}

describe("a change event that cannot be read", () => {
  it("is passed over, counted, and its object alone swept from an hour before it", async () => {
    const { place, sweep, tally } = await after(OF_ACCOUNT);
    expect(place).toBe("02");
    expect(sweep).toEqual({ ...SWEPT, Account: at("2026-01-05T07:30:00Z") });
    expect(tally).toMatchObject({ received: 1, outOfScope: 1 });
  });

  it("of an object that is not known has every object swept", async () => {
    const from = at("2026-01-05T07:30:00Z");
    const { sweep } = await after({ ...OF_ACCOUNT, type: null });
    expect(sweep).toEqual({ Account: from, Product2: from, "Product2/prices": from });
  });

  it("of a time that is not known is looked for among all that Salesforce keeps", async () => {
    const { sweep } = await after({ ...OF_ACCOUNT, since: null });
    expect(sweep).toEqual({ ...SWEPT, Account: at("2026-01-02T08:00:00Z") });
  });

  it("is looked for no further back than the connection", async () => {
    const { context, stored } = await processOn(await newDatabase());
    const connectedAt = async () => "2026-01-05T06:00:00Z";
    const page = pageOf({ ...OF_ACCOUNT, since: null });
    await receiveChanges({ ...context, connectedAt }, page, null);
    expect((await stored()).sweep).toEqual({ ...SWEPT, Account: at("2026-01-05T05:00:00Z") });
  });

  it("behind one of a time to come is looked for now", async () => {
    const { sweep } = await after({ ...OF_ACCOUNT, since: "2036-01-05T08:30:00Z" });
    expect(sweep).toEqual({ ...SWEPT, Account: at("2026-01-05T08:00:00Z") });
  });

  it("of an object that is not mapped is passed over alone", async () => {
    const { place, sweep } = await after({ ...OF_ACCOUNT, type: "Case" });
    expect([place, sweep]).toEqual(["02", SWEPT]);
  });

  it("is told to the operator in plain words, once", async () => {
    const { warnings } = await after(OF_ACCOUNT, { ...OF_ACCOUNT, type: null });
    expect(warnings).toEqual([
      {
        message:
          "A change event of Account could not be read and was passed over: it ends too early",
        code: "SF_EVENT_UNREADABLE",
      },
      {
        message:
          "A change event of an object that is not known could not be read and was passed over: it ends too early",
        code: "SF_EVENT_UNREADABLE",
      },
    ]);
  });
});

describe("a process that dies at an event that cannot be read", () => {
  const die = () => Promise.reject(new Error("dead"));
  const live = () => Promise.resolve();
  const swept = { ...SWEPT, Account: at("2026-01-05T07:30:00Z") };

  it.each([
    ["before its page is stored", { beforeBegin: die, afterCommit: live }, "01", SWEPT],
    ["after its page was stored", { beforeBegin: live, afterCommit: die }, "02", swept],
  ])("%s has lost nothing", async (_when, probe, place, sweep) => {
    const database = await newDatabase();
    const dying = await processOn(database, probe);
    await expect(receiveChanges(dying.context, pageOf(OF_ACCOUNT), null)).rejects.toThrow("dead");
    expect(dying.warnings).toEqual([]);
    const next = await processOn(database);
    // Either the page comes again, or the sweep is owed: never the one without the other.
    expect(await next.stored()).toEqual({ place, sweep });
    if (place === "01") await receiveChanges(next.context, pageOf(OF_ACCOUNT), null);
    expect(await next.stored()).toEqual({ place: "02", sweep: swept });
  });

  it("while its page is being stored keeps neither the place nor the half of it", async () => {
    const database = await newDatabase();
    const { context, stored } = await processOn(database);
    let sent = 0;
    const salesforce = {
      ...context.salesforce,
      rewindSweep: (...order: Parameters<typeof rewindSweep>) => {
        sent += 1;
        if (sent === 2) throw new Error("dead");
        return rewindSweep(...order);
      },
    };
    const page = pageOf({ ...OF_ACCOUNT, type: null });
    await expect(receiveChanges({ ...context, salesforce }, page, null)).rejects.toThrow("dead");
    expect(await stored()).toEqual({ place: "01", sweep: SWEPT });
  });
});
