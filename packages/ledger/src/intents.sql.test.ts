import { sql } from "kysely";
import { describe, expect } from "vitest";
import { ACCOUNT, at, CUSTOMER, intent, link, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import {
  findIntent,
  insertIntent,
  listOpenCreates,
  listOpenIntents,
  listIntentsOfLink,
  listOpenIntentsFor,
  moveIntent,
} from "./intents.ts";
import { insertLink } from "./links.ts";

describe("intents", () => {
  holds("come back byte for byte", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link());
    const payload = '{"body":"{\\"DisplayName\\":\\"Ä\\u0000 \\n😀\\"}"}';
    const given = intent({
      linkId,
      operation: "update",
      ref: CUSTOMER,
      payload,
      fingerprint: "{}",
    });
    await insertIntent(db, given);
    expect(await findIntent(db, given.id)).toEqual(given);
  });

  holds("exist once a key", async ({ db }) => {
    await insertIntent(db, intent());
    await expect(insertIntent(db, intent())).rejects.toThrow(/UNIQUE/);
  });

  holds("begin in flight", async ({ db }) => {
    await expect(insertIntent(db, intent({ state: "doubtful" }))).rejects.toThrow("is inFlight");
  });

  holds("count each sending and keep the answer", async ({ db }) => {
    await insertIntent(db, intent());
    expect(await moveIntent(db, "intent-1", "send", { at: at(1) })).toBe("inFlight");
    expect(await moveIntent(db, "intent-1", "unknown", { at: at(2) })).toBe("doubtful");
    expect(await moveIntent(db, "intent-1", "send", { at: at(3), sentAt: at(4) })).toBe("doubtful");
    expect(await findIntent(db, "intent-1")).toMatchObject({
      attempts: 2,
      sentAt: at(4),
      settledAt: null,
    });
    await moveIntent(db, "intent-1", "applied", { at: at(5), receipt: "{}" });
    expect(await findIntent(db, "intent-1")).toMatchObject({
      state: "settled",
      attempts: 2,
      receipt: "{}",
      settledAt: at(5),
    });
  });

  holds("refuse what cannot happen to them and stay as they were", async ({ db }) => {
    await insertIntent(db, intent());
    await moveIntent(db, "intent-1", "rejected", { at: at(1), receipt: "no" });
    const refused = await findIntent(db, "intent-1");
    const again = moveIntent(db, "intent-1", "send", { at: at(2) });
    await expect(again).rejects.toThrow("refused cannot take send");
    expect(await findIntent(db, "intent-1")).toEqual(refused);
    await expect(moveIntent(db, "none", "send", { at: at(2) })).rejects.toThrow("no intent none");
  });

  holds("are open until they are answered, oldest first", async ({ db }) => {
    await insertIntent(db, intent({ id: "b", createdAt: at(2) }));
    await insertIntent(db, intent({ id: "a", createdAt: at(1) }));
    await insertIntent(db, intent({ id: "done", createdAt: at(0) }));
    await insertIntent(db, intent({ id: "foreign", tenant: "t2" }));
    await moveIntent(db, "done", "applied", { at: at(3) });
    await moveIntent(db, "b", "unknown", { at: at(3) });
    const open = await listOpenIntents(db, TENANT);
    expect(open.map((one) => [one.id, one.state])).toEqual([
      ["a", "inFlight"],
      ["b", "doubtful"],
    ]);
  });

  holds("are found by the record they come from or change", async ({ db }) => {
    await insertIntent(db, intent({ id: "from" }));
    await insertIntent(
      db,
      intent({ id: "to", operation: "mark", target: "salesforce", source: CUSTOMER, ref: ACCOUNT }),
    );
    await insertIntent(db, intent({ id: "other", source: { ...ACCOUNT, id: "001B" } }));
    const found = await listOpenIntentsFor(db, TENANT, ACCOUNT);
    expect(found.map((one) => one.id)).toEqual(["from", "to"]);
    expect((await listOpenIntentsFor(db, TENANT, CUSTOMER)).map((one) => one.id)).toEqual(["to"]);
  });

  holds("keep what their settling needs until then, and no longer", async ({ db }) => {
    const payload = "x".repeat(2_000);
    const whole = { payload, fingerprint: '{"name":"Pier"}', plan: '{"kind":"create"}' };
    await insertIntent(db, intent({ id: "made", ...whole }));
    await insertIntent(db, intent({ id: "changed", ...whole, operation: "update", ref: CUSTOMER }));
    await moveIntent(db, "made", "unknown", { at: at(1) });
    expect(await findIntent(db, "made")).toMatchObject(whole);
    await moveIntent(db, "made", "applied", { at: at(2), receipt: "yes" });
    await moveIntent(db, "changed", "rejected", { at: at(2) });
    const spent = { payload: "", fingerprint: null };
    const made = await findIntent(db, "made");
    expect(made).toMatchObject({ ...spent, plan: "{}", receipt: "yes", settledAt: at(2) });
    expect(await findIntent(db, "changed")).toMatchObject({ ...spent, plan: whole.plan });
  });

  holds("that are settled take little room, however large they were", async ({ db }) => {
    const pages = async () => {
      const { rows } = await sql<{ pageCount: number }>`pragma page_count`.execute(db);
      return rows[0]?.pageCount ?? 0;
    };
    const before = await pages();
    for (let n = 0; n < 100; n += 1) {
      await insertIntent(db, intent({ id: `intent ${n}`, payload: "x".repeat(2_000) }));
      await moveIntent(db, `intent ${n}`, "applied", { at: at(1) });
    }
    expect((await pages()) - before).toBeLessThan(30);
  });

  holds("of a link are listed with those that were settled", async ({ db }) => {
    const { id: linkId } = await insertLink(db, link());
    await insertIntent(db, intent({ id: "done", linkId, createdAt: at(1) }));
    await insertIntent(db, intent({ id: "open", linkId, createdAt: at(2) }));
    await insertIntent(db, intent({ id: "apart" }));
    await moveIntent(db, "done", "applied", { at: at(3) });
    const found = await listIntentsOfLink(db, linkId);
    expect(found.map((one) => one.id)).toEqual(["done", "open"]);
  });

  holds("that create are found by the account and type they aim at (F3)", async ({ db }) => {
    await insertIntent(db, intent({ id: "hit" }));
    await insertIntent(db, intent({ id: "type", type: "Item" }));
    await insertIntent(db, intent({ id: "company", company: "co2" }));
    await insertIntent(db, intent({ id: "update", operation: "update", ref: CUSTOMER }));
    await insertIntent(db, intent({ id: "other-way", target: "salesforce", type: "Account" }));
    const creates = await listOpenCreates(db, TENANT, "co1", "quickbooks", "Customer");
    expect(creates.map((one) => one.id)).toEqual(["hit"]);
    const back = await listOpenCreates(db, TENANT, "org1", "salesforce", "Account");
    expect(back.map((one) => one.id)).toEqual(["other-way"]);
  });
});
