import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { describe, expect } from "vitest";
import { ACCOUNT, at, CUSTOMER, notice, SCOPE, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import {
  appendNotice,
  askOnMatch,
  countInbox,
  deferNotice,
  findNotice,
  finishNotice,
  fulfilWish,
  listDue,
  listNoticesFor,
  nextDueAt,
  type Notice,
  releaseNotices,
} from "./inbox.ts";
import type { Db } from "./ledger.ts";

const REMOTE_DOWN = JSON.stringify(
  operationalError("REMOTE_UNREACHABLE", { system: "QuickBooks" }),
);

async function only(db: Db): Promise<Notice> {
  const all = await listNoticesFor(db, SCOPE, CUSTOMER);
  expect(all).toHaveLength(1);
  return must(all[0], "one notice");
}

describe("the inbox", () => {
  holds("gives a notice back as it came", async ({ db }) => {
    const given = notice({ known: '{"kind":"absent"}', remoteTime: at(1), runId: "r", lift: true });
    await appendNotice(db, given);
    const held = await only(db);
    const fresh = { id: held.id, seq: 1, wishSeq: 1, firstAt: at(0), attempts: 0, waiting: null };
    expect(held).toEqual({ ...given, ...fresh });
    expect(await findNotice(db, held.id)).toEqual(held);
  });

  holds("keeps one row for a record however many notices come", async ({ db }) => {
    for (let minute = 0; minute < 5; minute += 1)
      await appendNotice(db, notice({ at: at(minute) }));
    const held = await only(db);
    expect(held).toMatchObject({ seq: 5, firstAt: at(0), at: at(4) });
    expect(await countInbox(db, TENANT)).toEqual({ pending: 1, oldestAt: at(0) });
  });

  holds("keeps the notices of other mappings, orgs and companies apart", async ({ db }) => {
    await appendNotice(db, notice());
    await appendNotice(db, notice({ mapping: "other" }));
    await appendNotice(db, notice({ company: "co2" }));
    await appendNotice(db, notice({ ref: ACCOUNT }));
    await appendNotice(db, notice({ tenant: "t2" }));
    expect(await listNoticesFor(db, SCOPE, CUSTOMER)).toHaveLength(2);
    expect(await countInbox(db, TENANT)).toEqual({ pending: 4, oldestAt: at(0) });
  });

  holds("loses none of many notices that arrive at once", async ({ db }) => {
    const senders = Array.from({ length: 8 }, () => appendNotice(db, notice()));
    await Promise.all(senders);
    expect((await only(db)).seq).toBe(8);
  });

  holds("lists what is due, the most urgent first", async ({ db }) => {
    const put = (id: string, priority: number, minute: number): Promise<void> =>
      appendNotice(db, notice({ ref: { ...CUSTOMER, id }, priority, dueAt: at(minute) }));
    await put("backfill", 3, 0);
    await put("later", 1, 2);
    await put("sooner", 1, 1);
    await put("click", 0, 3);
    await put("future", 0, 30);
    const due = await listDue(db, TENANT, at(3), 10);
    expect(due.map((one) => one.ref.id)).toEqual(["click", "sooner", "later", "backfill"]);
    expect(await listDue(db, TENANT, at(3), 2)).toHaveLength(2);
    expect(await nextDueAt(db, TENANT, at(3))).toBe(at(30));
    expect(await nextDueAt(db, TENANT, at(45))).toBeNull();
    expect(await nextDueAt(db, "t2", at(0))).toBeNull();
  });

  holds("ends a notice only as of the seq that was worked on", async ({ db }) => {
    await appendNotice(db, notice());
    const taken = await only(db);
    await appendNotice(db, notice());
    expect(await finishNotice(db, taken.id, taken.seq)).toBe(false);
    expect(await finishNotice(db, taken.id, taken.seq + 1)).toBe(true);
    expect(await countInbox(db, TENANT)).toEqual({ pending: 0, oldestAt: null });
  });

  holds("keeps what changed meanwhile, without what was asked for and is done", async ({ db }) => {
    await appendNotice(
      db,
      notice({ source: "person", direction: "send", lift: true, actor: "Ada" }),
    );
    const taken = await only(db);
    await appendNotice(db, notice({ source: "change-event", at: at(1), dueAt: at(1) }));
    expect(await finishNotice(db, taken.id, taken.seq)).toBe(false);
    const left = { direction: "none", lift: false, actor: null, source: "sweep", known: null };
    expect(await only(db)).toMatchObject(left);
  });

  holds("looks once for a person who asked for a look alone", async ({ db }) => {
    await appendNotice(db, notice({ source: "person", actor: "Ada" }));
    const taken = await only(db);
    await appendNotice(db, notice({ source: "recovery" }));
    expect(await finishNotice(db, taken.id, taken.seq)).toBe(false);
    expect(await only(db)).toMatchObject({ source: "sweep", actor: null });
  });

  holds(
    "asks no second time for what is carried out, and still for what came later",
    async ({ db }) => {
      await appendNotice(db, notice({ source: "person", direction: "send", actor: "Ada" }));
      const { id, seq } = await only(db);
      await fulfilWish(db, id, seq);
      expect(await only(db)).toMatchObject({ seq, direction: "none" });
      await appendNotice(db, notice({ source: "person", direction: "fetch", actor: "Ben" }));
      await fulfilWish(db, id, seq);
      expect(await only(db)).toMatchObject({ direction: "fetch" });
    },
  );

  holds("keeps a Send that no longer says to create another one", async ({ db }) => {
    const send = { source: "person", direction: "send", actor: "Ada" } as const;
    await appendNotice(db, notice({ ...send, onMatch: "create" }));
    await askOnMatch(db, (await only(db)).id);
    expect(await only(db)).toMatchObject({ ...send, onMatch: "ask" });
  });

  holds("keeps what somebody asked for meanwhile", async ({ db }) => {
    await appendNotice(db, notice({ source: "person", direction: "send", actor: "Ada" }));
    const taken = await only(db);
    await appendNotice(db, notice({ source: "person", direction: "fetch", actor: "Ben" }));
    expect(await finishNotice(db, taken.id, taken.seq)).toBe(false);
    expect(await only(db)).toMatchObject({ direction: "fetch", actor: "Ben", source: "person" });
  });

  holds("puts a notice off with its reason", async ({ db }) => {
    await appendNotice(db, notice());
    const { id, seq } = await only(db);
    await deferNotice(db, id, { seq, dueAt: at(9), attempts: 2, waiting: REMOTE_DOWN });
    expect(await only(db)).toMatchObject({ dueAt: at(9), attempts: 2, waiting: REMOTE_DOWN });
    expect(await listDue(db, TENANT, at(8), 10)).toEqual([]);
  });

  holds("does not put off what changed meanwhile", async ({ db }) => {
    await appendNotice(db, notice());
    const { id, seq } = await only(db);
    await deferNotice(db, id, { seq, dueAt: at(0), attempts: 3, waiting: null });
    await appendNotice(db, notice({ at: at(1), dueAt: at(1) }));
    await deferNotice(db, id, { seq, dueAt: at(9), attempts: 4, waiting: REMOTE_DOWN });
    expect(await only(db)).toMatchObject({ dueAt: at(0), attempts: 0, waiting: null });
  });

  holds("releases what waits for a system, by its error or its record", async ({ db }) => {
    const put = async (ref: typeof ACCOUNT, waiting: string | null): Promise<void> => {
      await appendNotice(db, notice({ ref, dueAt: at(9) }));
      const [held] = await listNoticesFor(db, SCOPE, ref);
      const { id, seq } = must(held, "just appended");
      await deferNotice(db, id, { seq, dueAt: at(9), attempts: 0, waiting });
    };
    const locked = JSON.stringify(operationalError("SF_ROW_LOCKED"));
    await put({ ...ACCOUNT, id: "for-quickbooks" }, REMOTE_DOWN);
    await put({ ...CUSTOMER, id: "of-quickbooks" }, locked);
    await put({ ...ACCOUNT, id: "for-salesforce" }, locked);
    await put({ ...CUSTOMER, id: "not-waiting" }, null);
    const due = async (): Promise<readonly string[]> =>
      (await listDue(db, TENANT, at(1), 10)).map((one) => one.ref.id);

    await releaseNotices(db, TENANT, "quickbooks", at(1));
    expect(await due()).toEqual(["for-quickbooks", "of-quickbooks"]);
    await releaseNotices(db, TENANT, null, at(1));
    expect(await due()).toEqual(["for-quickbooks", "of-quickbooks", "for-salesforce"]);
  });
});
