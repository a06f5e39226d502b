/** Change events that come many at once, and those that tell what a sweep has seen already. */
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { ChangeNotice } from "@accord-sync/core/ports/change-feed.ts";
import type { Image } from "@accord-sync/core/records/image.ts";
import { listDue } from "@accord-sync/ledger/inbox.ts";
import { type EngineContext, dueIso, salesforceRef } from "../engine-context.ts";
import { testContext } from "../testing/test-context.ts";
import { receiveChanges } from "./intake.ts";
import { readKnown } from "./notice-known.ts";
import { recordNotice } from "./record-notice.ts";

const US = "005000000000001AAA";
const accountId = (n: number) => `001${String(n).padStart(12, "0")}AAA`;

const changeOf = (n: number, parts: Partial<ChangeNotice> = {}): ChangeNotice => ({
  type: "Account",
  recordIds: [accountId(n)],
  changeType: "update",
  replayId: "0a",
  committedAt: "2026-01-05T12:00:00Z",
  client: null,
  userId: "005000000000002AAA",
  linkMark: null,
  changed: { Phone: `${n}` },
  ...parts,
});

const receive = (context: EngineContext, notices: readonly ChangeNotice[]) =>
  receiveChanges(context, { notices, unreadable: [], replayId: "0a" }, US);

const dueNow = async (context: EngineContext) =>
  (await listDue(context.ledger.db, "t", dueIso(context), 100)).length;

const range = (count: number) => Array.from({ length: count }, (_, n) => n);

/** An Account that a sweep saw, and whose pass did not begin yet. */
async function withSwept(image: Image): Promise<EngineContext> {
  const context = await testContext();
  const ref = salesforceRef("Account", accountId(1));
  const observation = {
    ref,
    version: "2026-01-05T12:00:00Z",
    modifiedAt: "2026-01-05T12:00:00Z",
    createdAt: "2026-01-05T09:00:00Z",
    isSettled: true,
    image,
    members: {},
    name: "Pier",
    isActive: true,
    linkMark: null,
  };
  await context.ledger.transaction((tx) =>
    recordNotice(context, tx, {
      mapping: CUSTOMER_ACCOUNT,
      ref,
      source: "sweep",
      known: { kind: "sighting", sighting: { kind: "found", observation } },
    }),
  );
  return context;
}

async function knownAfter(image: Image, change: Partial<ChangeNotice>): Promise<string | null> {
  const context = await withSwept(image);
  await receive(context, [changeOf(1, change)]);
  const [notice] = await listDue(context.ledger.db, "t", dueIso(context), 1);
  return readKnown(notice?.known ?? null)?.kind ?? null;
}

describe("changes that are told many at once", () => {
  it("wait for a sweep that reads them together, and no longer than for that", async () => {
    const context = await testContext();
    const { manyChanges, gatherMs } = context.pacing;
    const { isMany } = await receive(
      context,
      range(manyChanges).map((n) => changeOf(n)),
    );
    expect(isMany).toBe(true);
    expect(await dueNow(context)).toBe(0);
    await context.clock.advance(gatherMs);
    expect(await dueNow(context)).toBe(manyChanges);
  });

  it("are looked at one by one when they are few, or our own", async () => {
    const context = await testContext();
    const few = context.pacing.manyChanges - 1;
    const ours = { client: "AccordSync", userId: US };
    const page = [...range(few).map((n) => changeOf(n)), changeOf(few, ours)];
    expect((await receive(context, page)).isMany).toBe(false);
    expect(await dueNow(context)).toBe(few + 1);
  });
});

describe("an event about a record that a sweep has just seen", () => {
  it("leaves what was seen as it is, if that shows all that it tells", async () => {
    expect(await knownAfter({ Phone: "1", Name: "Pier" }, {})).toBe("sighting");
  });

  it("has the record looked at when it tells another value", async () => {
    expect(await knownAfter({ Phone: "2" }, {})).toBeNull();
  });

  it("has it looked at when it tells of a field that is not mapped, or tells no values", async () => {
    const changed = { Phone: "1", Accord_QB_Id__c: null };
    expect(await knownAfter({ Phone: "1" }, { changed })).toBeNull();
    expect(await knownAfter({ Phone: "1" }, { changed: {} })).toBeNull();
    expect(await knownAfter({ Phone: "1" }, { changed: null, changeType: "gap" })).toBeNull();
  });
});
